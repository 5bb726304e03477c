package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type paymentDismissalRow struct {
	PaymentID int64
	Need      string
	Returned  int64
	Amount    int64
	Reason    string
	MadeAt    time.Time
}

func (paymentDismissalRow) TableName() string { return "payment_dismissals" }

// DismissPayment notes that what is left to be done about a payment is not to be done, and why. What goes back of the payment later is told again. seen is what whoever decides has seen
// to be left; ErrConflict if it is something else by now, or nothing. Whoever dismisses the same first has dismissed it.
func (s *Store) DismissPayment(ctx context.Context, id int64, seen reseller.PaymentNeeds, reason string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row paymentRow
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		needs, err := paymentNeeds(tx, id)
		if err != nil {
			return err
		}
		need, amount := needs.Need()
		if needs != seen || need == "" {
			return reseller.ErrConflict
		}
		done := paymentDismissalRow{PaymentID: id, Need: need, Returned: row.Refunded, Amount: amount, Reason: clip(reason, 255), MadeAt: micro(s.clock.Wall())}
		if need == reseller.NeedDispute {
			done.Returned = row.Disputed
		}
		if err := tx.Create(&done).Error; err != nil {
			return err
		}
		return s.record(tx, by, row.AccountID, "payment.dismissed", fmt.Sprint(id), fmt.Sprintf("%s %d %s: %s", need, amount, row.ReceivedCurrency, reason))
	})
	if errors.Is(err, reseller.ErrDuplicate) {
		err = reseller.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("dismiss what card payment %d needs: %w", id, translate(err))
	}
	return nil
}

// PaymentDismissals lists why what a payment needed was not done, the oldest first.
func (s *Store) PaymentDismissals(ctx context.Context, id int64) (reasons []string, err error) {
	rows, err := rowsOf[paymentDismissalRow](s.reads).Where("payment_id = ?", id).Order("made_at").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list what was dismissed of card payment %d: %w", id, translate(err))
	}
	for _, r := range rows {
		reasons = append(reasons, r.Reason)
	}
	return reasons, nil
}

// undecided are payments with a dispute of which the bank may say more.
const undecided = `disputed > 0 AND dispute NOT IN ('won', 'lost', 'warning_closed', 'prevented') AND ref IS NOT NULL`

// DisputedPayments lists the payments with a dispute that has not ended, by number.
func (s *Store) DisputedPayments(ctx context.Context) ([]reseller.Payment, error) {
	rows, err := rowsOf[paymentRow](s.reads).Where(undecided).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list card payments with disputes: %w", translate(err))
	}
	return each(rows, paymentRow.toPayment)
}
