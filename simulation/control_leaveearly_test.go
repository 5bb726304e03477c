//go:build control_leaveearly

package simulation_test

import "nameyard/reseller"

// unpaid is broken on purpose: a name that cannot be paid for is deleted in its last month, not at its end.
// Caught by: TestTenYearsMissAndDoubleNoRenewal
func (w *world) unpaid(i reseller.Invoice) {
	d, err := w.Store.DomainByID(w.ctx, i.DomainID)
	w.must(err)
	if d.State != reseller.DomainActive || !w.clocks.server.Now().Before(d.PaidThrough) {
		return
	}
	result, err := w.Orders.DeleteUnpaid(w.ctx, d, w.clocks.server.Wall())
	if err != nil {
		return
	}
	_, err = w.carried(result.Order)
	w.must(err)
}
