// Package alerts says what needs a person: one table of what is wrong, when it counts as wrong, and where it is explained.
// The same names stand in packaging/prometheus/nameyard.rules.yml and docs/alerts.md.
package alerts

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Facts are what alerts are made of. Times are wall time.
type Facts struct {
	Now time.Time

	FailingJobs map[string]string // jobs whose last run failed, and why

	BackupsEvery time.Duration // 0 = no backups are made
	NewestBackup time.Time     // zero = there is none
	Started      time.Time     // of this process

	DiskKnown bool
	DiskFree  uint64 // bytes

	MailsSince time.Time // since when the first mail waits; zero = none does
	PostsSince time.Time // the same of webhooks

	Needing  int   // orders that wait for a decision of the operator
	Breaches int64 // of the last verify

	DNSSECLate int64 // names whose registry has not had what their signed zones want for more than a day

	PaymentsNeeding  int64 // card payments of which something is left for a person to do
	TopUpsPaused     int   // automatic top-ups that a restore has paused, and nobody has switched on or off since
	PaymentsForTests bool  // a server that is no sandbox takes card payments that move no money

	TooFewNameservers string // which TLDs want more of them than the house has, in words; "" = none

	RegistriesUnpaid map[string]Funds // connectors that take orders only once we have paid in there
	RegistriesPaused map[string]int64 // connectors that are paused, and how many orders for them have not ended; without those that have none

	RegistriesDown map[string]time.Duration // connectors that do not answer, and since when

	SecondariesSilent map[string]time.Duration // name servers that do not answer, and for how long
	SecondariesBehind map[string]time.Duration // those that do, and for how long they have not had the newest of a zone

	FaultAt time.Time // the last fault in the program that ended a piece of work; zero = there was none
	FaultIn string    // the kind of work
}

// Funds are our money at a registry, in words; empty where it is not known.
type Funds struct {
	Has   string
	Needs string // what waits there, at most
}

// Alert is something that needs a person.
type Alert struct {
	Name  string // "backup_old"; with "/" and what it is about where there are several: "job_failing/mail"
	Words string
}

// Page is where alerts are explained, each below its kind.
const Page = "docs/alerts.md"

// Kind is the name without what it is about: the anchor on the page that explains it.
func (a Alert) Kind() string {
	kind, _, _ := strings.Cut(a.Name, "/")
	return kind
}

// When facts count as wrong.
const (
	backupsLate   = 2 * time.Hour         // beyond the period of backups
	queueLate     = time.Hour             // that the first in a queue waits
	diskLow       = uint64(1_000_000_000) // bytes
	registryAway  = 10 * time.Minute
	faultShown    = 24 * time.Hour // since the last one
	secondaryLate = 15 * time.Minute
)

