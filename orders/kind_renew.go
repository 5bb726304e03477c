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
func registryYears(j job) int {
	years := j.Desired.Years
	for have := j.PaidFrom; years > 0; years-- {
		have = reseller.AddYears(have, 1)
		if have.After(j.FrozenExpiry) {
			break
		}
	}
	return years
}

func sendRenew(ctx context.Context, j job) (registry.Receipt, error) {
	years := registryYears(j)
	if years == 0 {
		return keepRegistryYear(ctx, j)
	}
	return sendFrozen(ctx, j, years)
}

// keepRegistryYear sends nothing: the registry has added the year by itself. It must still show it, for us, and not be about
// to take it back with a transfer.
func keepRegistryYear(ctx context.Context, j job) (registry.Receipt, error) {
	shown, err := j.conn.Info(ctx, j.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "the name is not registered any more")
	case err != nil:
		return registry.Receipt{}, errors.Join(registry.ErrUnreachable, err) // nothing was sent that could have an effect
	case !shown.Ours || !reseller.SameDay(shown.Expires, j.FrozenExpiry):
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "the registry does not show the renewed name as ours any more")
	case shown.Has(registry.StatusPendingTransfer):
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "the name is being transferred to another registrar")
	}
	return registry.Receipt{Code: registry.CodeDone, Words: "the registry's own renewal is kept", Expires: j.FrozenExpiry}, nil
}

// findRenew compares the registry's expiry with the frozen one. Where the registry may have added the year by itself
// meanwhile, the date alone proves nothing: its own evidence, the transaction id of the last change, must name us.
func findRenew(shown *registry.Registration, j job, now time.Time) finding {
	if f, is := gone(shown); is {
		return f
	}
	years := registryYears(j)
	reached := reseller.SameDay(shown.Expires, reseller.AddYears(j.FrozenExpiry, years))
	spans := j.rules.RegistryAutorenews && !now.Before(j.FrozenExpiry)
	ours := reseller.ClTRIDBaseOf(shown.LastTrID) == j.ClTRIDBase
	switch {
	case years == 0 && reached || ours && shown.Expires.After(j.FrozenExpiry) || reached && !spans:
		return finding{verdict: took}
	case reseller.SameDay(shown.Expires, j.FrozenExpiry):
		return finding{verdict: absent}
	case spans && shown.Has(registry.StatusAutoRenewPeriod) && reseller.SameDay(shown.Expires, reseller.AddYears(j.FrozenExpiry, 1)):
		return finding{verdict: failed, code: reseller.CodeExpiryMismatch, reason: "the registry renewed the name by itself first; nothing was charged: renew again to keep that year"}
	}
	return finding{verdict: unclear, reason: fmt.Sprintf("the registry shows expiry %s, which is neither %s nor %d years later",
		shown.Expires.Format(time.DateOnly), j.FrozenExpiry.Format(time.DateOnly), years)}
}

func applyRenew(d *reseller.Domain, j job, e effect, _ time.Time) {
	d.PaidThrough = reseller.AddYears(j.PaidFrom, j.Desired.Years)
	d.RegistryExpiry = e.receipt.Expires
	if d.RegistryExpiry.IsZero() {
		d.RegistryExpiry = reseller.AddYears(j.FrozenExpiry, registryYears(j))
	}
}
