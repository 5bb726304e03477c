package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// cardAttempt is the day's counter of card payments that an account's people begin.
const cardAttempt = "card"

// OpenPayment writes the intent of a card payment before the provider is asked. A form begins one payment: a second time it gives the one that
// there is, and mine is false. perDay is how many an account's people may begin on a UTC day.
func (s *Store) OpenPayment(ctx context.Context, p reseller.Payment, perDay int64, by reseller.Actor) (opened reseller.Payment, mine bool, err error) {
	if err := fits(reseller.PathIdempotencyKey, p.FormKey, 64); err != nil {
		return p, false, err
	}
	if !inASCII(p.FormKey) {
		return p, false, reseller.Invalid(reseller.PathIdempotencyKey, "%s is not ASCII text", reseller.PathIdempotencyKey)
	}
	before := func(tx *gorm.DB) (bool, error) {
		var row paymentRow
		there, err := exists(tx, &row, "account_id = ? AND form_key = ?", p.AccountID, p.FormKey)
		if there {
			opened = row.toPayment()
		}
		return there, err
	}
	err = s.txKeyed(ctx, before, func(tx *gorm.DB) error {
		mine = false
		if there, err := before(tx); err != nil || there {
			return err
		}
		if err := s.mustBeOpen(tx, p.AccountID); err != nil {
			return err
		}
		if fits, err := s.countToday(tx, cardAttempt, p.AccountID, 1, perDay); err != nil {
			return err
		} else if !fits {
			return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
				"%d card payments were begun today, which is as many as may be; nothing was done: pay by bank, or try again tomorrow (UTC)", perDay)
		}
		row := fromPayment(p)
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		mine = true
		opened = row.toPayment()
		return s.record(tx, by, p.AccountID, "payment.begun", fmt.Sprint(row.ID), begunWords(p))
	})
	if errors.Is(err, reseller.ErrDuplicate) { // begun by the same form at this very moment
		return s.OpenPayment(ctx, p, perDay, by)
	}
	if err != nil {
		return p, false, fmt.Errorf("begin a card payment: %w", err)
	}
	return opened, mine, nil
}

// BindPayment notes what the provider calls a payment that is open, as far as it is known by now, and when it is asked of it again (wall time). What was known
// before stays.
func (s *Store) BindPayment(ctx context.Context, id int64, session, page, ref string, look time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE payments SET session = COALESCE(session, ?), page = COALESCE(page, ?), ref = COALESCE(ref, ?), look_at = ? WHERE id = ? AND state = ?",
			nullText(session), nullText(page), nullText(ref), micro(look), id, string(reseller.PaymentOpen)).Error
	})
	if err != nil {
		return fmt.Errorf("note what the provider calls card payment %d: %w", id, err)
	}
	return nil
}

// begunWords are what the audit log says of a payment that somebody has begun.
func begunWords(p reseller.Payment) string {
	words := "card, " + p.Amount.String()
	if p.SaveCard {
		words += ", save_card=true"
	}
	return words
}
