package alerts_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/alerts"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// well are facts of which nothing needs a person, however close to that they are.
func well() alerts.Facts {
	return alerts.Facts{
		Now: now, Started: now.Add(-1000 * time.Hour), BackupsEvery: 24 * time.Hour, NewestBackup: now.Add(-26*time.Hour + time.Second),
		DiskKnown: true, DiskFree: 1_000_000_000, MailsSince: now.Add(-time.Hour + time.Second), PostsSince: now.Add(-time.Hour + time.Second),
		FaultAt: now.Add(-24 * time.Hour), FaultIn: "order",
		RegistriesDown: map[string]time.Duration{"epp": 9 * time.Minute},
	}
}

func TestEachThingThatIsWrongIsToldAndNothingElse(t *testing.T) {
	t.Parallel()
	if got := alerts.Check(well()); len(got) != 0 {
		t.Errorf("of what is well: %+v", got)
	}
	seen := map[string]bool{}
	for _, c := range []struct {
		name, words string
		wrong       func(*alerts.Facts)
	}{
		{"job_failing/mail", "the job mail failed at its last run: no route to host", func(f *alerts.Facts) { f.FailingJobs = map[string]string{"mail": "no route to host"} }},
		{"backup_old", "2026-02-28T10:00:00Z", func(f *alerts.Facts) { f.NewestBackup = now.Add(-26 * time.Hour) }},
		{"backup_old", "each 24h", func(f *alerts.Facts) { f.NewestBackup = time.Time{} }},
		{"disk_low", "999 MB", func(f *alerts.Facts) { f.DiskFree = 999_999_999 }},
		{"mail_waiting", "2026-03-01T11:00:00Z", func(f *alerts.Facts) { f.MailsSince = now.Add(-time.Hour) }},
		{"webhooks_waiting", "webhook", func(f *alerts.Facts) { f.PostsSince = now.Add(-time.Hour) }},
		{"orders_needing_operator", "1 order is", func(f *alerts.Facts) { f.Needing = 1 }},
		{"orders_needing_operator", "2 orders", func(f *alerts.Facts) { f.Needing = 2 }},
		{"payments_needing_operator", "1 card payment needs", func(f *alerts.Facts) { f.PaymentsNeeding = 1 }},
		{"payments_needing_operator", "2 card payments", func(f *alerts.Facts) { f.PaymentsNeeding = 2 }},
		{"top_ups_paused", "1 automatic top-up is paused", func(f *alerts.Facts) { f.TopUpsPaused = 1 }},
		{"top_ups_paused", "2 automatic top-ups are paused", func(f *alerts.Facts) { f.TopUpsPaused = 2 }},
		{"payments_for_tests", "move no money", func(f *alerts.Facts) { f.PaymentsForTests = true }},
		{"verify_breach", "3 times", func(f *alerts.Facts) { f.Breaches = 3 }},
		{"dnssec_late", "of 2 signed names", func(f *alerts.Facts) { f.DNSSECLate = 2 }},
		{"nameservers_few", "name 2", func(f *alerts.Facts) { f.TooFewNameservers = "in .se: name 2" }},
		{"program_fault", "(order) at 2026-02-28T12:00:01Z", func(f *alerts.Facts) { f.FaultAt, f.FaultIn = now.Add(-24*time.Hour+time.Second), "order" }},
		{"registry_unpaid/epp", "pay in at epp: it has 8.31 USD, what waits there needs 11.69 USD", func(f *alerts.Facts) {
			f.RegistriesUnpaid = map[string]alerts.Funds{"epp": {Has: "8.31 USD", Needs: "11.69 USD"}}
		}},
		{"registry_unpaid/epp", "pay in at epp: our account there", func(f *alerts.Facts) { f.RegistriesUnpaid = map[string]alerts.Funds{"epp": {Has: "8.31 USD"}} }},
		{"registry_paused/epp", "orders for it: 2", func(f *alerts.Facts) { f.RegistriesPaused = map[string]int64{"epp": 2} }},
		{"registry_down/epp", "10m", func(f *alerts.Facts) { f.RegistriesDown["epp"] = 10 * time.Minute }},
		{"secondary_behind/ns1", "answered for 15m", func(f *alerts.Facts) { f.SecondariesSilent = map[string]time.Duration{"ns1": 15 * time.Minute} }},
		{"secondary_behind/ns2", "newest zones for 1h", func(f *alerts.Facts) {
			f.SecondariesBehind = map[string]time.Duration{"ns1": 14 * time.Minute, "ns2": time.Hour}
		}},
	} {
		f := well()
		c.wrong(&f)
		got := alerts.Check(f)
		if len(got) != 1 || got[0].Name != c.name || !strings.Contains(got[0].Words, c.words) {
			t.Errorf("%s with %q: %+v", c.name, c.words, got)
			continue
		}
		seen[got[0].Kind()] = true
		if got[0].Todo() == "" {
			t.Errorf("%s does not say what to do", c.name)
		}
	}
	for _, kind := range alerts.Kinds() {
		if !seen[kind] {
			t.Errorf("no case raises %s", kind)
		}
	}
}

// Who looks by himself is told of what does not answer at once; nobody is called for it yet. That a change takes a moment is no news.
func TestWhatIsSilentIsEarlyFirst(t *testing.T) {
	t.Parallel()
	f := well()
	f.RegistriesDown = map[string]time.Duration{"epp": time.Second}
	f.SecondariesSilent = map[string]time.Duration{"ns1": time.Second, "ns2": 0}
	f.SecondariesBehind = map[string]time.Duration{"ns3": time.Minute - time.Second, "ns4": time.Minute}
	var names []string
	for _, a := range alerts.Look(f) {
		if names = append(names, a.Name); !a.Early || !a.Since.Before(now) {
			t.Errorf("%+v", a)
		}
	}
	if got := strings.Join(names, " "); got != "registry_down/epp secondary_behind/ns1 secondary_behind/ns4" {
		t.Errorf("looking shows %s", got)
	}
	if got := alerts.Check(f); len(got) != 0 {
		t.Errorf("somebody is called for %+v", got)
	}
}

// TestEachAlertHasItsSectionAndEachRuleItsRunbook: the page, the rules for Prometheus and the table speak of the same things.
func TestEachAlertHasItsSectionAndEachRuleItsRunbook(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/alerts.md")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := os.ReadFile("../packaging/prometheus/nameyard.rules.yml")
	if err != nil {
		t.Fatal(err)
	}
	sections := regexp.MustCompile(`(?m)^## ([a-z_]+)$`).FindAllStringSubmatch(string(page), -1)
	var names []string
	for _, s := range sections {
		names = append(names, s[1])
	}
	for _, kind := range alerts.Kinds() {
		if !slices.Contains(names, kind) {
			t.Errorf("docs/alerts.md has no section %q", kind)
		}
	}
	runbooks := regexp.MustCompile(`runbook: docs/alerts\.md#([a-z_]+)`).FindAllStringSubmatch(string(rules), -1)
	if len(runbooks) < len(alerts.Kinds()) || strings.Count(string(rules), "- alert:") != len(runbooks) {
		t.Errorf("%d runbooks for %d rules", len(runbooks), strings.Count(string(rules), "- alert:"))
	}
	for _, r := range runbooks {
		if !slices.Contains(names, r[1]) {
			t.Errorf("a rule points to %q, which docs/alerts.md does not have", r[1])
		}
	}
}