// table is all that is watched.
var table = []struct {
	kind string
	find func(Facts) []string // of each thing that is wrong what it is ("" for the only one) and words, by turns
}{
	{"job_failing", func(f Facts) (wrong []string) {
		for _, job := range sorted(f.FailingJobs) {
			wrong = append(wrong, job, fmt.Sprintf("the job %s failed at its last run: %s", job, f.FailingJobs[job]))
		}
		return wrong
	}},
	{"backup_old", func(f Facts) []string {
		since := f.NewestBackup
		if since.IsZero() {
			since = f.Started
		}
		late := f.BackupsEvery + backupsLate
		if f.BackupsEvery == 0 || f.Now.Sub(since) < late {
			return nil
		}
		return []string{"", fmt.Sprintf("there is no backup newer than %s, and one is due each %s", since.UTC().Format(time.RFC3339), f.BackupsEvery)}
	}},
	{"disk_low", func(f Facts) []string {
		if !f.DiskKnown || f.DiskFree >= diskLow {
			return nil
		}
		return []string{"", fmt.Sprintf("the disk of the database has %d MB left", f.DiskFree/1_000_000)}
	}},
	{"mail_waiting", func(f Facts) []string { return queue("mail", f.Now, f.MailsSince) }},
	{"webhooks_waiting", func(f Facts) []string { return queue("post of a webhook", f.Now, f.PostsSince) }},
	{"orders_needing_operator", func(f Facts) []string {
		switch f.Needing {
		case 0:
			return nil
		case 1:
			return []string{"", "1 order is not ended by the server itself: nameyard order list --needs-you"}
		}
		return []string{"", fmt.Sprintf("%d orders are not ended by the server itself: nameyard order list --needs-you", f.Needing)}
	}},
	{"payments_needing_operator", func(f Facts) []string {
		switch f.PaymentsNeeding {
		case 0:
			return nil
		case 1:
			return []string{"", "1 card payment needs a person: nameyard payment list --needs-you"}
		}
		return []string{"", fmt.Sprintf("%d card payments need a person: nameyard payment list --needs-you", f.PaymentsNeeding)}
	}},
	{"top_ups_paused", func(f Facts) []string {
		switch f.TopUpsPaused {
		case 0:
			return nil
		case 1:
			return []string{"", "1 automatic top-up is paused since a restore until somebody of its account switches it on: nameyard payment top-ups --paused"}
		}
		return []string{"", fmt.Sprintf("%d automatic top-ups are paused since a restore until somebody of their accounts switches them on: nameyard payment top-ups --paused", f.TopUpsPaused)}
	}},
	{"payments_for_tests", func(f Facts) []string {
		if !f.PaymentsForTests {
			return nil
		}
		return []string{"", "the key of the payment provider is one for tests: card payments move no money, and give credit all the same"}
	}},
	{"verify_breach", func(f Facts) []string {
		if f.Breaches == 0 {
			return nil
		}
		return []string{"", fmt.Sprintf("the books break their rules %d times: nameyard verify", f.Breaches)}
	}},
	{"dnssec_late", func(f Facts) []string {
		if f.DNSSECLate == 0 {
			return nil
		}
		return []string{"", fmt.Sprintf("the registries of %d signed names have not had what their zones want for more than a day; the log names them", f.DNSSECLate)}
	}},
	{"nameservers_few", func(f Facts) []string {
		if f.TooFewNameservers == "" {
			return nil
		}
		return []string{"", f.TooFewNameservers}
	}},
	{"program_fault", func(f Facts) []string {
		if f.FaultAt.IsZero() || f.Now.Sub(f.FaultAt) >= faultShown {
			return nil
		}
		return []string{"", fmt.Sprintf("a fault in the program ended a piece of work (%s) at %s; the log has where: please report it", f.FaultIn, f.FaultAt.UTC().Format(time.RFC3339))}
	}},
	{"registry_unpaid", func(f Facts) (wrong []string) {
		for _, name := range sorted(f.RegistriesUnpaid) {
			words := fmt.Sprintf("pay in at %s: our account there does not cover what waits", name)
			if at := f.RegistriesUnpaid[name]; at.Has != "" && at.Needs != "" {
				words = fmt.Sprintf("pay in at %s: it has %s, what waits there needs %s", name, at.Has, at.Needs)
			}
			wrong = append(wrong, name, words)
		}
		return wrong
	}},
	{"registry_paused", func(f Facts) (wrong []string) {
		for _, name := range sorted(f.RegistriesPaused) {
			wrong = append(wrong, name, fmt.Sprintf("the registry %s is paused; unfinished orders for it: %d", name, f.RegistriesPaused[name]))
		}
		return wrong
	}},
	{"registry_down", func(f Facts) (wrong []string) {
		for _, name := range sorted(f.RegistriesDown) {
			if away := f.RegistriesDown[name]; away >= registryAway {
				wrong = append(wrong, name, fmt.Sprintf("the registry %s has not answered for %s", name, away.Round(time.Minute)))
			}
		}
		return wrong
	}},
	{"secondary_behind", func(f Facts) (wrong []string) {
		for _, name := range sorted(f.SecondariesSilent) {
			if away := f.SecondariesSilent[name]; away >= secondaryLate {
				wrong = append(wrong, name, fmt.Sprintf("the name server %s has not answered for %s", name, away.Round(time.Minute)))
			}
		}
		for _, name := range sorted(f.SecondariesBehind) {
			if late := f.SecondariesBehind[name]; late >= secondaryLate {
				wrong = append(wrong, name, fmt.Sprintf("the name server %s has not had the newest zones for %s", name, late.Round(time.Minute)))
			}
		}
		return wrong
	}},
}

func queue(what string, now, since time.Time) []string {
	if since.IsZero() || now.Sub(since) < queueLate {
		return nil
	}
	return []string{"", fmt.Sprintf("a %s has waited since %s", what, since.UTC().Format(time.RFC3339))}
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Kinds lists what is watched.
func Kinds() []string {
	var kinds []string
	for _, row := range table {
		kinds = append(kinds, row.kind)
	}
	return kinds
}

// Check gives what needs a person.
func Check(f Facts) []Alert {
	var all []Alert
	for _, row := range table {
		wrong := row.find(f)
		for i := 0; i+1 < len(wrong); i += 2 {
			name := row.kind
			if wrong[i] != "" {
				name += "/" + wrong[i]
			}
			all = append(all, Alert{name, wrong[i+1]})
		}
	}
	return all
}
