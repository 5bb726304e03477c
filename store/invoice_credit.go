package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// CreditInvoice credits a paid invoice, or some of its lines by their places from 1: it writes the credit note and posts the
// refund in one transaction, and gives the note. What the order of the invoice did stays as it is. ErrConflict if the invoice is
// not paid, has no number, or is a credit note; ErrDuplicate if its charge has gone back before, by a credit note or by the registry's refund.
func (s *Store) CreditInvoice(ctx context.Context, id int64, lines []int, by reseller.Actor, reason string) (reseller.Invoice, error) {
	at := micro(s.clock.Now())
	var note invoiceRow
	written := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &invoiceRow{}, "id = ? AND credits = ? AND created_at = ?", note.ID, id, at)
	}
	err := s.txKeyed(ctx, written, func(tx *gorm.DB) error {
		var err error
		note, err = s.credit(tx, lines, by, reason, at, "id = ?", id)
		return err
	})
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("credit invoice %d: %w", id, err)
	}
	return note.toInvoice()
}

// credit writes the credit note of the paid invoice that is meant, with its refund. The errors are those of CreditInvoice.
func (s *Store) credit(tx *gorm.DB, lines []int, by reseller.Actor, reason string, at time.Time, which string, args ...any) (note invoiceRow, err error) {
	var row invoiceRow
	found, err := exists(tx.Where(which, args...), &row, "status = ? AND credits = 0 AND number IS NOT NULL", string(reseller.InvoicePaid))
	if err != nil {
		return note, err
	}
	if !found {
		return note, reseller.ErrConflict
	}
	if err := s.mustBeOpen(tx, row.AccountID); err != nil {
		return note, err
	}
	invoice, err := row.toInvoice()
	if err != nil {
		return note, err
	}
	credited, err := invoice.OnlyLines(lines)
	if err != nil {
		return note, err
	}
	credited.OrderID = takenBackOf(invoice)
	note = fromInvoice(reseller.CreditNoteOf(credited, reason, at))
	if err := tx.Create(&note).Error; err != nil {
		return note, err
	}
	return note, s.giveBack(tx, note, invoice.Number, by)
}

// giveBack posts the refund of a credit note, with its event and its record under the number of the credited invoice. The unpaid
// invoices of the account are tried again: there is more credit than before.
func (s *Store) giveBack(tx *gorm.DB, row invoiceRow, credited string, by reseller.Actor) error {
	note, err := row.toInvoice()
	if err != nil {
		return err
	}
	if err := addEvent(tx, reseller.InvoiceEvent(reseller.EventInvoiceCredited, note, note.CreatedAt)); err != nil {
		return err
	}
	if err := s.record(tx, by, note.AccountID, "invoice.credited", credited, note.Reason); err != nil {
		return err
	}
	if err := tryInvoices(tx, note.AccountID, note.CreatedAt); err != nil {
		return err
	}
	charge := reseller.Charge{Currency: note.Charge.Currency, Net: -note.Charge.Net, Tax: -note.Charge.Tax}
	return s.post(tx, reseller.Entry{
		Kind: reseller.EntryRefund, AccountID: note.AccountID, OrderID: note.OrderID, Note: "credit note for " + credited, At: note.CreatedAt,
		Postings: reseller.RefundPostings(note.AccountID, charge),
	})
}

// CreditNoteOf finds the credit note of a paid invoice. ErrNotFound if there is none.
func (s *Store) CreditNoteOf(ctx context.Context, i reseller.Invoice) (reseller.Invoice, error) {
	row, err := rowsOf[invoiceRow](s.reads).Where("order_id = ? AND credits = ?", i.OrderID, i.ID).Take(ctx)
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("credit note of invoice %d: %w", i.ID, translate(err))
	}
	return row.toInvoice()
}
