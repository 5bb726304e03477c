//go:build control_nointent

package orders

import (
	"context"

	"nameyard/reseller"
)

// commission is broken on purpose: it sends first and books afterwards, as a straightforward registrar module does.
// Caught by: TestRegistryHearsNothingOfAPurchaseThatIsNotOnRecord
func (d *Service) commission(ctx context.Context, opening reseller.Opening, authCode string) (reseller.Order, error) {
	rules, conn, err := d.routes.For(opening.Order.Name)
	if err != nil {
		return reseller.Order{}, err
	}
	j := job{Order: opening.Order, rules: rules, conn: conn, authCode: authCode}
	receipt, answer := d.send(j)
	if j.Order, err = d.store.OpenPurchase(ctx, opening); err != nil {
		return reseller.Order{}, err
	}
	d.flights.start(j.ID)
	end, _ := d.record(j, receipt, answer)
	d.flights.land(j.ID, end, "")
	return j.Order, nil
}
