package orders

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func sendDelete(ctx context.Context, a attempt) (registry.Receipt, error) {
	return a.conn.Delete(ctx, registry.Delete{ClTRID: a.ClTRID(), Name: a.Name})
}

// findDelete: gone, or on its way out.
func findDelete(shown *registry.Registration, _ order, _ time.Time) finding {
	if shown != nil && !shown.Ours {
		return withAnotherRegistrar
	}
	return tookIf(shown == nil || leaving(shown))
}

// leaving reports whether a name has been deleted and may still be restored or is about to be purged.
func leaving(shown *registry.Registration) bool {
	return shown.Has(registry.StatusRedemption) || shown.Has(registry.StatusPendingDelete) || shown.Has(registry.StatusDeactivated)
}

func applyDelete(d *reseller.Domain, o order, e effect, now time.Time) {
	if o.rules.RestorableDays() > 0 && e.shown != nil {
		d.RegistryExpiry = e.shown.Expires // years in their grace are taken back, paid for or not
		if d.PaidThrough.After(d.RegistryExpiry) {
			d.PaidThrough = d.RegistryExpiry
		}
		d.State, d.Reason = reseller.DomainRedemption, "deleted; can be restored for a time"
		return
	}
	d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, "deleted", now
}

func sendRestore(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "restoring a name", func(c registry.Restorer) (registry.Receipt, error) {
		return c.Restore(ctx, registry.Restore{ClTRID: a.ClTRID(), Name: a.Name, FeeLimit: a.feeLimit, DeletedAt: a.deletedAt})
	})
}

// findRestore: no longer leaving, and the registry waits for no report.
func findRestore(shown *registry.Registration, o order, _ time.Time) finding {
	away := leaving(shown) || shown.Has(registry.StatusPendingRestore)
	if !away && shown.LastTrID != "" && reseller.ClTRIDBaseOf(shown.LastTrID) != o.ClTRIDBase {
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name had been restored already"}
	}
	return tookIf(!away)
}

// applyRestore brings the name back with the expiry that the registry shows; the restore price covers that year.
func applyRestore(d *reseller.Domain, _ order, e effect, _ time.Time) {
	d.State, d.Reason = reseller.DomainActive, ""
	if !e.receipt.Expires.IsZero() {
		d.RegistryExpiry, d.PaidThrough = e.receipt.Expires, e.receipt.Expires
	}
}

func sendRelease(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "releasing a name by tag", func(c registry.Releaser) (registry.Receipt, error) {
		return c.Release(ctx, a.ClTRID(), a.Name, a.Desired.Tag)
	})
}

// findRelease: with another registrar now. It also says that an approved outgoing transfer is over.
func findRelease(shown *registry.Registration, _ order, _ time.Time) finding {
	if shown == nil {
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is not registered"}
	}
	return tookIf(!shown.Ours)
}

func applyRelease(d *reseller.Domain, o order, _ effect, now time.Time) {
	d.State, d.Reason, d.ClosedAt = reseller.DomainReleased, "released to tag "+o.Desired.Tag, now
}
