package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// ConfirmOrder makes a purchase done that had ended as refused and took effect all the same: it is charged from the available credit at
// its frozen price, with its invoice, its event and a record, and the name's row gets what the registry shows, in one transaction.
//
// Code restoring before a restored database has been compared with the registries;
// ErrConflict if the order is not refused, if the row is not as the refusal left it, or if anything was built on that; ErrDuplicate if the
// name is in an account; ErrFunds if the credit does not cover the charge.
func (s *Store) ConfirmOrder(ctx context.Context, r reseller.Reversal, by reseller.Actor) (reseller.Order, error) {
	o := r.Order
	o.State, o.Code, o.Reason, o.EndedAt = reseller.OrderDone, "", clip(r.Reason, 1000), micro(s.clock.Now())
	written := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &orderRow{}, "id = ? AND state = ? AND ended_at = ?", o.ID, string(o.State), o.EndedAt)
	}
	err := s.txKeyed(ctx, written, func(tx *gorm.DB) error {
		if err := s.workable(tx); err != nil {
			return err
		}
		if err := s.mustBeOpen(tx, o.AccountID); err != nil {
			return err
		}
		before, after, err := s.changeDomain(tx, o.DomainID, func(d *reseller.Domain) error {
			if !asRefusedBy(o, *d) {
				return reseller.ErrConflict
			}
			r.Apply(d)
			return nil
		})
		if err != nil {
			return err
		}
		built, err := builtOn(tx, o)
		if err == nil && built {
			err = reseller.ErrConflict
		}
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Exec("UPDATE orders SET state = ?, code = '', reason = ?, ended_at = ?, fence = fence + 1 WHERE id = ? AND state = ?",
			string(o.State), o.Reason, o.EndedAt, o.ID, string(reseller.OrderRefused)))
		if err != nil {
			return err
		}
		if err := s.bill(tx, o, before, after); err != nil {
			return err
		}
		if err := addEnd(tx, o, after); err != nil {
			return err
		}
		if err := s.record(tx, by, o.AccountID, reseller.AuditOrderConfirm, strconv.FormatInt(o.ID, 10), r.Reason); err != nil {
			return err
		}
		if o.Charge.Total() == 0 {
			return nil
		}
		return s.post(tx, reseller.Entry{
			Kind: reseller.EntrySettle, AccountID: o.AccountID, OrderID: o.ID, Note: reseller.OrderNote(o.Kind, o.Name.String()), At: o.EndedAt,
			Postings: reseller.ChargePostings(o.AccountID, o.Charge),
		})
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("confirm order %d: %w", o.ID, err)
	}
	return o, nil
}

// asRefusedBy reports whether a domain row is as the refusal of a purchase left it.
func asRefusedBy(o reseller.Order, d reseller.Domain) bool {
	switch {
	case d.AccountID != o.AccountID:
		return false
	case o.Kind == reseller.OrderRenew:
		return d.State == reseller.DomainActive && d.PaidThrough.Equal(o.PaidFrom)
	case o.Kind == reseller.OrderRestore:
		return slices.Contains([]reseller.DomainState{reseller.DomainActive, reseller.DomainRedemption, reseller.DomainPendingDelete}, d.State)
	}
	return d.State == reseller.DomainRefused
}
