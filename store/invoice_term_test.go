package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// renewing is a domain with automatic renewal on.
func (h *house) renewing(a reseller.Account, sld string) reseller.Domain {
	h.t.Helper()
	return h.changed(h.domain(a, sld), func(d *reseller.Domain) { d.AutoRenew = true })
}

func (h *house) changed(d reseller.Domain, change func(*reseller.Domain)) reseller.Domain {
	h.t.Helper()
	return must[reseller.Domain](h.t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
		change(d)
		return nil
	}))
}

// claimed issues the invoice of a domain's next term, for one year at the price of a renewal.
func (h *house) claimed(d reseller.Domain) reseller.Invoice {
	h.t.Helper()
	charge := reseller.Charge{Currency: "SEK", Net: 8000, Tax: 2000}
	return must[reseller.Invoice](h.t)(h.IssueInvoice(h.ctx, d, reseller.RenewalInvoiceOf(d, 1, charge, h.clock.Now())))
}

// row reads a domain's row as it is now.
func (h *house) row(d reseller.Domain) reseller.Domain {
	h.t.Helper()
	return must[reseller.Domain](h.t)(h.DomainByID(h.ctx, d.ID))
}

func (h *house) invoice(i reseller.Invoice) reseller.Invoice {
	h.t.Helper()
	return must[reseller.Invoice](h.t)(h.Invoice(h.ctx, i.AccountID, fmt.Sprint(i.ID)))
}

func TestTermIsInvoicedOnceAndPaidByItsRenewal(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20_000)
		d := h.renewing(a, "name")
		claim := h.claimed(d)
		_, err := h.IssueInvoice(h.ctx, d, reseller.RenewalInvoiceOf(d, 1, claim.Charge, h.clock.Now()))
		equal(t, "from a row that has changed since", errors.Is(err, reseller.ErrConflict), true)
		equal(t, "the claim", must[reseller.Invoice](t)(h.UnpaidInvoice(h.ctx, d.ID, d.PaidThrough)).ID, claim.ID)

		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(h.row(d)))))
		paid := h.invoice(claim)
		equal(t, "status", paid.Status, reseller.InvoicePaid)
		equal(t, "tried again", paid.TryAt.IsZero(), true)
		equal(t, "invoices: the sale and the term", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))), 2)
		_, err = h.UnpaidInvoice(h.ctx, d.ID, d.PaidThrough)
		equal(t, "nothing is owed", errors.Is(err, reseller.ErrNotFound), true)
		equal(t, "the next term may be invoiced", h.row(d).Invoiced, false)
	})
}

func TestRenewalForAnotherPeriodCancelsTheInvoiceOfTheTerm(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30_000)
		claim := h.claimed(h.renewing(a, "name"))
		must[int](t)(h.NumberInvoices(h.ctx, 10))
		renewal := h.renewal(h.row(reseller.Domain{ID: claim.DomainID}))
		renewal.Order.Desired.Years, renewal.Order.Charge.Net, renewal.Order.Charge.Tax = 2, 16_000, 4_000
		order := h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, renewal)))

		all := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, claim.ID-1, 10))
		equal(t, "the claim", all[0].Status, reseller.InvoiceCancelled)
		equal(t, "why", all[0].Reason, "the term was renewed for another period or price")
		equal(t, "it had a number, so it is credited", all[1].Credits, claim.ID)
		equal(t, "the sale has an invoice of its own", all[2].OrderID, order.ID)
	})
}

