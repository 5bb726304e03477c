package reseller

import (
	"slices"
	"time"
)

// Step is something that happens to a name by itself if nobody does anything.
type Step struct {
	At   time.Time
	Kind StepKind
}

// StepKind says what happens.
type StepKind string

// The kinds of steps, in the order in which they come.
const (
	StepRenews     StepKind = "renews"      // paid from credit
	StepExpires    StepKind = "expires"     // what was paid for ends
	StepLeavesZone StepKind = "leaves_zone" // it stops answering
	StepDeleted    StepKind = "deleted"     // it can only be restored
	StepReleased   StepKind = "released"    // it can neither be renewed nor restored any more
	StepFree       StepKind = "free"        // anybody can register it
)

// Ahead lists what happens to a name that the account holds, by the TLD's rules, soonest first; what is past is left out. Charged is when its
// renewal is paid from credit, zero if it does not renew itself; the other steps come if that can not be paid.
func (d Domain) Ahead(rules TLD, charged, now time.Time) []Step {
	if d.State != DomainActive || d.PaidThrough.IsZero() {
		return nil
	}
	all := []Step{{d.PaidThrough, StepExpires}}
	deleted := d.PaidThrough.Add(rules.Grace())
	if !rules.RegistryAutorenews {
		out := d.PaidThrough.Add(Days(rules.ExpiredDays))
		deleted = out.Add(Days(rules.DeactivatedDays))
		if rules.DeactivatedDays > 0 {
			all = append(all, Step{out, StepLeavesZone})
		}
	}
	released := deleted.Add(Days(rules.RedemptionDays))
	if rules.RedemptionDays > 0 {
		all = append(all, Step{deleted, StepDeleted})
	}
	if rules.PendingDeleteDays > 0 {
		all = append(all, Step{released, StepReleased})
	}
	all = append(all, Step{released.Add(Days(rules.PendingDeleteDays)), StepFree})
	if !charged.IsZero() {
		all = append(all, Step{charged, StepRenews})
	}
	slices.SortStableFunc(all, func(a, b Step) int { return a.At.Compare(b.At) })
	return slices.DeleteFunc(all, func(s Step) bool { return s.At.Before(now) })
}
