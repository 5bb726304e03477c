package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type paymentDismissalRow struct {
	PaymentID int64
	Need      string
	Dispute   string
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
		p, err := row.withDisputes(tx)
		if err != nil {
			return err
		}
		done := paymentDismissalRow{PaymentID: id, Need: need, Returned: row.Refunded, Amount: amount, Reason: clip(reason, 255), MadeAt: micro(s.clock.Wall())}
		switch need {
		case reseller.NeedDispute:
			done.Dispute, done.Returned = needs.Dispute, p.Disputed()
		case reseller.NeedReference:
			done.Returned = p.Returned()
		}
		if err := addDismissal(tx, done); err != nil {
			return err
		}
		return s.record(tx, by, row.AccountID, "payment.dismissed", fmt.Sprint(id), fmt.Sprintf("%s %s: %s", need, amountFact(amount, row.ReceivedCurrency), reason))
	})
	if err != nil {
		return fmt.Errorf("dismiss what card payment %d needs: %w", id, translate(err))
	}
	return nil
}

// addDismissal writes a dismissal; to one of the same need, and dispute, after as much had gone back it is added.
func addDismissal(tx *gorm.DB, d paymentDismissalRow) error {
	var before []paymentDismissalRow
	if err := tx.Where("payment_id = ? AND need = ? AND returned = ? AND dispute = ?", d.PaymentID, d.Need, d.Returned, d.Dispute).Find(&before).Error; err != nil {
		return err
	}
	for _, b := range before {
		d.Amount, d.Reason = d.Amount+b.Amount, clip(b.Reason+"; "+d.Reason, 255)
		if err := dropDismissal(tx, b); err != nil {
			return err
		}
	}
	return tx.Create(&d).Error
}

func dropDismissal(tx *gorm.DB, d paymentDismissalRow) error {
	return tx.Exec("DELETE FROM payment_dismissals WHERE payment_id = ? AND need = ? AND returned = ? AND dispute = ?", d.PaymentID, d.Need, d.Returned, d.Dispute).Error
}

// refundsFailed ends the dismissals of refunds that have failed since, as far as they have: what is refunded again later is another refund. Which of several has failed is not known; the
// newest is taken for it.
func refundsFailed(tx *gorm.DB, id, refunded int64) error {
	var beyond []paymentDismissalRow
	err := tx.Where("payment_id = ? AND need = ? AND returned > ?", id, reseller.NeedRefund, refunded).Order("returned").Find(&beyond).Error
	for _, d := range beyond {
		if err == nil {
			err = dropDismissal(tx, d)
		}
		if d.Amount -= d.Returned - refunded; err == nil && d.Amount > 0 {
			d.Returned = refunded
			err = addDismissal(tx, d)
		}
	}
	return err
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
