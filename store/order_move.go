package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// MoveOrder carries out a Move and gives the order as it then is. Nothing is sent anew before a restored database has been
// compared with the registries (code restoring). ErrConflict if the fence has moved on or the machine
// does not allow the move; ErrDuplicate if the live key is taken.
func (s *Store) MoveOrder(ctx context.Context, m reseller.Move) (reseller.Order, error) {
	now := micro(s.clock.Now())
	o := m.Order
	o.State, o.Code, o.Reason, o.DueAt, o.LeaseEnd = m.To, m.Code, m.Reason, m.DueAt, m.LeaseEnd
	if m.To == reseller.OrderUnknown && o.UnknownAt.IsZero() {
		o.UnknownAt = now
	}
	if m.Reply != (reseller.Reply{}) {
		o.Reply = m.Reply
	}
	if m.Send {
		o.Attempt, o.SentAt, o.UnknownAt, o.Reply = o.Attempt+1, now, time.Time{}, reseller.Reply{}
	}
	row := fromOrder(o)
	row.LiveKey = liveKeyOf(m.LiveKey)
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if m.Send {
			if err := s.sellable(tx); err != nil {
				return err
			}
		}
		err := expectOneRow(tx.Model(&orderRow{}).Scopes(heldBy(o), mayBecome(m.To)).
			Select("state", "live_key", "code", "reason", "due_at", "lease_end", "unknown_at", "sent_at", "attempt", "svtrid", "took_ms").Updates(&row))
		if err == nil {
			err = noteStep(tx, m.Order, o, m.Reply, now)
		}
		if err != nil || o.Kind != reseller.OrderTransfer || m.To != reseller.OrderPending || m.Order.State == reseller.OrderPending {
			return err
		}
		return addEvent(tx, reseller.TransferStarted(o, now))
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("move order %d to %s: %w", o.ID, m.To, err)
	}
	return o, nil
}

// ClaimOrder gives an unfinished order whose lease has ended to a worker: the fence grows, so whoever had it before can
// write nothing more. Code restoring before a restored database has been compared with the registries; ErrConflict if somebody else was first.
func (s *Store) ClaimOrder(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time) (reseller.Order, error) {
	return s.claimOrder(ctx, o, holder, leaseEnd, s.workable)
}

// ClaimUncompared is ClaimOrder in restored books that have not been compared, too: for the comparison itself, and for operators who decide.
func (s *Store) ClaimUncompared(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time) (reseller.Order, error) {
	return s.claimOrder(ctx, o, holder, leaseEnd, func(*gorm.DB) error { return nil })
}

func (s *Store) claimOrder(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time, allowed func(*gorm.DB) error) (reseller.Order, error) {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := allowed(tx); err != nil {
			return err
		}
		return expectOneRow(tx.Exec(`UPDATE orders SET fence = fence + 1, lease_holder = ?, lease_end = ?
			WHERE id = ? AND fence = ? AND due_at IS NOT NULL AND (lease_end IS NULL OR lease_end < ?)`,
			holder, micro(leaseEnd), o.ID, o.Fence, micro(s.clock.Wall())))
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("claim order %d: %w", o.ID, err)
	}
	o.Fence++
	o.LeaseEnd = leaseEnd
	return o, nil
}

// ProlongLease gives the worker that has an order more time. ErrConflict if the order has ended or passed to another.
func (s *Store) ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Exec("UPDATE orders SET lease_end = ? WHERE id = ? AND fence = ? AND lease_end IS NOT NULL", micro(until), o.ID, o.Fence))
	})
	if err != nil {
		return fmt.Errorf("prolong the lease of order %d: %w", o.ID, err)
	}
	return nil
}

// EndOrder records an outcome: order, domain row, ledger, invoice and event, in one transaction. The hold becomes a sale
// or goes back, never both: the entry's (order, kind) is unique and the order's state is guarded.
//
// ErrConflict if the order has ended otherwise or the fence has moved on. An order that this same worker has ended
// already, in a commit whose answer was lost, counts as ended.
func (s *Store) EndOrder(ctx context.Context, e reseller.Ending) (reseller.Order, error) {
	o := e.Order
	o.State, o.Code, o.Reason, o.EndedAt = e.To, e.Code, clip(e.Reason, 1000), micro(s.clock.Now())
	o.DueAt, o.LeaseEnd = time.Time{}, time.Time{}
	if e.Reply != (reseller.Reply{}) {
		o.Reply = e.Reply
	}
	row := fromOrder(o)
	ended := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &orderRow{}, "id = ? AND fence = ? AND state = ? AND ended_at = ?", o.ID, o.Fence, string(e.To), o.EndedAt)
	}
	err := s.txKeyed(ctx, ended, func(tx *gorm.DB) error {
		before, after, err := s.applyOutcome(tx, o, e.Apply)
		if err != nil {
			return err
		}
		if e.To == reseller.OrderDone && o.Subject != "" && before.ID != 0 {
			o.Had = e.Order.HadWhenDone(before)
			row.Had = packHad(o.Had)
		}
		err = expectOneRow(tx.Model(&orderRow{}).Scopes(heldBy(o), mayBecome(e.To)).
			Select("state", "live_key", "code", "reason", "ended_at", "due_at", "lease_end", "auth_code", "svtrid", "took_ms", "had").Updates(&row))
		if err != nil {
			return err
		}
		if err := s.bill(tx, o, before, after); err != nil {
			return err
		}
		if err := addEnd(tx, o, after); err != nil {
			return err
		}
		if err := noteChanged(tx, o); err != nil {
			return err
		}
		if err := errors.Join(tellHolds(tx, before, after, o.EndedAt), s.recordHold(tx, o, before, after), s.recordDisputeEnd(tx, o, before, after)); err != nil {
			return err
		}
		for _, r := range e.Refunds {
			if err := s.refundCharge(tx, r, o.EndedAt); err != nil {
				return err
			}
		}
		if err := keepRefund(tx, o, e.Refunds); err != nil {
			return err
		}
		if err := s.countRefused(tx, o); err != nil {
			return err
		}
		return s.settleCharge(tx, o)
	})
	if err != nil {
		return reseller.Order{}, fmt.Errorf("end order %d as %s: %w", o.ID, e.To, err)
	}
	return o, nil
}

