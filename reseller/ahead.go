package reseller

import "time"

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
	StepReleased   StepKind = "released"    // it can not be had back any more
	StepFree       StepKind = "free"        // anybody can register it
)

// Ahead lists what happens to a name that the account holds, by the TLD's rules, soonest first; what is past is left out. A name that is
// renewed automatically has its other steps, too: they come if its renewal can not be paid.
func (d Domain) Ahead(rules TLD, now time.Time) []Step {
	if d.State != DomainActive || d.PaidThrough.IsZero() {
		return nil
	}
	first := Step{d.PaidThrough, StepExpires}
	if d.AutoRenew {
		first.Kind = StepRenews
	}
	all := []Step{first}
	deleted := d.PaidThrough.Add(rules.Grace())
	if !rules.RegistryAutorenews {
		out := d.PaidThrough.Add(Days(rules.ExpiredDays))
		deleted = out.Add(Days(rules.DeactivatedDays))
		if rules.DeactivatedDays > 0 {
			all = append(all, Step{out, StepLeavesZone})
		}
	}
	released := deleted.Add(Days(rules.RedemptionDays))
	all = append(all, Step{deleted, StepDeleted})
	if rules.RedemptionDays > 0 && rules.PendingDeleteDays > 0 {
		all = append(all, Step{released, StepReleased})
	}
	all = append(all, Step{released.Add(Days(rules.PendingDeleteDays)), StepFree})
	for len(all) > 0 && all[0].At.Before(now) {
		all = all[1:]
	}
	return all
}
