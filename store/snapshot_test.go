package store_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
)

func TestSnapshotShowsOneMoment(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30000)
		before := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "before"))))
		snap := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
		defer snap.Close()
		h.done(before)
		after := h.registration(a, name(t, "after"))
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, after))
		h.account("b@example.com", 0)

		orders := must[[]reseller.Order](t)(snap.Orders(h.ctx, 0, 10))
		equal(t, "orders", len(orders), 1)
		equal(t, "its state", orders[0].State, reseller.OrderSending)
		equal(t, "balances", fmt.Sprint(must[[]reseller.Balance](t)(snap.Balances(h.ctx, 0, 10))), fmt.Sprintf("[{%d SEK 20000 10000}]", a.ID))
		equal(t, "entries", len(must[[]reseller.Entry](t)(snap.Entries(h.ctx, 0, 10))), 2)
		equal(t, "invoices", len(must[[]reseller.Invoice](t)(snap.OrderInvoices(h.ctx, 0, 100))), 0)
		newer := must[[]string](t)(snap.OpenedSince(h.ctx, []string{before.ClTRIDBase, after.Order.ClTRIDBase, "unheard of"}))
		equal(t, "opened since", strings.Join(newer, " "), after.Order.ClTRIDBase)
	})
}

func TestSnapshotIsReadInPages(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		h.sell(a, "name", 5)
		must[int](t)(h.NumberInvoices(h.ctx, 3))
		snap := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
		defer snap.Close()

		orders := must[[]reseller.Order](t)(snap.Orders(h.ctx, 0, 2))
		rest := must[[]reseller.Order](t)(snap.Orders(h.ctx, orders[1].ID, 10))
		equal(t, "orders", len(orders)+len(rest), 5)
		entries := must[[]reseller.Entry](t)(snap.OrderEntries(h.ctx, orders[0].ID, orders[1].ID))
		equal(t, "entries of two orders", len(entries), 4)
		equal(t, "postings of a settlement", len(entries[1].Postings), 3)
		equal(t, "found by transaction base", len(must[[]reseller.Order](t)(snap.OrdersByClTRIDBase(h.ctx, []string{orders[0].ClTRIDBase, rest[0].ClTRIDBase, "x"}))), 2)
		names := must[[]string](t)(snap.LiveNames(h.ctx, "", 3))
		equal(t, "names", fmt.Sprint(len(names), must[[]string](t)(snap.LiveNames(h.ctx, names[2], 3))), fmt.Sprintf("3 [%s %s]", "name3.com", "name4.com"))
		equal(t, "rows of names", len(must[[]reseller.Domain](t)(snap.LiveDomains(h.ctx, names[0], names[2], 10))), 2)
		equal(t, "numbers", len(must[[]reseller.Invoice](t)(snap.NumberedInvoices(h.ctx, "2026-00000001", 10))), 2)
	})
}