func TestInvoiceOfATermEndsWithItsReason(t *testing.T) {
	for reason, end := range map[string]func(*reseller.Domain){
		"automatic renewal was switched off": func(d *reseller.Domain) { d.AutoRenew = false },
		"the name has been deleted":          func(d *reseller.Domain) { d.State = reseller.DomainRedemption },
		"the name has left the account":      func(d *reseller.Domain) { d.State, d.ClosedAt = reseller.DomainReleased, noon },
		"the term was renewed otherwise":     func(d *reseller.Domain) { d.PaidThrough = reseller.AddYears(d.PaidThrough, 1) },
	} {
		t.Run(reason, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				claim := h.claimed(h.renewing(h.account("a@example.com", 10_000), "name"))
				h.changed(reseller.Domain{ID: claim.DomainID}, func(d *reseller.Domain) { d.Locked = true })
				equal(t, "after a change of something else", h.invoice(claim).Status, reseller.InvoiceUnpaid)
				h.changed(reseller.Domain{ID: claim.DomainID}, end)
				ended := h.invoice(claim)
				equal(t, "status", ended.Status, reseller.InvoiceCancelled)
				equal(t, "why", ended.Reason, reason)
				equal(t, "without a number, nothing is credited", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, 0, claim.ID, 10))), 0)
			})
		})
	}
}

func TestUnpaidInvoiceIsTriedByOneAndAtOnceAfterAPayment(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10_000)
		claim := h.claimed(h.renewing(a, "name"))
		now := h.clock.Now()
		due := must[[]reseller.Invoice](t)(h.DueInvoices(h.ctx, now, 10))
		equal(t, "due", len(due), 1)
		tomorrow := now.Add(24 * time.Hour)
		must[reseller.Invoice](t)(h.PostponeInvoice(h.ctx, due[0], tomorrow))
		_, err := h.PostponeInvoice(h.ctx, due[0], tomorrow)
		equal(t, "a second server", errors.Is(err, reseller.ErrConflict), true)
		equal(t, "due now", len(must[[]reseller.Invoice](t)(h.DueInvoices(h.ctx, now, 10))), 0)
		equal(t, "next", must[time.Time](t)(h.NextInvoiceTry(h.ctx, now)), tomorrow.Truncate(time.Microsecond))
		ok(t, h.MoveCredit(h.ctx, a, 500, "top-up", ""))
		equal(t, "after a payment", must[[]reseller.Invoice](t)(h.DueInvoices(h.ctx, now, 10))[0].ID, claim.ID)
		equal(t, "no other", must[time.Time](t)(h.NextInvoiceTry(h.ctx, now)).IsZero(), true)
	})
}

// TestDueInvoicesOfAnAccountComeByTheirTermsAndTheAccountsInTurn: whatever the order in which they were written.
func TestDueInvoicesOfAnAccountComeByTheirTermsAndTheAccountsInTurn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var due []int64
		a, b := h.account("a@example.com", 30_000), h.account("b@example.com", 30_000)
		late := h.claimed(h.changed(h.renewing(a, "late"), func(d *reseller.Domain) { d.PaidThrough = d.PaidThrough.AddDate(0, 0, 9) }))
		soon := h.claimed(h.renewing(a, "soon"))
		other := h.claimed(h.renewing(b, "other"))
		for _, i := range must[[]reseller.Invoice](t)(h.DueInvoices(h.ctx, h.clock.Now(), 10)) {
			due = append(due, i.ID)
		}
		equal(t, "due", fmt.Sprint(due), fmt.Sprint([]int64{soon.ID, other.ID, late.ID}))
		upTo := must[map[int64]int64](t)(h.UnpaidUpTo(h.ctx, a.ID, []int64{late.ID, soon.ID, other.ID}))
		equal(t, "what it takes until each is paid", fmt.Sprint(upTo), fmt.Sprint(map[int64]int64{soon.ID: 10_000, late.ID: 20_000}))
		equal(t, "unpaid", must[int64](t)(h.CountUnpaid(h.ctx, a.ID)), 2)
		equal(t, "of these the first", len(must[[]reseller.Invoice](t)(h.DueInvoices(h.ctx, h.clock.Now(), 2))), 2)
	})
}

