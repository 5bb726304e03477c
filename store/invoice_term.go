package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// IssueInvoice writes the unpaid invoice of a domain's next term. The domain row is the guard: it must still be as it was
// read, with auto-renew on and the term not invoiced. ErrConflict if it is not; ErrDuplicate if the term has an invoice.
func (s *Store) IssueInvoice(ctx context.Context, d reseller.Domain, i reseller.Invoice) (reseller.Invoice, error) {
	row := fromInvoice(i)
	written := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &row, "term_key = ? AND created_at = ?", *row.TermKey, row.CreatedAt)
	}
	err := s.txKeyed(ctx, written, func(tx *gorm.DB) error {
		row.ID = 0
		if err := renewsByItself(tx, d.AccountID, d.ID); err != nil {
			return err
		}
		err := expectOneRow(tx.Exec(`UPDATE domains SET invoiced = ?, version = version + 1
			WHERE id = ? AND version = ? AND auto_renew = ? AND invoiced = ? AND state = ?`,
			true, d.ID, d.Version, true, false, string(reseller.DomainActive)))
		if err != nil {
			return err
		}
		if err := freeTerm(tx, *row.TermKey); err != nil {
			return err
		}
		if err := issue(tx, &row); err != nil {
			return err
		}
		issued, err := row.toInvoice()
		if err != nil {
			return err
		}
		return addEvent(tx, reseller.InvoiceEvent(reseller.EventInvoiceCreated, issued, issued.CreatedAt))
	})
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("invoice the next term of %s: %w", d.Name, err)
	}
	return row.toInvoice()
}

// freeTerm takes a term away from the paid invoice that has it: a term that is a name's next one again was taken back since,
// by a deletion and a restore.
func freeTerm(tx *gorm.DB, key string) error {
	return tx.Model(&invoiceRow{}).Where("term_key = ? AND status = ?", key, string(reseller.InvoicePaid)).Update("term_key", nil).Error
}

// UnpaidInvoice finds the unpaid invoice of the term of a domain that begins at a time. ErrNotFound if there is none.
func (s *Store) UnpaidInvoice(ctx context.Context, domain int64, term time.Time) (reseller.Invoice, error) {
	row, err := rowsOf[invoiceRow](s.reads).Where("term_key = ? AND status = ?", termKey(domain, term), string(reseller.InvoiceUnpaid)).Take(ctx)
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("unpaid invoice of domain %d: %w", domain, translate(err))
	}
	return row.toInvoice()
}

// UnpaidInvoices finds, by their ids, the unpaid invoice of each of some domains for the term that begins when it is paid through. What has
// none is missing.
func (s *Store) UnpaidInvoices(ctx context.Context, domains []reseller.Domain) (map[int64]reseller.Invoice, error) {
	keys := make([]string, len(domains))
	for i, d := range domains {
		keys[i] = termKey(d.ID, d.PaidThrough)
	}
	rows, err := rowsOf[invoiceRow](s.scans).Where("term_key IN ?", keys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("unpaid invoices: %w", translate(err))
	}
	unpaid := make(map[int64]reseller.Invoice, len(rows))
	for _, row := range rows {
		if row.Status != string(reseller.InvoiceUnpaid) { // here: by their status the database would look through all unpaid ones
			continue
		}
		if unpaid[row.DomainID], err = row.toInvoice(); err != nil {
			return nil, err
		}
	}
	return unpaid, nil
}

// DueInvoices lists unpaid invoices whose time to be tried has come, at most limit: of each account those first whose terms begin first, as
// the forecast has them, and the accounts in turn.
func (s *Store) DueInvoices(ctx context.Context, now time.Time, limit int) ([]reseller.Invoice, error) {
	var rows []invoiceRow
	err := s.reads.WithContext(ctx).Raw(`SELECT i.* FROM (
			SELECT id, ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY term, domain_id, id) AS turn FROM invoices WHERE try_at <= ?
		) due JOIN invoices i ON i.id = due.id ORDER BY due.turn, i.account_id LIMIT ?`, micro(now), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list invoices to be tried: %w", translate(err))
	}
	return each(rows, invoiceRow.toInvoice)
}

// NextInvoiceTry is the first time after a given one at which an unpaid invoice is tried; zero if there is none.
func (s *Store) NextInvoiceTry(ctx context.Context, after time.Time) (time.Time, error) {
	rows, err := rowsOf[invoiceRow](s.reads).Select("try_at").Where("try_at > ?", micro(after)).Order("try_at").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, translate(err)
	}
	return zeroTime(rows[0].TryAt), nil
}

// PostponeInvoice sets when an unpaid invoice is next tried. It is guarded by the time that was read: ErrConflict if
// somebody else has it in hand, if a top-up has asked for a try at once, or if it is paid or cancelled by now.
func (s *Store) PostponeInvoice(ctx context.Context, i reseller.Invoice, until time.Time) (reseller.Invoice, error) {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Model(&invoiceRow{}).Where("id = ? AND status = ? AND try_at = ?", i.ID, string(reseller.InvoiceUnpaid), micro(i.TryAt)).
			Update("try_at", nullTime(until)))
	})
	if err != nil {
		return i, fmt.Errorf("postpone invoice %d: %w", i.ID, err)
	}
	i.TryAt = micro(until)
	return i, nil
}

// tryInvoices has the auto-renew job try an account's unpaid invoices at once: there is more credit than before. Only unpaid
// ones have a time to be tried at.
func tryInvoices(tx *gorm.DB, account int64, now time.Time) error {
	return tx.Exec("UPDATE invoices SET try_at = ? WHERE try_at > ? AND account_id = ?", micro(now), micro(now), account).Error
}

