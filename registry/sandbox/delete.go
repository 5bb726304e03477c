package sandbox

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Delete starts the TLD's deletion (RFC 5731 §3.2.2): at once in the add grace, else by way of deactivation, redemption
// and pendingDelete, as far as the TLD's rules give them days. What was charged for the name and is in its grace is given back, and its years are taken
// from the name.
func (r *Registry) Delete(ctx context.Context, d registry.Delete) (registry.Receipt, error) {
	return r.change(ctx, d.Name, request{Op: opDelete, ClTRID: d.ClTRID})
}

func (t *transaction) remove(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if d.Undeletable {
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "Object status prohibits operation: %s", registry.StatusClientDeleteProhibited)
	}
	for _, h := range d.Hosts {
		if err := t.used(h.Name); err != nil {
			return registry.Receipt{}, err
		}
	}
	if len(d.Hosts) > 0 {
		return registry.Receipt{}, registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: subordinate host %s exists", d.Hosts[0].Name)
	}
	credits := d.takeBack(t.now, anyCharge)
	d.Charges, d.AutorenewUntil = nil, time.Time{}
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "delete", Note: refundNote(credits), Credits: credits})
	if t.now.Before(d.AddUntil) {
		t.rec.Domain = nil
		return registry.Receipt{Words: "Domain deleted at once inside the add grace period", Credits: credits}, nil
	}
	d.DeletedBy = q.ClTRID
	if d.Phase == phaseDeactivated {
		return registry.Receipt{Words: "Domain is being deleted already", Expires: d.Expires, Credits: credits}, nil
	}
	expires := d.Expires
	t.enter(slices.Index(phases, phaseDeactivated))
	return registry.Receipt{Words: "Deletion has begun", Expires: expires, Credits: credits}, nil
}

func refundNote(credits []registry.Credit) string {
	if len(credits) > 0 {
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
