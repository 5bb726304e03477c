package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type paymentDisputeRow struct {
	PaymentID int64
	Dispute   string // the provider's id
	Amount    int64
	Currency  string
	Status    string
	BegunAt   time.Time
}

func (paymentDisputeRow) TableName() string { return "payment_disputes" }

// withDisputes is the payment with its disputes. One that was noted by a release which knew the newest only is without its id until the provider has told of it again.
func (r paymentRow) withDisputes(db *gorm.DB) (reseller.Payment, error) {
	list, err := withDisputes(db, []paymentRow{r})
	if err != nil {
		return reseller.Payment{}, err
	}
	return list[0], nil
}

func withDisputes(db *gorm.DB, rows []paymentRow) ([]reseller.Payment, error) {
	list := make([]reseller.Payment, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		list[i], ids[i] = r.toPayment(), r.ID
	}
	var disputes []paymentDisputeRow
	for some := range slices.Chunk(ids, 500) {
		var found []paymentDisputeRow
		if err := db.Where("payment_id IN ?", some).Order("begun_at, dispute").Find(&found).Error; err != nil {
			return nil, err
		}
		disputes = append(disputes, found...)
	}
	for i, r := range rows {
		for _, d := range disputes {
			if d.PaymentID == r.ID {
				list[i].Disputes = append(list[i].Disputes, reseller.Dispute{
					ID: d.Dispute, Amount: reseller.Money{Minor: d.Amount, Currency: d.Currency}, Status: d.Status, BegunAt: d.BegunAt.UTC(),
				})
			}
		}
		if len(list[i].Disputes) == 0 && r.Disputed > 0 {
			list[i].Disputes = []reseller.Dispute{{Amount: reseller.Money{Minor: r.Disputed, Currency: r.ReceivedCurrency}, Status: r.Dispute}}
		}
	}
	return list, nil
}

// paymentsOf are the payments of rows.
func (s *Store) paymentsOf(ctx context.Context, rows []paymentRow) ([]reseller.Payment, error) {
	list, err := withDisputes(s.reads.WithContext(ctx), rows)
	if err != nil {
		return nil, fmt.Errorf("list disputes of card payments: %w", translate(err))
	}
	return list, nil
}

// DisputedPayments lists the payments with a dispute that has not ended, by number, and those whose disputes are not all known yet: an earlier release has noted the newest.
func (s *Store) DisputedPayments(ctx context.Context) ([]reseller.Payment, error) {
	const of = "SELECT 1 FROM payment_disputes d WHERE d.payment_id = payments.id"
	rows, err := rowsOf[paymentRow](s.reads).Where("ref IS NOT NULL AND disputed > 0 AND (EXISTS ("+of+" AND d.status NOT IN ?) OR NOT EXISTS ("+of+"))", reseller.EndedDisputes).
		Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list card payments with disputes: %w", translate(err))
	}
	return s.paymentsOf(ctx, rows)
}

// RefundedPayments lists the payments of which something is refunded, by number, and of which that was last seen to be more since a wall time.
func (s *Store) RefundedPayments(ctx context.Context, since time.Time) ([]reseller.Payment, error) {
	rows, err := rowsOf[paymentRow](s.reads).Where("ref IS NOT NULL AND refunded > 0 AND refunded_at >= ?", micro(since)).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list card payments that were refunded: %w", translate(err))
	}
	return s.paymentsOf(ctx, rows)
}

// NoteReturned notes what the provider has refunded of a payment, minor units of what was received, and the disputes of it that the provider shows; those that were noted before stay.
// Nothing is taken from the account by it.
func (s *Store) NoteReturned(ctx context.Context, id, refunded int64, disputes []reseller.Dispute, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row paymentRow
		if err := asItIsNow(tx).Where("id = ?", id).Take(&row).Error; err != nil {
			return err
		}
		was, err := row.withDisputes(tx)
		if err != nil || was.Refunded == refunded && was.KnowsDisputes(disputes) {
			return err
		}
		if err := noteDisputes(tx, was, disputes); err != nil {
			return err
		}
		if row.Refunded = refunded; refunded > was.Refunded {
			row.RefundedAt = nullTime(s.clock.Wall())
		}
		row.Returns++
		is, err := row.withDisputes(tx)
		if err != nil {
			return err
		}
		newest := ""
		if n := len(is.Disputes); n > 0 {
			newest = is.Disputes[n-1].Status
		}
		err = tx.Exec("UPDATE payments SET refunded = ?, refunded_at = ?, returns = ?, disputed = ?, dispute = ? WHERE id = ?", refunded, row.RefundedAt, row.Returns, is.Disputed(), newest, id).Error
		if err == nil && refunded < was.Refunded {
			err = refundsFailed(tx, id, refunded)
		}
		if err == nil {
			err = s.tellReturned(tx, was, is, row.Returns)
		}
		if err != nil {
			return err
		}
		return s.record(tx, by, is.AccountID, "payment.returned", is.Ref, "", between(returnedFacts(was), returnedFacts(is))...)
	})
	if err != nil {
		return fmt.Errorf("note what card payment %d has given back: %w", id, translate(err))
	}
	return nil
}

// noteDisputes writes the disputes that have changed, or are new.
func noteDisputes(tx *gorm.DB, was reseller.Payment, disputes []reseller.Dispute) error {
	for _, d := range disputes {
		if was.KnowsDisputes([]reseller.Dispute{d}) {
			continue
		}
		if err := tx.Exec("DELETE FROM payment_disputes WHERE payment_id = ? AND dispute = ?", was.ID, d.ID).Error; err != nil {
			return err
		}
		row := paymentDisputeRow{was.ID, d.ID, d.Amount.Minor, d.Amount.Currency, clip(d.Status, 40), micro(d.BegunAt)}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// tellReturned tells the account how much has gone back in all, of the change of a number; less than before where a refund has failed.
func (s *Store) tellReturned(tx *gorm.DB, was, is reseller.Payment, change int64) error {
	var err error
	if is.Refunded != was.Refunded {
		err = addEvent(tx, reseller.PaymentReturned(reseller.EventPaymentRefunded, is, is.Refunded, change, s.clock.Now()))
	}
	if err == nil && is.Disputed() > was.Disputed() {
		err = addEvent(tx, reseller.PaymentReturned(reseller.EventPaymentDisputed, is, is.Disputed(), change, s.clock.Now()))
	}
	return err
}
