package sandbox

import (
	"context"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// Renew adds years if CurrentExpiry falls on the UTC date of the registry's expiry (RFC 5731 §3.2.3). A name that has
// expired or was deactivated comes back by it. A renewal inside the autorenew grace adds to the auto-renewed year.
func (r *Registry) Renew(ctx context.Context, n registry.Renew) (registry.Receipt, error) {
	return r.change(ctx, n.Name, request{
		Op: opRenew, ClTRID: n.ClTRID, Years: n.Years, Expiry: n.CurrentExpiry.UTC(), FeeLimit: n.FeeLimit,
	})
}

func (t *transaction) renew(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if t.rules.RenewsByItselfOnly() {
		return registry.Receipt{}, registry.Refuse(registry.CodeUnimplemented, "Unimplemented option: .%s is renewed by the registry alone", t.name.TLD())
	}
	if d.unverified() {
		return registry.Receipt{}, prohibits(registry.StatusServerRenewProhibited)
	}
	if !reseller.SameDay(q.Expiry, d.Expires) {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy,
			"Parameter value policy error: the current expiry date is not %s", q.Expiry.Format("2006-01-02"))
	}
	expires := reseller.AddYears(d.Expires, q.Years)
	if !slices.Contains(t.rules.RenewYears, q.Years) || expires.After(t.farthest()) {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterRange,
			"Parameter value range error: %d years more are not possible", q.Years)
	}
	fee, err := t.fee(q.Years, q.FeeLimit)
	if err != nil {
		return registry.Receipt{}, err
	}
	d.RenewUntil = t.now.Add(reseller.Days(t.rules.RenewGraceDays))
	d.charge(t.now, charge{Credit: registry.Credit{ClTRID: q.ClTRID, Command: "renew", Years: q.Years}, Until: d.RenewUntil, From: d.Expires})
	d.Expires = expires
	d.revive()
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "renew", Years: q.Years})
	return registry.Receipt{Expires: d.Expires, Fee: fee}, nil
}
