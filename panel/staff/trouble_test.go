package staff

import (
	"strings"
	"testing"
	"time"

	"nameyard/alerts"
	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/panel/words"
	"nameyard/registry"
	"nameyard/reseller"
)

// Whatever can be wrong is told in both languages, with what to do, the page where one acts on it, and the command as an aside.
func TestWhateverIsWrongIsToldInWordsWithWhereToAct(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 3, 1, 13, 2, 0, 0, time.UTC)
	states := []operator.RegistryState{{
		Connector: operator.Connector{NamedConnector: registry.NamedConnector{Name: "sandbox"}},
		Figures:   reseller.RegistryFigures{Balance: &reseller.RegistryBalance{Amount: 831, Currency: "USD"}},
		Queue:     reseller.RegistryQueue{Orders: 4, Currency: "USD", CostLimit: 1169},
	}}
	for _, c := range []struct {
		trouble Trouble
		says    string
		page    string
	}{
		{Trouble{Kind: "job_failing", About: "mail", Why: "no route"}, "Sending of mail failed at its last run:", "jobs/#job-mail"},
		{Trouble{Kind: "backup_old", Since: since}, "There is no backup newer than 2026-03-01 13:02 UTC.", "health/#backups"},
		{Trouble{Kind: "disk_low", Count: 999_600_000}, "The disk of the database has 1,000\u00a0MB left.", "health/#database"},
		{Trouble{Kind: "mail_waiting", Since: since, Lasts: 61 * time.Minute}, "A mail has waited since 2026-03-01 13:02 UTC (61\u00a0min).", "mails/?state=waiting"},
		{Trouble{Kind: "webhooks_waiting", Since: since, Lasts: 190 * time.Minute}, "A post of a webhook has waited since 2026-03-01 13:02 UTC (3\u00a0h).", "health/#queues"},
		{Trouble{Kind: "orders_needing_operator", Count: 1}, "1 order waits for your decision.", "orders/"},
		{Trouble{Kind: "payments_needing_operator", Count: 2}, "2 card payments need a person.", "payments/?needs=you"},
		{Trouble{Kind: "top_ups_paused", Count: 2}, "2 automatic top-ups are paused since a restore.", "payments/"},
		{Trouble{Kind: "payments_for_tests"}, "The key of the payment provider is one for tests: card payments move no money, and give credit all the same.", "payments/"},
		{Trouble{Kind: "verify_breach", Count: 3}, "The books break their rules: 3 breaches.", "health/#verify"},
		{Trouble{Kind: "dnssec_late", Count: 1}, "The registry of 1 signed name has not had what its zone wants for more than a day.", "nameservers/"},
		{Trouble{Kind: "nameservers_few", Why: "in .se: name 2"}, "There are fewer name servers than a TLD wants:", "nameservers/"},
		{Trouble{Kind: "program_fault", Since: since, Why: "order"}, "A fault in the program ended a piece of work at 2026-03-01 13:02:00 UTC (order).", "health/#server"},
		{Trouble{Kind: "registry_unpaid", About: "sandbox"}, "Our account at sandbox does not cover what waits there. 4 orders wait for it. It has 8.31\u00a0USD, what waits needs 11.69\u00a0USD.", "registries/#registry-sandbox"},
		{Trouble{Kind: "registry_paused", About: "sandbox", Count: 4}, "sandbox is paused. 4 orders wait for it.", "registries/#registry-sandbox"},
		{Trouble{Kind: "registry_down", About: "sandbox", Since: since, Lasts: 12*time.Minute + 20*time.Second}, "sandbox has not answered since 2026-03-01 13:02 UTC (12\u00a0min). 4 orders wait for it.", "registries/#registry-sandbox"},
		{Trouble{Kind: "secondary_behind", About: "ns1", Since: since, Lasts: 9 * time.Second, Early: true}, "The name server ns1 has not answered since 2026-03-01 13:02 UTC (9\u00a0s).", "nameservers/#server-ns1"},
		{Trouble{Kind: "secondary_behind", About: "ns1", Since: since, Lasts: time.Hour, Why: alerts.WhyBehind}, "The name server ns1 has not had the newest zones since 2026-03-01 13:02 UTC (1\u00a0h).", "nameservers/#server-ns1"},
	} {
		line := inWords(&visit.Visit{Language: words.English}, c.trouble, states)
		if line.Says != c.says || line.Page != c.page || line.Early != c.trouble.Early || line.Why != c.trouble.Why && c.trouble.Kind == "job_failing" {
			t.Errorf("%s: %+v, want %q at %s", c.trouble.Kind, line, c.says, c.page)
		}
		swedish := inWords(&visit.Visit{Language: words.Swedish}, c.trouble, states)
		for _, got := range []string{line.Says, line.Do, swedish.Says, swedish.Do} {
			if got == "" || strings.Contains(got, "%!") || strings.Contains(got, "nameyard ") {
				t.Errorf("%s says %q", c.trouble.Kind, got)
			}
		}
	}
	for _, kind := range alerts.Kinds() {
		if at, ok := actsOn[kind]; !ok || at.command == "" {
			t.Errorf("nothing is said of where one acts on %s", kind)
		}
	}
}
