package operator

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// InvoiceCredit asks for a paid invoice to be credited.
type InvoiceCredit struct {
	Number string // of the invoice, or its id
	Lines  []int  // which lines, by their places from 1; none = the whole invoice
	Reason string // what the account reads
}

// Check reports what is wrong with the request.
func (c InvoiceCredit) Check() error { return checkReason(c.Reason) }

// Credit credits a paid invoice: a numbered credit note, and its amount back in the account's credit. What the order did stays
// as it is: the name keeps its years. An invoice is credited once, whoever does it, so its credit notes never pass it. Its order
// has the refund that a deletion in the grace period would have had; such a deletion then gives nothing back again. The
// account hears of it by an event and a mail. In a dry run it gives the credit note as it would be, without its number.
func (u Invoices) Credit(ctx context.Context, c InvoiceCredit) (note reseller.Invoice, err error) {
	if err := c.Check(); err != nil {
		return note, err
	}
	if err := u.number(ctx); err != nil {
		return note, err
	}
	i, err := u.Find(ctx, c.Number)
	if err != nil {
		return note, err
	}
	if err := creditable(i, c.Number); err != nil {
		return note, err
	}
	credited, err := i.OnlyLines(c.Lines)
	if err != nil {
		return note, invalid(PathLines, "%s: %v", PathLines, err)
	}
	if reseller.Rehearsing(ctx) && i.Number == "" { // it would have been numbered, and could not have been credited before
		return reseller.CreditNoteOf(credited, strings.TrimSpace(c.Reason), u.Clock.Now()), nil
	}
	note, err = u.Store.CreditInvoice(ctx, i.ID, c.Lines, reseller.OperatorIn(ctx), strings.TrimSpace(c.Reason))
	switch {
	case errors.Is(err, reseller.ErrDuplicate):
		return note, u.creditedBefore(ctx, i)
	case errors.Is(err, reseller.ErrConflict):
		return note, refused("invoice %s was changed at this moment; nothing was credited: look at it and try again", i.Number)
	case err != nil, reseller.Rehearsing(ctx):
		return note, err
	}
	if err := u.number(ctx); err != nil {
		return note, err
	}
	return u.Find(ctx, strconv.FormatInt(note.ID, 10))
}

// creditable says why an invoice cannot be credited; nil if it can.
func creditable(i reseller.Invoice, number string) error {
	switch {
	case i.Credits != 0:
		return refused("%s is a credit note, and only an invoice is credited; nothing was done", number)
	case i.Status == reseller.InvoiceUnpaid:
		return refused("invoice %s is unpaid, so there is nothing to give back; nothing was done: use %s", number, HintCancelInvoice)
	case i.Status != reseller.InvoicePaid:
		return refused("invoice %s is %s, and only a paid one is credited; nothing was done", number, i.Status)
	}
	return nil
}

// CreditNoteOf finds the credit note that has credited an invoice; the zero value if none has.
func (u Invoices) CreditNoteOf(ctx context.Context, i reseller.Invoice) (reseller.Invoice, error) {
	note, err := u.Store.CreditNoteOf(ctx, i)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Invoice{}, nil
	}
	return note, err
}

// creditedBefore says which credit note has credited an invoice.
func (u Invoices) creditedBefore(ctx context.Context, i reseller.Invoice) error {
	note, err := u.Store.CreditNoteOf(ctx, i)
	if err != nil {
		return err
	}
	by := note.Number
	if by == "" {
		by = strconv.FormatInt(note.ID, 10)
	}
	return refused("invoice %s was credited before, by credit note %s over %s; nothing was done", i.Number, by,
		reseller.Money{Minor: -note.Charge.Total(), Currency: note.Charge.Currency})
}

// number gives numbers to all invoices that have none yet, as the job does. In a dry run none is given.
func (u Invoices) number(ctx context.Context) error {
	if reseller.Rehearsing(ctx) {
		return nil
	}
	for {
		if n, err := u.Store.NumberInvoices(ctx, pageSize); err != nil || n == 0 {
			return err
		}
	}
}
