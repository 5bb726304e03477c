package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// EndPayment ends a payment that was not paid (expired, declined): it must be open. That another has ended it meanwhile is no error; ended reports whether
// this call did. Events tell of it.
func (s *Store) EndPayment(ctx context.Context, p reseller.Payment, by reseller.Actor, told ...reseller.Event) (ended bool, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		ended = false
		done := tx.Exec("UPDATE payments SET state = ?, reason = ?, ref = COALESCE(ref, ?), settled_at = ?, look_at = NULL, live_key = NULL WHERE id = ? AND state = ?",
			string(p.State), clip(p.Reason, 190), nullText(p.Ref), micro(s.clock.Now()), p.ID, string(reseller.PaymentOpen))
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		ended = true
		if err := s.declined(tx, p); err != nil {
			return err
		}
		for _, e := range told {
			if err := addEvent(tx, e); err != nil {
				return err
			}
		}
		return s.record(tx, by, p.AccountID, "payment."+string(p.State), fmt.Sprint(p.ID), p.Reason)
	})
	if err != nil {
		return false, fmt.Errorf("end card payment %d: %w", p.ID, err)
	}
	return ended, nil
}

// CreditPayment credits what a payment has received: the row becomes paid and its entry is posted, in one transaction and once, whoever finds out and however
// often. One that is not in the books yet (ID 0) is written into them. Where the operator has entered the same amount under its reference, that is its entry. credited
// reports whether this call has posted it.
//
// What must not be credited by itself is stranded, for a person to decide.
func (s *Store) CreditPayment(ctx context.Context, p reseller.Payment, a reseller.Account, by reseller.Actor) (paid reseller.Payment, credited bool, err error) {
	posted := func(tx *gorm.DB) (bool, error) {
		return exists(tx, &paymentRow{}, "ref = ? AND state = ?", p.Ref, string(reseller.PaymentPaid))
	}
	err = s.txKeyed(ctx, posted, func(tx *gorm.DB) (err error) {
		credited, err = s.creditPayment(tx, p, a, by)
		return err
	})
	var why *reseller.Error
	switch {
	case errors.As(err, &why) && why.Code == reseller.CodeForbidden:
		return s.StrandPayment(ctx, p, reseller.StrandedClosed, by)
	case errors.As(err, &why) && why.Kind == reseller.KindConflict:
		return s.StrandPayment(ctx, p, reseller.StrandedRef, by)
	case errors.As(err, &why) && why.Kind == reseller.KindInvalid:
		return s.StrandPayment(ctx, p, reseller.StrandedBalance, by)
	}
	found, missing := s.PaymentByKey(ctx, p.Key)
	if errors.Is(err, reseller.ErrDuplicate) && missing == nil && found.State == reseller.PaymentPaid {
		return found, false, nil // by another, at this very moment
	}
	if err = errors.Join(err, missing); err != nil {
		return p, false, fmt.Errorf("credit card payment %s: %w", p.Ref, err)
	}
	return found, credited, nil
}

func (s *Store) creditPayment(tx *gorm.DB, p reseller.Payment, a reseller.Account, by reseller.Actor) (bool, error) {
	now := s.clock.Now()
	if p.ID == 0 {
		row := fromPayment(p)
		row.State, row.LiveKey, row.LookAt = string(reseller.PaymentExpired), nil, nil // as if nobody had paid: the next line says otherwise
		if err := tx.Create(&row).Error; err != nil {
			return false, err
		}
		p.ID = row.ID
	}
	if first, err := paidNow(tx, p, now); err != nil || !first {
		return false, err
	}
	if err := cardIsGood(tx, p); err != nil {
		return false, err
	}
	entry := reseller.Entry{
		Kind: reseller.EntryDeposit, AccountID: a.ID, Ref: paymentRef(p), Note: reseller.PaymentNote(p.Kind), At: now,
		Postings: []reseller.Posting{
			{Account: reseller.HouseDeposits, Currency: a.Currency, Amount: -p.Received.Minor},
			{Account: reseller.Available(a.ID), Currency: a.Currency, Amount: p.Received.Minor},
		},
	}
	if entered, err := enteredByHand(tx, a, p); err != nil || entered {
		return false, err
	}
	if err := s.mustBeOpen(tx, a.ID); err != nil {
		return false, err
	}
	if err := claimRef(tx, a.ID, entry.Ref); err != nil {
		return false, err
	}
	if err := s.post(tx, entry); err != nil {
		return false, err
	}
	if err := checkBalanceBound(tx, a); err != nil {
		return false, err
	}
	if err := tryInvoices(tx, a.ID, now); err != nil {
		return false, err
	}
	if err := addEvent(tx, reseller.PaymentEvent(reseller.EventPaymentPaid, p, now)); err != nil {
		return false, err
	}
	return true, s.recordCredit(tx, by, a, entry, p.Received.Minor)
}

// enteredByHand reports whether the operator has entered a payment under its reference. Another amount is a conflict.
func enteredByHand(tx *gorm.DB, a reseller.Account, p reseller.Payment) (bool, error) {
	var amounts []int64
	err := tx.Raw(`SELECT p.amount FROM entries e JOIN postings p ON p.entry_id = e.id AND p.account = ? WHERE e.account_id = ? AND e.ref = ?`,
		reseller.Available(a.ID), a.ID, p.Ref).Scan(&amounts).Error
	if err != nil || len(amounts) == 0 {
		return false, err
	}
	if amounts[0] != p.Received.Minor {
		return false, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "reference %.60q has posted another amount; nothing was changed", p.Ref)
	}
	return true, nil
}

// StrandPayment notes that a payment was received and is not credited by itself, and why. A paid one stays paid.
func (s *Store) StrandPayment(ctx context.Context, p reseller.Payment, why string, by reseller.Actor) (stranded reseller.Payment, credited bool, err error) {
	p.State, p.Reason = reseller.PaymentStranded, why
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if p.ID == 0 {
			row := fromPayment(p)
			row.SettledAt, row.LiveKey = nullTime(s.clock.Now()), nil
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
			return s.record(tx, by, p.AccountID, "payment.stranded", p.Ref, why)
		}
		done := tx.Exec(`UPDATE payments SET state = ?, reason = ?, ref = COALESCE(ref, ?), received = ?, received_currency = ?, settled_at = ?, look_at = NULL, live_key = NULL
			WHERE id = ? AND state NOT IN (?, ?)`, string(p.State), why, nullText(p.Ref), p.Received.Minor, p.Received.Currency, micro(s.clock.Now()),
			p.ID, string(reseller.PaymentPaid), string(reseller.PaymentStranded))
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return s.record(tx, by, p.AccountID, "payment.stranded", p.Ref, why)
	})
	if err != nil && !errors.Is(err, reseller.ErrDuplicate) {
		return p, false, fmt.Errorf("note that card payment %s is not credited: %w", p.Ref, err)
	}
	stranded, err = s.PaymentByKey(ctx, p.Key)
	return stranded, false, err
}
