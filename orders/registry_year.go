package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// Where a registry has no command to renew, it adds a year by itself at the expiry instant, unless the name is deleted. A renewal is then the
// account's word that it wants that year and pays for it: nothing is sent, and the order is pending until the year is there.

// awaitRegistryYear sends nothing. The name must be ours and as the order found it.
func awaitRegistryYear(ctx context.Context, a attempt) (registry.Receipt, error) {
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "the name is not registered any more")
	case err != nil:
		return registry.Receipt{}, errors.Join(registry.ErrUnreachable, err) // nothing was sent that could have an effect
	}
	switch f := findRegistryYear(&shown, a.order); {
	case !shown.Ours || f.verdict == failed:
		return registry.Receipt{}, registry.Refuse(registry.CodeStatusProhibits, "the name cannot be renewed as it stands at the registry")
	case f.verdict == took:
		return registry.Receipt{Code: registry.CodeDone, Words: "the registry has renewed it by itself", Expires: shown.Expires}, nil
	default:
		return registry.Receipt{Code: registry.CodePending, Words: f.reason}, nil
	}
}

// findRegistryYear looks for the year that the registry adds by itself.
func findRegistryYear(shown *registry.Registration, o order) finding {
	switch {
	case reseller.SameExpiry(shown.Expires, reseller.AddYears(o.FrozenExpiry, 1)):
		return finding{verdict: took}
	case shown.Has(registry.StatusRedemption) || shown.Has(registry.StatusPendingDelete):
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is being deleted; nothing was charged"}
	case reseller.SameExpiry(shown.Expires, o.FrozenExpiry):
		return finding{verdict: waiting, reason: "the registry renews it by itself on " + o.FrozenExpiry.UTC().Format("2006-01-02")}
	}
	return finding{verdict: unclear, reason: "the registry shows another expiry than the order found"}
}
