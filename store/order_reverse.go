package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// ReverseOrder takes back a purchase that the operator resolved as done and that never was: it puts the name's row right, credits the
// invoice with its refund, marks the order and records why, in one transaction. The order stays done, as it was told. It gives the
// credit note, which is empty where nothing was charged.
//
// Code restoring before a restored database has been compared with the registries;
// ErrConflict if the operator did not resolve it so, if the row is not as the order left it, if anything was built on it, or if its invoice
// is not paid or has no number; ErrDuplicate if it was taken back or its charge has gone back before.
func (s *Store) ReverseOrder(ctx context.Context, r reseller.Reversal, by reseller.Actor) (reseller.Invoice, error) {
	at, o := micro(s.clock.Now()), r.Order
	var note invoiceRow
	written := func(tx *gorm.DB) (bool, error) {
		done, err := exists(tx, &orderRow{}, "id = ? AND reversed_at = ?", o.ID, at)
		if done && err == nil && o.Charge.Total() > 0 {
			_, err = exists(tx, &note, "order_id = ? AND credits <> 0", o.ID)
		}
		return done, err
	}
	err := s.txKeyed(ctx, written, func(tx *gorm.DB) error {
		note = invoiceRow{}
		if err := s.workable(tx); err != nil {
			return err
		}
		if err := s.mustBeOpen(tx, o.AccountID); err != nil {
			return err
		}
		before, after, err := s.changeDomain(tx, o.DomainID, func(d *reseller.Domain) error {
			if !asLeftBy(o, *d) {
				return reseller.ErrConflict
			}
			r.Apply(d)
			return nil
		})
		if err != nil {
			return err
		}
		if err := markReversed(tx, o, at); err != nil {
			return err
		}
		if err := s.cancelTermInvoices(tx, before, after); err != nil {
			return err
		}
		if err := s.record(tx, by, o.AccountID, reseller.AuditOrderReversed, strconv.FormatInt(o.ID, 10), r.Reason); err != nil {
			return err
		}
		// The term may be sold again, with an invoice of its own.
		if err := tx.Exec("UPDATE invoices SET term_key = NULL WHERE order_id = ? AND credits = 0", o.ID).Error; err != nil || o.Charge.Total() == 0 {
			return err
		}
		note, err = s.credit(tx, nil, by, r.Reason, at, "order_id = ?", o.ID)
		return err
	})
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("reverse order %d: %w", o.ID, err)
	}
	if note.ID == 0 {
		return reseller.Invoice{}, nil
	}
	return note.toInvoice()
}

// asLeftBy reports whether a domain row is as a done purchase left it.
func asLeftBy(o reseller.Order, d reseller.Domain) bool {
	switch {
	case d.AccountID != o.AccountID:
		return false
	case o.Kind == reseller.OrderRenew && d.State.Live():
		return reseller.SameExpiry(d.PaidThrough, reseller.AddYears(o.PaidFrom, o.Desired.Years))
	case o.Kind == reseller.OrderRenew || o.Kind == reseller.OrderRestore:
		return true
	}
	return d.State == reseller.DomainActive
}

// markReversed marks a purchase that the operator had resolved as done and that nothing was built on.
func markReversed(tx *gorm.DB, o reseller.Order, at time.Time) error {
	resolved, err := exists(tx, &auditRow{}, "action = ? AND object = ? AND detail LIKE ?", reseller.AuditOrderResolve, strconv.FormatInt(o.ID, 10), "done%")
	if err != nil {
		return err
	}
	built, err := builtOn(tx, o)
	if err == nil && (!resolved || built) {
		return reseller.ErrConflict
	}
	if err != nil {
		return err
	}
	err = expectOneRow(tx.Exec("UPDATE orders SET reversed_at = ? WHERE id = ? AND state = ? AND reversed_at IS NULL", at, o.ID, string(reseller.OrderDone)))
	if errors.Is(err, reseller.ErrConflict) && !o.ReversedAt.IsZero() {
		return reseller.ErrDuplicate
	}
	return err
}

// builtOn reports whether anything was ordered for a domain row that rests on a purchase of it: whatever it is where that brought the
// name, else a later purchase or the end of the name.
func builtOn(tx *gorm.DB, o reseller.Order) (bool, error) {
	query := tx.Where("domain_id = ? AND id <> ? AND state NOT IN ? AND reversed_at IS NULL", o.DomainID, o.ID,
		[]string{string(reseller.OrderRefused), string(reseller.OrderSuperseded)})
	if slices.Contains(extensions, string(o.Kind)) {
		query = query.Where("id > ? AND kind IN ?", o.ID, slices.Concat(purchases, departures))
	}
	return exists(query, &orderRow{}, "1 = 1")
}
