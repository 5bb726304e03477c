package store_test

import (
	"fmt"
	"strings"

	"nameyard/reseller"
)

// looksUp finds by each identifier what it stands for, of the account alone where one asks, and reads no table but that of the accounts from end to end for it.
func (h *house) looksUp(mine, theirs reseller.Account) {
	h.t.Helper()
	of := h.registration(mine, name(h.t, "quoted"))
	of.Order.By = reseller.Actor{Name: "token 7", Face: "rest", RequestID: "req-1"}
	of.Order.IdempotencyKey = "shop-4711"
	o := must[reseller.Order](h.t)(h.OpenPurchase(h.ctx, of))
	h.done(o)
	ok(h.t, h.Exec(h.ctx, "UPDATE orders SET svtrid = 'SRW-1' WHERE id = ?", o.ID))
	ok(h.t, h.Exec(h.ctx, "INSERT INTO order_attempts (order_id, at, attempt, state, code, reason, svtrid) VALUES (?, '2026-01-01 00:00:00', 1, 'unknown', '', '', 'SRW-0')", o.ID))
	ok(h.t, h.RecordAudit(h.ctx, of.Order.By, mine.ID, "SetAutoRenew", "quoted.com", ""))
	ok(h.t, h.MoveCredit(h.ctx, mine, 500, "bank-1", "paid in"))
	must[int](h.t)(h.NumberInvoices(h.ctx, 100))
	bill := must[reseller.Invoice](h.t)(h.InvoiceOfOrder(h.ctx, o.ID))
	event := h.highest("id", "outbox")
	kind := must[string](h.t)(h.Value(h.ctx, "SELECT kind FROM outbox ORDER BY id DESC LIMIT 1"))
	for text, want := range map[string]string{
		"req-1": fmt.Sprintf("order %d, record SetAutoRenew", o.ID), o.ClTRID(): fmt.Sprint("order ", o.ID), reseller.ClTRID(o.ClTRIDBase, 99): fmt.Sprint("order ", o.ID),
		"SRW-1": fmt.Sprint("order ", o.ID), "SRW-0": fmt.Sprint("order ", o.ID), "shop-4711": fmt.Sprint("order ", o.ID), bill.Number: "invoice " + bill.Number,
		"bank-1": "entry bank-1", fmt.Sprint("evt_", event): "event " + kind,
		"": "", "req-2": "", "NY-": "", "NY--1": "", "evt_": "", "evt_x": "", "token x": "", "bücher": "", "%": "", "_": "", "' OR 1 = 1": "",
	} {
		for account, want := range map[int64]string{0: want, mine.ID: want, theirs.ID: ""} {
			var got []string
			for _, f := range must[[]reseller.Quoted](h.t)(h.Lookup(h.ctx, account, text)) {
				words := f.Text
				if f.What == reseller.QuotedOrder {
					words = fmt.Sprint(f.ID)
				}
				got = append(got, fmt.Sprintf("%s %s", f.What, words))
			}
			equal(h.t, fmt.Sprintf("what account %d finds by %q", account, text), strings.Join(got, ", "), want)
		}
	}
	for _, account := range []int64{0, mine.ID} {
		for _, step := range must[[]string](h.t)(h.LookupPlans(h.ctx, account)) {
			if !strings.Contains(step, "SCAN accounts") && !strings.Contains(step, "table:accounts") {
				h.t.Errorf("a whole table is read: %s", step)
			}
		}
	}
}