func TestCancelledInvoiceIsCreditedIfItHasANumber(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		claim := h.claimed(h.renewing(h.account("a@example.com", 10_000), "name"))
		must[int](t)(h.NumberInvoices(h.ctx, 10))
		equal(t, "status", must[reseller.Invoice](t)(h.CancelInvoice(h.ctx, claim.ID, reseller.Operator, "by mistake")).Status, reseller.InvoiceCancelled)
		note := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, claim.AccountID, claim.ID, 10))
		equal(t, "credit notes", len(note), 1)
		equal(t, "of", note[0].Credits, claim.ID)
		must[int](t)(h.NumberEvents(h.ctx, 100))
		events := must[[]reseller.Event](t)(h.Events(h.ctx, claim.AccountID, 0, 100))
		last := events[len(events)-1]
		equal(t, "the event names both", fmt.Sprint(last.Kind, last.Detail.Invoice, last.Detail.Note), fmt.Sprint(reseller.EventInvoiceCancelled, claim.ID, note[0].ID))
		_, err := h.CancelInvoice(h.ctx, claim.ID, reseller.Operator, "again")
		equal(t, "again", errors.Is(err, reseller.ErrConflict), true)
		cancelled := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, 0, 0, 10, reseller.InvoiceCancelled))
		equal(t, "by its number", must[reseller.Invoice](t)(h.Invoice(h.ctx, claim.AccountID, cancelled[0].Number)).ID, claim.ID)
		_, err = h.Invoice(h.ctx, claim.AccountID+1, cancelled[0].Number)
		equal(t, "in another account", errors.Is(err, reseller.ErrNotFound), true)
	})
}

// After a deletion and a restoration a term may come again: the paid invoice lets it go.
func TestTermThatComesAgainIsInvoicedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 40_000)
		d := h.renewing(a, "name")
		first := h.claimed(d)
		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(h.row(d)))))
		back := h.changed(d, func(now *reseller.Domain) { now.PaidThrough, now.RegistryExpiry = d.PaidThrough, d.RegistryExpiry })
		second := h.claimed(back)
		if second.ID == first.ID || !second.Term.Equal(first.Term) {
			t.Errorf("the second claim is %+v", second)
		}
		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(h.row(d)))))
		third := h.changed(d, func(now *reseller.Domain) { now.PaidThrough, now.RegistryExpiry = d.PaidThrough, d.RegistryExpiry })
		order := h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(third)))) // nobody invoiced it this time
		all := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, second.ID, 10))
		equal(t, "its invoice", all[len(all)-1].OrderID, order.ID)
		equal(t, "is of no term", all[len(all)-1].Term.IsZero(), true)
	})
}

func TestNamesToRenewAreReadInPagesByDate(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100_000)
		var names []reseller.Domain
		for i := range 4 {
			names = append(names, h.changed(h.renewing(a, fmt.Sprintf("n%d", i)), func(d *reseller.Domain) {
				d.PaidThrough = noon.AddDate(0, 0, 10+i/2) // two on a day
			}))
		}
		h.claimed(names[0])
		h.domain(a, "manual")
		com, until := []string{"com"}, noon.AddDate(0, 0, 20)
		read := ""
		for after := (reseller.Domain{}); ; {
			page := must[[]reseller.Domain](t)(h.RenewalCandidates(h.ctx, com, until, after, 2))
			if len(page) == 0 {
				break
			}
			for _, d := range page {
				read += d.Name.SLD() + " "
				after = d
			}
		}
		equal(t, "to renew", read, "n1 n2 n3 ")
		equal(t, "of another TLD", len(must[[]reseller.Domain](t)(h.RenewalCandidates(h.ctx, []string{"net"}, until, reseller.Domain{}, 9))), 0)
		equal(t, "the next date", must[time.Time](t)(h.NextPaidThrough(h.ctx, com, names[1].PaidThrough)), names[2].PaidThrough.Truncate(time.Microsecond))
		equal(t, "after all", must[time.Time](t)(h.NextPaidThrough(h.ctx, com, noon.AddDate(9, 0, 0))).IsZero(), true)
		overdue := must[[]reseller.Domain](t)(h.OverdueDomains(h.ctx, com, names[2].PaidThrough, names[0].ID, 9))
		equal(t, "overdue after the first", len(overdue), 1)
		equal(t, "namely", overdue[0].ID, names[1].ID)
	})
}
