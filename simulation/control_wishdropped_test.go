//go:build control_wishdropped

package simulation_test

import "nameyard/reseller"

// unpaid is broken on purpose: what cannot be paid for is not wanted any more.
// Caught by: TestTenYearsMissAndDoubleNoRenewal
func (w *world) unpaid(i reseller.Invoice) {
	_, err := w.Store.ChangeDomain(w.ctx, i.DomainID, reseller.Itself, "SetAutoRenew", func(row *reseller.Domain) error {
		row.AutoRenew = false
		return nil
	})
	w.must(err)
}