// CancelInvoice cancels an unpaid invoice, with a credit note if it has a number. The term is not invoiced again unless
// auto-renew is switched off and on. ErrConflict if it is not unpaid.
func (s *Store) CancelInvoice(ctx context.Context, id int64, by reseller.Actor, reason string) (reseller.Invoice, error) {
	var cancelled reseller.Invoice
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row invoiceRow
		if err := tx.Where("id = ? AND status = ?", id, string(reseller.InvoiceUnpaid)).Take(&row).Error; err != nil {
			if errors.Is(err, gorm.ErrRecordNotFound) {
				return reseller.ErrConflict
			}
			return err
		}
		var err error
		if cancelled, err = cancelInvoice(tx, row, reason, micro(s.clock.Now())); err != nil {
			return err
		}
		return s.record(tx, by, row.AccountID, "invoice.cancelled", zeroText(row.Number), reason,
			between(one("state", row.Status), one("state", string(cancelled.Status)))...)
	})
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("cancel invoice %d: %w", id, err)
	}
	return cancelled, nil
}

// cancelInvoice cancels one unpaid invoice. A numbered one is never voided but credited; one without a number has not been
// sent and simply ends.
func cancelInvoice(tx *gorm.DB, row invoiceRow, reason string, now time.Time) (reseller.Invoice, error) {
	was := tx.Model(&invoiceRow{}).Where("id = ? AND status = ?", row.ID, string(reseller.InvoiceUnpaid))
	if row.Number == nil {
		was = was.Where("number IS NULL")
	}
	err := expectOneRow(was.Select("status", "term_key", "try_at", "reason").
		Updates(&invoiceRow{Status: string(reseller.InvoiceCancelled), Reason: clip(reason, 1000)}))
	if errors.Is(err, reseller.ErrConflict) {
		return reseller.Invoice{}, errOvertaken // it was paid or numbered at this very moment: look again
	}
	if err != nil {
		return reseller.Invoice{}, err
	}
	row.Status, row.TermKey, row.TryAt, row.Reason = string(reseller.InvoiceCancelled), nil, nil, reason
	i, err := row.toInvoice()
	if err != nil {
		return reseller.Invoice{}, err
	}
	event := reseller.InvoiceEvent(reseller.EventInvoiceCancelled, i, now)
	if i.Number != "" {
		note := fromInvoice(reseller.CreditNoteOf(i, reason, now))
		if err := tx.Create(&note).Error; err != nil {
			return reseller.Invoice{}, err
		}
		event.Detail.Note = note.ID
	}
	return i, addEvent(tx, event)
}

// termChanged reports whether the invoice of a domain's next term no longer fits the row.
func termChanged(before, after reseller.Domain) bool { return termEnd(before, after) != "" }

// termEnd says why a change of a domain row ends the claim for its next term: it is not the next one any more, or nobody
// wants it or can have it renewed. Empty if the claim stands.
func termEnd(before, after reseller.Domain) string {
	switch {
	case !after.State.Live():
		return "the name has left the account"
	case after.State != before.State:
		return "the name has been deleted"
	case before.AutoRenew && !after.AutoRenew:
		return "automatic renewal was switched off"
	case !after.PaidThrough.Equal(before.PaidThrough):
		return "the term was renewed otherwise"
	}
	return ""
}

// cancelTermInvoices cancels the unpaid invoice of a term whose claim has ended.
func (s *Store) cancelTermInvoices(tx *gorm.DB, before, after reseller.Domain) error {
	reason := termEnd(before, after)
	if !before.Invoiced || reason == "" {
		return nil
	}
	now := micro(s.clock.Now())
	var rows []invoiceRow
	if err := tx.Where("domain_id = ? AND status = ?", after.ID, string(reseller.InvoiceUnpaid)).Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := cancelInvoice(tx, row, reason, now); err != nil {
			return err
		}
	}
	return nil
}

// settleInvoice writes the paid invoice of a done order. A renewal pays the unpaid invoice of its term if it buys just that;
// another period or price cancels that one and has an invoice of its own.
func settleInvoice(tx *gorm.DB, o reseller.Order) error {
	paid := reseller.InvoiceOf(o)
	var row invoiceRow
	found := false
	if o.Kind == reseller.OrderRenew {
		var err error
		if found, err = exists(tx, &row, "term_key = ?", termKey(o.DomainID, o.PaidFrom)); err != nil {
			return err
		}
	}
	switch {
	case !found:
		return addUnlessFree(tx, paid)
	case row.Status != string(reseller.InvoiceUnpaid):
		paid.Term = time.Time{} // the term was paid before: after a deletion and a restore it may come again
		return addUnlessFree(tx, paid)
	}
	unpaid, err := row.toInvoice()
	if err != nil {
		return err
	}
	if !unpaid.PaidBy(o) {
		if _, err := cancelInvoice(tx, row, "the term was renewed for another period or price", o.EndedAt); err != nil {
			return err
		}
		return addUnlessFree(tx, paid)
	}
	err = expectOneRow(tx.Model(&invoiceRow{}).Where("id = ? AND status = ?", row.ID, string(reseller.InvoiceUnpaid)).
		Select("status", "order_id", "paid_at", "try_at").
		Updates(&invoiceRow{Status: string(reseller.InvoicePaid), OrderID: &o.ID, PaidAt: &o.EndedAt}))
	if errors.Is(err, reseller.ErrConflict) {
		return errOvertaken
	}
	if err != nil {
		return err
	}
	unpaid.OrderID = o.ID
	return addEvent(tx, reseller.InvoiceEvent(reseller.EventInvoicePaid, unpaid, o.EndedAt))
}

// addUnlessFree writes a paid invoice; what cost nothing has none.
func addUnlessFree(tx *gorm.DB, i reseller.Invoice) error {
	if i.Charge.Total() == 0 {
		return nil
	}
	return addInvoice(tx, i)
}
