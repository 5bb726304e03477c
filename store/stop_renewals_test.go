package store_test

import (
	"errors"
	"testing"

	"nameyard/reseller"
)

func TestStoppedRenewalsEndWithTheirInvoices(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 40_000), h.account("b@example.com", 10_000)
		one, two := h.renewing(a, "one"), h.renewing(a, "two")
		manual, others := h.domain(a, "manual"), h.renewing(b, "others")
		claim := h.claimed(one)
		if _, err := h.StopRenewals(h.ctx, a.ID, 1, reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a name that was not shown is lost: %v", err)
		}
		equal(t, "disabled", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Disabled, false)
		equal(t, "names", must[int](t)(h.StopRenewals(h.ctx, a.ID, 2, reseller.Operator)), 2)
		equal(t, "disabled", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Disabled, true)
		for _, d := range []reseller.Domain{one, two, manual} {
			equal(t, d.Name.String()+" is renewed", h.row(d).AutoRenew, false)
		}
		equal(t, "another account's", h.row(others).AutoRenew, true)
		equal(t, "the invoice", h.invoice(claim).Status, reseller.InvoiceCancelled)
		names, all, err := h.NamesByEnd(h.ctx, a.ID, false, 2)
		ok(t, err)
		equal(t, "listed", len(names), 2)
		equal(t, "in all", all, 3)
		equal(t, "a second time, none is left", must[int](t)(h.StopRenewals(h.ctx, a.ID, 0, reseller.Operator)), 0)
	})
}
