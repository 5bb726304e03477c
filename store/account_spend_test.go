package store_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// Accounts are sorted by what they have bought in twelve months: sales less refunds, with tax, of their own currency, counted once a day.
func TestAccountsAreSortedByWhatTheyHaveBought(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 90_000), h.account("b@example.com", 90_000)
		h.account("c@example.com", 90_000)
		spent := func(what, want string) {
			t.Helper()
			got := ""
			for _, s := range must[[]reseller.AccountSummary](t)(h.SearchAccounts(h.ctx, reseller.AccountSearch{Sort: reseller.AccountsBySpend, Limit: 9})) {
				got += fmt.Sprint(s.Email[:1], s.Spent, s.SpentAt.IsZero(), " ")
			}
			equal(t, what, got, want)
		}
		h.domain(a, "one")
		h.domain(b, "two")
		_, credited := h.sold(b, "three")
		_, late := h.sold(b, "five")
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "held")))) // nothing is bought yet
		spent("nothing is counted", "a0 true b0 true c0 true ")
		equal(t, "accounts counted", must[int](t)(h.CountSpend(h.ctx)), 3)
		spent("sales", "b30000 false a10000 false c0 false ")
		must[reseller.Invoice](t)(h.CreditInvoice(h.ctx, credited.ID, nil, reseller.Operator, "by mistake"))
		h.domain(a, "four")
		equal(t, "accounts counted again", must[int](t)(h.CountSpend(h.ctx)), 0)
		h.clock.pass(24 * time.Hour)
		equal(t, "accounts counted a day later", must[int](t)(h.CountSpend(h.ctx)), 3)
		spent("sales less refunds", "a20000 false b20000 false c0 false ")
		h.clock.pass(365 * 24 * time.Hour)
		must[reseller.Invoice](t)(h.CreditInvoice(h.ctx, late.ID, nil, reseller.Operator, "by mistake")) // of a sale of before
		equal(t, "accounts counted a year later", must[int](t)(h.CountSpend(h.ctx)), 3)
		spent("of the last twelve months", "a0 false b0 false c0 false ")
	})
}