// addEnd writes the event of an order's end with the name's row as the outcome has left it.
func addEnd(tx *gorm.DB, o reseller.Order, after reseller.Domain) error {
	if after.ID == 0 && o.Kind == reseller.OrderRenew { // a refusal changes nothing, and what is said of it is said of the row
		var row domainRow
		if err := tx.Where("id = ?", o.DomainID).Take(&row).Error; err != nil {
			return err
		}
		var err error
		if after, err = row.toDomain(); err != nil {
			return err
		}
	}
	return addEvent(tx, reseller.OrderEvent(o).Of(after))
}

// applyOutcome changes the domain row as the registry confirmed, and gives it before and after; both are empty if nothing
// changes on it.
func (s *Store) applyOutcome(tx *gorm.DB, o reseller.Order, apply func(*reseller.Domain)) (before, after reseller.Domain, err error) {
	if apply == nil {
		return before, after, nil
	}
	return s.changeDomain(tx, o.DomainID, func(d *reseller.Domain) error { apply(d); return nil })
}

// bill writes the invoice of a purchase that is done. What the outcome leaves unpaid of the domain's invoices is cancelled.
func (s *Store) bill(tx *gorm.DB, o reseller.Order, before, after reseller.Domain) error {
	if o.State == reseller.OrderDone && o.Kind.Operation() != "" {
		if err := settleInvoice(tx, o); err != nil {
			return err
		}
	}
	return s.cancelTermInvoices(tx, before, after)
}

// mayBecome limits an update to states that the order machine lets move on to another.
func mayBecome(to reseller.OrderState) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB { return q.Where("state IN ?", reseller.StatesBefore(to)) }
}

// settleCharge turns the order's hold into a sale, or gives it back.
func (s *Store) settleCharge(tx *gorm.DB, o reseller.Order) error {
	if o.Charge.Total() == 0 {
		return nil
	}
	entry := reseller.Entry{AccountID: o.AccountID, OrderID: o.ID, Note: reseller.OrderNote(o.Kind, o.Name.String()), At: o.EndedAt}
	if o.State != reseller.OrderDone {
		entry.Kind, entry.Postings = reseller.EntryRelease, reseller.ReleasePostings(o.AccountID, o.Charge)
		return s.post(tx, entry)
	}
	entry.Kind, entry.Postings = reseller.EntrySettle, reseller.SettlePostings(o.AccountID, o.Charge)
	return s.post(tx, entry)
}

// refundCharge gives back what a registry took back of a sale, with a credit note. What was refunded before counts as refunded.
func (s *Store) refundCharge(tx *gorm.DB, r reseller.Refund, at time.Time) error {
	sold, charge := r.Order, r.Charge()
	if charge.Total() == 0 {
		return nil
	}
	posted, err := isRefunded(tx, sold.ID)
	if posted || err != nil {
		return err
	}
	err = s.post(tx, reseller.Entry{
		Kind: reseller.EntryRefund, AccountID: sold.AccountID, OrderID: sold.ID, Note: reseller.RefundNote(sold.Name), At: at,
		Postings: reseller.RefundPostings(sold.AccountID, charge),
	})
	if err != nil {
		return err
	}
	return addCreditNote(tx, r, "refunded: deleted in the grace period", at)
}

// Recheck sets or, with a zero time, ends the later comparison of a done change with the registry.
func (s *Store) Recheck(ctx context.Context, order int64, at time.Time) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Model(&orderRow{}).Where("id = ?", order).Update("recheck_at", nullTime(at)).Error
	})
}

// AcknowledgeOrders notes what the callers of orders have received.
func (s *Store) AcknowledgeOrders(ctx context.Context, answers map[int64]reseller.AnswerState) error {
	byAnswer := map[reseller.AnswerState][]int64{}
	for id, a := range answers {
		byAnswer[a] = append(byAnswer[a], id)
	}
	return s.tx(ctx, func(tx *gorm.DB) error {
		for a, ids := range byAnswer {
			if err := tx.Model(&orderRow{}).Where("id IN ?", ids).Update("answered", string(a)).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
