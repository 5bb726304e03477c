package reseller

import "time"

// AheadDeleted lists what happens to a name that was deleted at an instant, by the TLD's rules, soonest first; what is past is left out.
func (d Domain) AheadDeleted(rules TLD, deleted, now time.Time) []Step {
	if d.State != DomainRedemption && d.State != DomainPendingDelete || deleted.IsZero() {
		return nil
	}
	released := deleted.Add(Days(rules.RestorableDays()))
	steps := []Step{{released.Add(Days(rules.PendingDeleteDays)), StepFree}}
	if d.State == DomainRedemption && rules.PendingDeleteDays > 0 {
		steps = []Step{{released, StepReleased}, steps[0]}
	}
	for len(steps) > 0 && steps[0].At.Before(now) {
		steps = steps[1:]
	}
	return steps
}
