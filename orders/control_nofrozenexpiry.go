//go:build control_nofrozenexpiry

package orders

import (
	"context"

	"nameyard/registry"
)

// sendFrozen is broken on purpose: it renews from the expiry that the registry shows at this moment, as most modules do.
// Caught by: TestRenewalSentAgainJustAsItsLateEffectComesAddsOneYear
func sendFrozen(ctx context.Context, j job, years int) (registry.Receipt, error) {
	shown, err := j.conn.Info(ctx, j.Name)
	if err != nil {
		return registry.Receipt{}, err
	}
	return j.conn.Renew(ctx, registry.Renew{
		ClTRID: j.ClTRID(), Name: j.Name, CurrentExpiry: shown.Expires, Years: years, FeeLimit: j.feeLimit(),
	})
}
