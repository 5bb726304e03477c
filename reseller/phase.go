package reseller

import "time"

// Phase is where a name is in its life: finer than its state, by the TLD's rules and the time.
type Phase string

// The phases. In the first three a name can be renewed.
const (
	PhaseActive        Phase = "active"
	PhaseGrace         Phase = "grace"       // past the paid-through date, still in the zone
	PhaseDeactivated   Phase = "deactivated" // .se/.nu: past the date and out of the zone
	PhaseRedemption    Phase = "redemption"  // deleted; can be restored at a price
	PhasePendingDelete Phase = "pending_delete"
	PhasePending       Phase = "pending" // not confirmed by the registry yet
	PhaseGone          Phase = "gone"
)

// Served reports whether the registry delegates a name in the phase, so that its zone has an effect.
func (p Phase) Served() bool { return p == PhaseActive || p == PhaseGrace }

// Delegated reports whether the registry delegates a name in a phase: no hold of its own or of the operator's keeps it out of the DNS.
func (d Domain) Delegated(in Phase) bool { return in.Served() && !d.Holds.Stand() }

// unpaidMargin is how long before the registry's grace ends a name that nobody paid for is deleted: after that the year that
// the registry has added by itself is the operator's to pay.
const unpaidMargin = 5 * 24 * time.Hour

// KeptUnpaid is how long after its paid-through date a name stays that its registry has renewed by itself and that nobody
// has paid for, from how many days the registry's year can be given back: all but the last five, and at least half of them.
func KeptUnpaid(graceDays int) time.Duration {
	grace := Days(graceDays)
	return grace - min(unpaidMargin, grace/2)
}

// Phase tells where a name is, and when that ends if nobody does anything; the end is zero where only the registry knows.
func (d Domain) Phase(rules TLD, now time.Time) (Phase, time.Time) {
	switch d.State {
	case DomainPendingRegister, DomainPendingTransfer:
		return PhasePending, time.Time{}
	case DomainRedemption:
		return PhaseRedemption, time.Time{}
	case DomainPendingDelete:
		return PhasePendingDelete, time.Time{}
	case DomainActive:
		return d.age(rules, now)
	}
	return PhaseGone, time.Time{}
}

// age is the phase of a name that was not deleted, from how long it is past what was paid for.
func (d Domain) age(rules TLD, now time.Time) (Phase, time.Time) {
	if !d.Expired(now) {
		return PhaseActive, d.PaidThrough
	}
	if rules.RegistryAutorenews {
		return PhaseGrace, d.PaidThrough.Add(rules.Grace())
	}
	end := d.PaidThrough.Add(Days(rules.ExpiredDays))
	if now.Before(end) {
		return PhaseGrace, end
	}
	if end = end.Add(Days(rules.DeactivatedDays)); now.Before(end) {
		return PhaseDeactivated, end
	}
	return PhasePendingDelete, end.Add(Days(rules.PendingDeleteDays))
}
