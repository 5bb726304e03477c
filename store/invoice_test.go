package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// sell makes n paid invoices.
func (h *house) sell(a reseller.Account, prefix string, n int) {
	h.t.Helper()
	for i := range n {
		h.domain(a, fmt.Sprintf("%s%d", prefix, i))
	}
}

func (h *house) numbers(a reseller.Account) []string {
	h.t.Helper()
	var numbers []string
	for _, i := range must[[]reseller.Invoice](h.t)(h.Invoices(h.ctx, a.ID, 0, 1000)) {
		numbers = append(numbers, i.Number)
	}
	return numbers
}

func TestInvoicesAreNumberedFromOneInEveryYear(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		h.sell(a, "old", 2)
		equal(t, "numbers before", strings.Join(h.numbers(a), ","), ",")
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 1)), 1)
		h.clock.pass(365 * 24 * time.Hour)
		h.sell(a, "new", 2)
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 100)), 3)
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 100)), 0)
		equal(t, "numbers", strings.Join(h.numbers(a), " "), "2026-00000001 2026-00000002 2027-00000001 2027-00000002")
	})
}

func TestTwoServersNumberWithoutGapsOrRepeats(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		h.sell(a, "name", 30)
		servers := []*house{h, another(t, h.url, h.clock), another(t, h.url, h.clock)}
		numbered := make([]int, len(servers))
		for _, err := range atOnce(len(servers), func(i int) (err error) {
			numbered[i], err = servers[i].NumberInvoices(h.ctx, 100)
			return err
		}) {
			ok(t, err)
		}
		equal(t, "numbered in all", numbered[0]+numbered[1]+numbered[2], 30)
		got := h.numbers(a)
		slices.Sort(got)
		for i, number := range got {
			equal(t, "number", number, fmt.Sprintf("2026-%08d", i+1))
		}
	})
}

func TestInvoiceSaysWhatWasSold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 10000), h.account("b@example.com", 10000)
		h.sell(a, "name", 1)
		h.sell(b, "other", 1)
		equal(t, "all accounts' invoices", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, 0, 0, 10))), 2)
		i := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))[0]
		equal(t, "line", fmt.Sprint(i.Lines), "[{name0.com register 1 8000 2000}]")
		equal(t, "status", i.Status, reseller.InvoicePaid)
		equal(t, "paid", i.PaidAt, noon.Truncate(time.Microsecond))
	})
}
