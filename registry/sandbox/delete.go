package sandbox

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Delete starts the TLD's deletion (RFC 5731 §3.2.2): at once in the add grace, else by way of deactivation, redemption
// and pendingDelete, as far as the TLD's rules give them days. A year auto-renewed inside its grace is taken back.
func (r *Registry) Delete(ctx context.Context, d registry.Delete) (registry.Receipt, error) {
	return r.change(ctx, d.Name, request{Op: opDelete, ClTRID: d.ClTRID})
}

func (t *transaction) remove(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	for _, h := range d.Hosts {
		if err := t.used(h.Name); err != nil {
			return registry.Receipt{}, err
		}
	}
	if len(d.Hosts) > 0 {
		return registry.Receipt{}, registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: subordinate host %s exists", d.Hosts[0].Name)
	}
	if t.now.Before(d.AddUntil) {
		refund := t.rules.AddGraceRefund
		t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "delete", Note: refundNote(refund)})
		t.rec.Domain = nil
		return registry.Receipt{Words: "Domain deleted at once inside the add grace period", Refund: refund}, nil
	}
	d.dropAutorenewal(t.now)
	d.DeletedBy = q.ClTRID
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "delete"})
	if d.Phase == phaseDeactivated {
		return registry.Receipt{Words: "Domain is being deleted already", Expires: d.Expires}, nil
	}
	expires := d.Expires
	t.enter(slices.Index(phases, phaseDeactivated))
	return registry.Receipt{Words: "Deletion has begun", Expires: expires}, nil
}

func refundNote(refund bool) string {
	if refund {
		return "refund"
	}
	return ""
}

// Restore brings a name back from redemption, or one that was deactivated (.se) back into the zone. Years are added
// only as far as the name would be past its expiry otherwise; Receipt.Expires tells.
func (r *Registry) Restore(ctx context.Context, n registry.Restore) (registry.Receipt, error) {
	return r.change(ctx, n.Name, request{Op: opRestore, ClTRID: n.ClTRID, FeeLimit: n.FeeLimit})
}

func (t *transaction) restore(q request) (registry.Receipt, error) {
	d, err := t.mine()
	if err != nil {
		return registry.Receipt{}, err
	}
	if d.Phase != phaseRedemption && d.Phase != phaseDeactivated {
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits,
			"Object status prohibits operation: %s is not restorable", t.name)
	}
	fee, err := t.fee(1, q.FeeLimit)
	if err != nil {
		return registry.Receipt{}, err
	}
	years := yearsUntilAfter(d.Expires, t.now)
	d.Expires = reseller.AddYears(d.Expires, years)
	d.revive()
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "restore", Years: years})
	return registry.Receipt{Expires: d.Expires, Fee: fee}, nil
}

// yearsUntilAfter is the least number of years that bring t behind now.
func yearsUntilAfter(t, now time.Time) int {
	years := max(0, now.Year()-t.Year()-1)
	for !reseller.AddYears(t, years).After(now) {
		years++
	}
	return years
}
