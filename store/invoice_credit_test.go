package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nameyard/reseller"
)

// sold registers a name, and gives its order and its numbered invoice.
func (h *house) sold(a reseller.Account, sld string) (reseller.Order, reseller.Invoice) {
	h.t.Helper()
	o := h.done(must[reseller.Order](h.t)(h.OpenPurchase(h.ctx, h.registration(a, name(h.t, sld)))))
	must[int](h.t)(h.NumberInvoices(h.ctx, 100))
	all := must[[]reseller.Invoice](h.t)(h.Invoices(h.ctx, a.ID, 0, 100))
	return o, all[len(all)-1]
}

func TestPaidInvoiceIsCreditedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10_000)
		_, i := h.sold(a, "name")
		h.credit(a, 0, 0)
		notes := make([]reseller.Invoice, 5)
		credited := 0
		for n, err := range atOnce(len(notes), func(n int) (err error) {
			notes[n], err = h.CreditInvoice(h.ctx, i.ID, nil, reseller.Operator, "by mistake")
			return err
		}) {
			if err != nil {
				equal(t, "the others are told that it was", errors.Is(err, reseller.ErrDuplicate), true)
				continue
			}
			credited++
			equal(t, "the note credits", notes[n].Credits, i.ID)
			equal(t, "its total", notes[n].Charge.Total(), -i.Charge.Total())
			equal(t, "its reason", notes[n].Reason, "by mistake")
			equal(t, "it is found", must[reseller.Invoice](t)(h.CreditNoteOf(h.ctx, i)).ID, notes[n].ID)
		}
		equal(t, "credited", credited, 1)
		h.credit(a, 10_000, 0)
		equal(t, "the ledger", strings.TrimSpace(h.ledger(a)), "deposit hold settle refund")
		equal(t, "the invoice stays", h.invoice(i).Status, reseller.InvoicePaid)
		must[int](t)(h.NumberInvoices(h.ctx, 100))
		equal(t, "numbers", strings.Join(h.numbers(a), " "), "2026-00000001 2026-00000002")

		o, _ := h.sold(a, "other")
		for n, refused := range atOnce(5, func(int) error {
			return h.BookCredit(h.ctx, a, reseller.CreditEntry{Kind: reseller.CreditRefund, Amount: 6_000, Refunds: o.ID, Note: "sorry"})
		}) {
			if refused != nil {
				equal(t, fmt.Sprint("goodwill ", n, " beyond the charge"), reseller.IsKind(refused, reseller.KindInvalid), true)
			}
		}
		h.credit(a, 6_000, 0)
	})
}

// What a registry gave back is not given back by the operator as well, nor the other way round.
func TestChargeGoesBackOnceWhoeverGivesItBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20_000)
		for _, registryFirst := range []bool{true, false} {
			sale, i := h.sold(a, map[bool]string{true: "one", false: "two"}[registryFirst])
			d := h.row(reseller.Domain{ID: sale.DomainID})
			deletion := h.change(d, "delete", "d")
			deletion.Order.Kind = reseller.OrderDelete
			order, _, err := h.OpenChange(h.ctx, deletion)
			ok(t, err)
			credit := func() error {
				_, err := h.CreditInvoice(h.ctx, i.ID, nil, reseller.Operator, "goodwill")
				return err
			}
			if !registryFirst {
				ok(t, credit())
			}
			must[reseller.Order](t)(h.EndOrder(h.ctx, reseller.Ending{Order: order, To: reseller.OrderDone, Refunds: []reseller.Refund{{Order: sale}}, Apply: func(d *reseller.Domain) {
				d.State, d.ClosedAt = reseller.DomainDeleted, noon
			}}))
			equal(t, "afterwards it is credited no more", errors.Is(credit(), reseller.ErrDuplicate), true)
		}
		h.credit(a, 20_000, 0)
	})
}

func TestOnlyAPaidAndNumberedInvoiceIsCredited(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20_000)
		claim := h.claimed(h.renewing(a, "name"))
		sale := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 1))[0]
		credit := func(id int64, lines ...int) error {
			_, err := h.CreditInvoice(h.ctx, id, lines, reseller.Operator, "why")
			return err
		}
		equal(t, "without a number", errors.Is(credit(sale.ID), reseller.ErrConflict), true)
		must[int](t)(h.NumberInvoices(h.ctx, 100))
		equal(t, "unpaid", errors.Is(credit(claim.ID), reseller.ErrConflict), true)
		if err := credit(sale.ID, 2); err == nil || !strings.Contains(err.Error(), "no line 2") {
			t.Errorf("a line that there is not: %v", err)
		}
		h.credit(a, 10_000, 0)
		tomorrow := h.clock.Now().AddDate(0, 0, 1)
		must[reseller.Invoice](t)(h.PostponeInvoice(h.ctx, h.invoice(claim), tomorrow))
		ok(t, credit(sale.ID, 1))
		h.credit(a, 20_000, 0)
		equal(t, "the claim is tried at once", h.invoice(claim).TryAt.Before(tomorrow), true)
		note := must[reseller.Invoice](t)(h.CreditNoteOf(h.ctx, sale))
		must[int](t)(h.NumberInvoices(h.ctx, 100))
		equal(t, "a credit note", errors.Is(credit(note.ID), reseller.ErrConflict), true)
	})
}
