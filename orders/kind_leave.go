package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendDelete(ctx context.Context, j job) (registry.Receipt, error) {
	return j.conn.Delete(ctx, registry.Delete{ClTRID: j.ClTRID(), Name: j.Name})
}

// findDelete: gone, or on its way out. Where a deletion normally runs its course for days, a name that vanished at once
// was purged in the add grace, with a refund where the rules give one (RFC 3915 §3.1).
func findDelete(shown *registry.Registration, j job, now time.Time) finding {
	switch {
	case shown == nil:
		course := reseller.Days(j.rules.RedemptionDays + j.rules.PendingDeleteDays)
		return finding{verdict: took, refund: now.Before(j.SentAt.Add(course))}
	case !shown.Ours:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is with another registrar"}
	}
	return tookIf(leaving(shown))
}

// leaving reports whether a name has been deleted and may still be restored or is about to be purged.
func leaving(shown *registry.Registration) bool {
	return shown.Has(registry.StatusRedemption) || shown.Has(registry.StatusPendingDelete) || shown.Has(registry.StatusDeactivated)
}

func applyDelete(d *reseller.Domain, j job, e effect, now time.Time) {
	if restorable := j.rules.RedemptionDays+j.rules.DeactivatedDays > 0; restorable && e.shown != nil {
		d.RegistryExpiry = e.shown.Expires // a year that the registry had added by itself is taken back
		d.State, d.Reason = reseller.DomainRedemption, "deleted; can be restored for a time"
		return
	}
	d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, "deleted", now
}

func sendRestore(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.Restorer](j, "restoring a name")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.Restore(ctx, registry.Restore{ClTRID: j.ClTRID(), Name: j.Name, FeeLimit: j.feeLimit()})
}

func findRestore(shown *registry.Registration, j job, _ time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	if !leaving(shown) && shown.LastTrID != "" && reseller.ClTRIDBaseOf(shown.LastTrID) != j.ClTRIDBase {
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name had been restored already"}
	}
	return tookIf(!leaving(shown))
}

// applyRestore brings the name back with the expiry that the registry shows; the restore price covers that year.
func applyRestore(d *reseller.Domain, _ job, e effect, _ time.Time) {
	d.State, d.Reason = reseller.DomainActive, ""
	if !e.receipt.Expires.IsZero() {
		d.RegistryExpiry, d.PaidThrough = e.receipt.Expires, e.receipt.Expires
	}
}

func sendRelease(ctx context.Context, j job) (registry.Receipt, error) {
	c, err := capability[registry.Releaser](j, "releasing a name by tag")
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.Release(ctx, j.ClTRID(), j.Name, j.Desired.Tag)
}

// findRelease: with another registrar now. It also tells whether an approved outgoing transfer is over.
func findRelease(shown *registry.Registration, _ job, _ time.Time) finding {
	if shown == nil {
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is not registered"}
	}
	return tookIf(!shown.Ours)
}

func applyRelease(d *reseller.Domain, j job, _ effect, now time.Time) {
	d.State, d.Reason, d.ClosedAt = reseller.DomainReleased, "released to tag "+j.Desired.Tag, now
}
