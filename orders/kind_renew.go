package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// registryYears is how many years the registry must still add. A registry that renews by itself at the expiry instant has
// added one already when the name is past its paid-through date: a one-year renewal then keeps that year.
func registryYears(o order) int {
	years := o.Desired.Years
	for have := o.PaidFrom; years > 0; years-- {
		have = reseller.AddYears(have, 1)
		if reseller.PastExpiry(have, o.FrozenExpiry) {
			break
		}
	}
	return years
}

func sendRenew(ctx context.Context, a attempt) (registry.Receipt, error) {
	years := registryYears(a.order)
	if years == 0 {
		return keepRegistryYear(ctx, a)
	}
	if a.rules.RenewsByItselfOnly() {
		return awaitRegistryYear(ctx, a)
	}
	return sendFrozen(ctx, a, years)
}

// keepRegistryYear sends nothing: the registry has added the year by itself. It must still show it, for us, and not be about
// to take it back with a transfer.
func keepRegistryYear(ctx context.Context, a attempt) (registry.Receipt, error) {
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "the name is not registered any more")
	case err != nil:
		return registry.Receipt{}, errors.Join(registry.ErrUnreachable, err) // nothing was sent that could have an effect
	case !shown.Ours || !reseller.SameExpiry(shown.Expires, a.FrozenExpiry):
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "the registry does not show the renewed name as ours any more")
	case shown.Has(registry.StatusPendingTransfer):
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "the name is being transferred to another registrar")
	}
	return registry.Receipt{Code: registry.CodeDone, Words: "the registry's own renewal is kept", Expires: a.FrozenExpiry}, nil
}

// findRenew compares the registry's expiry with the frozen one. Where the registry may have added the year by itself
// meanwhile, the date alone proves nothing: its own evidence, the transaction id of the last change, must name us. It may still decide
// about one that it has accepted.
func findRenew(shown *registry.Registration, o order, now time.Time) finding {
	years := registryYears(o)
	if years > 0 && o.rules.RenewsByItselfOnly() {
		return findRegistryYear(shown, o)
	}
	reached := reseller.SameExpiry(shown.Expires, reseller.AddYears(o.FrozenExpiry, years))
	spans := o.rules.RegistryAutorenews && !now.Before(o.FrozenExpiry)
	ours := reseller.ClTRIDBaseOf(shown.LastTrID) == o.ClTRIDBase
	switch {
	case years == 0 && reached || ours && shown.Expires.After(o.FrozenExpiry) || reached && !spans:
		return finding{verdict: took}
	case reseller.SameExpiry(shown.Expires, o.FrozenExpiry):
		return finding{verdict: absent}
	case spans && o.State != reseller.OrderPending && shown.Has(registry.StatusAutoRenewPeriod) && reseller.SameExpiry(shown.Expires, reseller.AddYears(o.FrozenExpiry, 1)):
		return finding{verdict: failed, code: reseller.CodeExpiryMismatch, reason: "the registry renewed the name by itself first; nothing was charged: renew again to keep that year"}
	}
	says := "the registry shows expiry %s, which is neither %s nor %d years later"
	if reached {
		says = "the registry shows expiry %[1]s, which proves nothing about %[3]d years from %[2]s"
	}
	return finding{verdict: unclear, reason: fmt.Sprintf(says, shown.Expires.Format(time.DateOnly), o.FrozenExpiry.Format(time.DateOnly), years)}
}

// applyRenew never takes a year away: another renewal may have been counted since this one was ordered.
func applyRenew(d *reseller.Domain, o order, e effect, _ time.Time) {
	d.PaidThrough = paidThrough(*d, reseller.AddYears(o.PaidFrom, o.Desired.Years))
	d.RegistryExpiry = e.receipt.Expires
	if d.RegistryExpiry.IsZero() {
		d.RegistryExpiry = reseller.AddYears(o.FrozenExpiry, registryYears(o))
	}
}
