//go:build !control_noevidence

package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// notUnpaid gives what speaks against deleting a name as unpaid; nothing if the registry itself shows that it has renewed the name
// by its own doing, once, and can give that year back. A year that a command of ours bought is not given back by a deletion,
// whatever our books say of it: an order may have been decided wrongly, or the database may be an old copy.
func notUnpaid(ctx context.Context, d Deps, domain reseller.Domain) (against string, err error) {
	_, conn, err := d.Routes.Of(domain)
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	shown, err := conn.Info(ctx, domain.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return "the registry does not have the name any more", nil
	case err != nil:
		return "", fmt.Errorf("look at %s: %w", domain.Name, err)
	case !shown.Ours:
		return "the name is with another registrar", nil
	case !shown.Has(registry.StatusAutoRenewPeriod):
		return "the registry does not show that it renewed the name by itself, so it would give nothing back", nil
	}
	if own := reseller.AddYears(domain.PaidThrough, 1); reseller.PastExpiry(shown.Expires, own) {
		return fmt.Sprintf("the registry shows expiry %s, more than the one year that it adds by itself", shown.Expires.Format(time.DateOnly)), nil
	}
	return byUnknownOrder(ctx, d, shown.LastTrID)
}

// byUnknownOrder tells if the registry's last transaction is one of ours that our books do not show as done.
func byUnknownOrder(ctx context.Context, d Deps, last string) (against string, err error) {
	base := reseller.ClTRIDBaseOf(last)
	if base == "" {
		return "", nil
	}
	o, err := d.Books.OrderByClTRIDBase(ctx, base)
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return fmt.Sprintf("the registry's last transaction is ours (%s), and our books do not have it", last), nil
	case err != nil:
		return "", err
	case o.Kind.Additive() && o.State != reseller.OrderDone:
		return fmt.Sprintf("the registry's last transaction is that of order %d, and here that is %s", o.ID, o.State), nil
	}
	return "", nil
}
