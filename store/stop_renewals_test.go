package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"nameyard/reseller"
)

func TestStoppedRenewalsEndWithTheirInvoices(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 40_000), h.account("b@example.com", 10_000)
		one, two := h.renewing(a, "one"), h.renewing(a, "two")
		manual, others := h.domain(a, "manual"), h.renewing(b, "others")
		claim := h.claimed(one)
		if _, err := h.StopRenewals(h.ctx, a.ID, 1, "", reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a name that was not shown is lost: %v", err)
		}
		equal(t, "disabled", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Disabled, false)
		equal(t, "names", must[int](t)(h.StopRenewals(h.ctx, a.ID, 2, "", reseller.Operator)), 2)
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
		equal(t, "a second time, none is left", must[int](t)(h.StopRenewals(h.ctx, a.ID, 0, "", reseller.Operator)), 0)
	})
}

// Between two pages of a stop others write; what was confirmed is what ends, and what comes in meanwhile is left alone. A stop that is broken
// off is carried on, and one event tells the whole.
func TestRenewalsAreStoppedInPagesAmongOthersWork(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 90_000), h.account("b@example.com", 90_000)
		var names []reseller.Domain
		for i := range 5 {
			names = append(names, h.renewing(a, fmt.Sprintf("name%d", i)))
		}
		equal(t, "noted", must[int](t)(h.BeginStop(h.ctx, a.ID, 5, "", reseller.Operator)), 5)
		equal(t, "disabled", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Disabled, true)
		equal(t, "left", must[int64](t)(h.StopSome(h.ctx, a.ID, 2, reseller.Operator)), 3)
		for i, d := range names {
			equal(t, d.Name.String()+" is renewed", h.row(d).AutoRenew, i >= 2)
		}
		others := h.renewing(b, "others")
		late := h.renewing(a, "late") // as an operator may bring it in
		h.changed(names[0], func(d *reseller.Domain) { d.AutoRenew = true })
		equal(t, "events before the end", stopsTold(t, h), "0")
		equal(t, "accounts", fmt.Sprint(must[[]int64](t)(h.UnfinishedStops(h.ctx))), fmt.Sprint([]int64{a.ID}))
		ok(t, h.CarryStop(h.ctx, a.ID, reseller.Operator))
		equal(t, "accounts", len(must[[]int64](t)(h.UnfinishedStops(h.ctx))), 0)
		for i, d := range names {
			equal(t, d.Name.String()+" is renewed at the end", h.row(d).AutoRenew, i == 0) // it was switched on again after its turn
		}
		equal(t, "what came in meanwhile", h.row(late).AutoRenew, true)
		equal(t, "another account's", h.row(others).AutoRenew, true)
		equal(t, "events", stopsTold(t, h), `1 {"count":5}`)
		ok(t, h.CarryStop(h.ctx, a.ID, reseller.Operator))
		equal(t, "events after a second call", stopsTold(t, h), `1 {"count":5}`)
	})
}

// A stop that died halfway is confirmed anew: the names that are left are shown, and no others are stopped.
func TestStopThatDiedIsConfirmedAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 90_000)
		for i := range 4 {
			h.renewing(a, fmt.Sprintf("name%d", i))
		}
		must[int](t)(h.BeginStop(h.ctx, a.ID, 4, "", reseller.Operator))
		must[int64](t)(h.StopSome(h.ctx, a.ID, 1, reseller.Operator))
		if _, err := h.StopRenewals(h.ctx, a.ID, 4, "", reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("what is shown is not what is left: %v", err)
		}
		equal(t, "left all the same", len(must[[]int64](t)(h.UnfinishedStops(h.ctx))), 1)
		equal(t, "names", must[int](t)(h.StopRenewals(h.ctx, a.ID, 3, "", reseller.Operator)), 3)
		equal(t, "left", len(must[[]int64](t)(h.UnfinishedStops(h.ctx))), 0)
	})
}

// A command and a job carry the same stop, and others write at the same time: each name ends once, and one event tells it.
func TestTwoCarryAStopWhileOthersWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 900_000), h.account("b@example.com", 90_000)
		const names = 12
		for i := range names {
			h.renewing(a, fmt.Sprintf("name%d", i))
		}
		must[int](t)(h.BeginStop(h.ctx, a.ID, names, "", reseller.Operator))
		for _, err := range atOnce(3, func(i int) error {
			for n := range names {
				if i == 2 {
					if err := h.MoveCredit(h.ctx, b, 1, fmt.Sprintf("ref-%d", n), ""); err != nil {
						return err
					}
					continue
				}
				if _, err := h.StopSome(h.ctx, a.ID, 2, reseller.Operator); err != nil {
					return err
				}
			}
			return nil
		}) {
			ok(t, err)
		}
		equal(t, "records", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM audit WHERE action = 'domain.set' AND detail LIKE 'auto_renew=0%' OR detail LIKE 'auto_renew=false%'")), fmt.Sprint(names))
		equal(t, "events", stopsTold(t, h), `1 {"count":12}`)
		h.credit(b, 90_000+names, 0)
	})
}

// A name that is noted for the end of its renewal gets no invoice and no order by itself any more, before its turn has come.
func TestStoppedNamesAreNotRenewedBeforeTheirTurn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 90_000)
		one, two := h.renewing(a, "one"), h.renewing(a, "two")
		claim := h.claimed(one)
		must[int](t)(h.BeginStop(h.ctx, a.ID, 2, "", reseller.Operator))
		if _, err := h.OpenPurchase(h.ctx, h.renewal(h.row(one))); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("the renewal of a name that is given up: %v", err)
		}
		charge := reseller.Charge{Currency: "USD", Net: 1000}
		if _, err := h.IssueInvoice(h.ctx, two, reseller.RenewalInvoiceOf(two, 1, charge, noon)); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("an invoice for a name that is given up: %v", err)
		}
		asked := h.renewal(h.row(two))
		asked.ByCaller = true
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, asked))
		ok(t, h.CarryStop(h.ctx, a.ID, reseller.Operator))
		equal(t, "the invoice", h.invoice(claim).Status, reseller.InvoiceCancelled)
	})
}

// stopsTold is how many events tell of stopped renewals, and what the last says.
func stopsTold(t *testing.T, h *house) string {
	t.Helper()
	n := must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM outbox WHERE kind = ?", reseller.EventRenewalsStopped))
	if n == "0" {
		return n
	}
	return n + " " + must[string](t)(h.Value(h.ctx, "SELECT detail FROM outbox WHERE kind = ?", reseller.EventRenewalsStopped))
}

// Once the names are noted the stop stands: whoever breaks it off, or loses the connection, has not undone it, and is not told so.
func TestStopThatIsBrokenOffStands(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 9_000_000)
		const names = 201 // one more than are taken at once
		for i := range names {
			h.renewing(a, fmt.Sprintf("name%d", i))
		}
		ctx, breakOff := context.WithCancel(h.ctx)
		defer breakOff()
		over := make(chan struct{})
		go func() {
			defer close(over)
			for begun := ""; begun != "1"; {
				begun, _ = h.Value(h.ctx, "SELECT COUNT(*) FROM accounts WHERE id = ? AND disabled = ?", a.ID, true)
			}
			breakOff()
		}()
		equal(t, "names", must[int](t)(h.StopRenewals(ctx, a.ID, names, "", reseller.Operator)), names)
		<-over
		ok(t, h.CarryStop(h.ctx, a.ID, reseller.Operator))
		equal(t, "events", stopsTold(t, h), `1 {"count":201}`)
	})
}
