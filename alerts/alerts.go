// Package alerts says what needs a person: one table of what is wrong, when it counts as wrong, and where it is explained.
// The same names stand in packaging/prometheus/nameyard.rules.yml and docs/alerts.md.
package alerts

import (
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

// Alert is something that needs a person. Beside its words, which are those of mails and of the log, it has what it is made of, for who says it in other ones.
type Alert struct {
	Name  string // "backup_old"; with "/" and what it is about where there are several: "job_failing/mail"
	Words string

	About string    // the job, connector or name server that it is about; "" = the whole
	Since time.Time // wall time; zero = not known, or it does not matter
	Count int64     // of what there is, where it is counted: orders, payments, names, bytes that are free
	Why   string    // what was written down of it: the reason of a failure
	Early bool      // it is so, and not for long enough yet to call for somebody
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
	behindShown   = time.Minute // from when on it is early: each change takes a moment
)

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
	return slices.DeleteFunc(Look(f), func(a Alert) bool { return a.Early })
}

// Look gives what needs a person, and what will if it goes on: for who looks by himself.
func Look(f Facts) []Alert {
	var all []Alert
	for _, row := range table {
		for _, a := range row.find(f) {
			a.Name = row.kind
			if a.About != "" {
				a.Name += "/" + a.About
			}
			all = append(all, a)
		}
	}
	return all
}
