//go:build !control_nofrozenexpiry

package orders

import (
	"context"

	"nameyard/registry"
)

// sendFrozen sends a renewal from the expiry that was frozen with its intent (RFC 5731 §3.2.3 curExpDate), whatever the
// registry shows by now: a registry that has carried out one sending refuses every other one.
func sendFrozen(ctx context.Context, a attempt, years int) (registry.Receipt, error) {
	return a.conn.Renew(ctx, registry.Renew{
		ClTRID: a.ClTRID(), Name: a.Name, CurrentExpiry: a.FrozenExpiry, Years: years, FeeLimit: a.feeLimit,
	})
}
