//go:build control_nofrozenexpiry

package orders

import (
	"context"

	"nameyard/registry"
)

// sendFrozen is broken on purpose: it renews from the expiry that the registry shows at this moment, as most modules do.
// Caught by: TestRenewalSentAgainJustAsItsLateEffectComesAddsOneYear
func sendFrozen(ctx context.Context, a attempt, years int) (registry.Receipt, error) {
	shown, err := a.conn.Info(ctx, a.Name)
	if err != nil {
		return registry.Receipt{}, err
	}
	return a.conn.Renew(ctx, registry.Renew{
		ClTRID: a.ClTRID(), Name: a.Name, CurrentExpiry: shown.Expires, Years: years, FeeLimit: a.feeLimit,
	})
}
