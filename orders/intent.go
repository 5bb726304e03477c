//go:build !control_nointent

package orders

import (
	"context"

	"nameyard/reseller"
)

// commission puts an order on record and then sends it on its way: intent before effect. A crash at any point after it finds
// the order and what it holds; a crash before it finds nothing, here or at the registry.
func (d *Service) commission(ctx context.Context, opening reseller.Opening, authCode string) (reseller.Order, error) {
	o, err := d.store.OpenPurchase(ctx, opening)
	if err != nil {
		return reseller.Order{}, err
	}
	d.launch(o, authCode)
	return o, nil
}
