package sandbox

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// ends is when a name ends if nobody renews it, under TLDs that deactivate names (.se, .nu).
func (d *domain) ends(rules reseller.TLD) registry.Ends {
	if rules.DeactivatedDays == 0 {
		return registry.Ends{}
	}
	e := registry.Ends{AtExpiry: d.EndsWithTerm}
	switch d.Phase {
	case phaseActive:
		if e.Deactivated = d.Expires; !d.EndsWithTerm {
			e.Deactivated = d.Expires.Add(reseller.Days(rules.ExpiredDays))
		}
	case phaseExpired:
		e.Deactivated = d.PhaseEnds
	case phaseDeactivated:
		e.Deactivated = d.PhaseEnds.Add(-reseller.Days(rules.DeactivatedDays))
	default:
		e.Released = d.PhaseEnds
		return e
	}
	e.Deleted = e.Deactivated.Add(reseller.Days(rules.DeactivatedDays))
	e.Released = e.Deleted.Add(reseller.Days(rules.PendingDeleteDays))
	return e
}

// EndWithTerm has a name deactivated at its expiry, without the days of grace, or takes that back (clientDelete atExpDate of .se and .nu).
func (r *Registry) EndWithTerm(ctx context.Context, clTRID string, name reseller.Name, on bool) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opEndWithTerm, ClTRID: clTRID, Held: on})
}

func (t *transaction) endWithTerm(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	switch {
	case err != nil:
		return registry.Receipt{}, err
	case t.rules.DeactivatedDays == 0:
		return registry.Receipt{}, t.notOffered("deactivation at the end of the term")
	case d.Phase != phaseActive:
		return registry.Receipt{}, prohibits(registry.Status(d.Phase))
	}
	d.EndsWithTerm = q.Held
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "end_with_term", Note: onOff(q.Held)})
	return registry.Receipt{}, nil
}
