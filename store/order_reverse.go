package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// ReverseRegistration takes back a registration that the operator resolved as done and that never was: it credits the invoice with
// its refund, closes the name's row and records why, in one transaction. The order stays done, as it was told. ErrConflict if the
// operator did not resolve it so, if its name is not active, if anything else was ordered for that row, or if its invoice is not
// paid or has no number; ErrDuplicate if the charge has gone back before.
func (s *Store) ReverseRegistration(ctx context.Context, o reseller.Order, by reseller.Actor, reason string) (reseller.Invoice, error) {
	at := micro(s.clock.Now())
	var note invoiceRow
	written := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &invoiceRow{}, "id = ? AND order_id = ? AND created_at = ?", note.ID, o.ID, at)
	}
	err := s.txKeyed(ctx, written, func(tx *gorm.DB) error {
		if err := reversible(tx, o); err != nil {
			return err
		}
		before, after, err := s.changeDomain(tx, o.DomainID, func(d *reseller.Domain) error {
			if d.State != reseller.DomainActive || d.AccountID != o.AccountID {
				return reseller.ErrConflict
			}
			d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, reason, at
			return nil
		})
		if err != nil {
			return err
		}
		if err := s.cancelTermInvoices(tx, before, after); err != nil {
			return err
		}
		if err := s.record(tx, by, o.AccountID, reseller.AuditOrderReversed, strconv.FormatInt(o.ID, 10), reason); err != nil {
			return err
		}
		note, err = s.credit(tx, nil, by, reason, at, "order_id = ?", o.ID)
		return err
	})
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("reverse order %d: %w", o.ID, err)
	}
	return note.toInvoice()
}

// reversible checks that an order was resolved by the operator, and that nothing was built on it.
func reversible(tx *gorm.DB, o reseller.Order) error {
	resolved, err := exists(tx, &auditRow{}, "action = ? AND object = ? AND detail LIKE ?", reseller.AuditOrderResolve, strconv.FormatInt(o.ID, 10), "done%")
	if err != nil {
		return err
	}
	stands, err := exists(tx, &orderRow{}, "id = ? AND kind = ? AND state = ?", o.ID, string(reseller.OrderRegister), string(reseller.OrderDone))
	if err != nil {
		return err
	}
	used, err := exists(tx, &orderRow{}, "domain_id = ? AND id <> ? AND state NOT IN ?", o.DomainID, o.ID,
		[]string{string(reseller.OrderRefused), string(reseller.OrderSuperseded)})
	if err == nil && (!resolved || !stands || used) {
		return reseller.ErrConflict
	}
	return err
}
