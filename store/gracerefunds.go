package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// graceRefundRow is a deletion that brings, or may still bring, the refund of a registration in the add grace.
type graceRefundRow struct {
	OrderID   int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64
	Month     int
}

func (graceRefundRow) TableName() string { return "grace_refunds" }

// monthOf is a month as it is kept: 202603.
func monthOf(g reseller.GraceRefund) int { return g.Month.Year()*100 + int(g.Month.Month()) }

// RefundLeft reports whether a refund is within its account's limit.
func (s *Store) RefundLeft(ctx context.Context, g reseller.GraceRefund) (bool, error) {
	left, err := refundLeft(s.reads.WithContext(ctx), g)
	if err != nil {
		return false, fmt.Errorf("count refunds: %w", translate(err))
	}
	return left, nil
}

// takeRefund counts a deletion's refund against its account's limit. Deletions of one account wait for one another here, so that the
// last one that is left is not given twice.
func takeRefund(tx *gorm.DB, g *reseller.GraceRefund, deletion int64) error {
	if g == nil {
		return nil
	}
	if _, err := exists(tx, &balanceRow{}, "account_id = ?", g.Account); err != nil {
		return err
	}
	left, err := refundLeft(tx, *g)
	if err != nil {
		return err
	}
	if !left {
		return reseller.ErrRefundLimit
	}
	return tx.Create(&graceRefundRow{OrderID: deletion, AccountID: g.Account, Month: monthOf(*g)}).Error
}

// keepRefund gives what a deletion had taken of the limit back, if it ended without refunding a registration. One that was refused
// does not count.
func keepRefund(tx *gorm.DB, deletion reseller.Order, refunds []reseller.Refund) error {
	if deletion.Kind != reseller.OrderDelete || deletion.State != reseller.OrderDone {
		return nil
	}
	for _, r := range refunds {
		if r.Order.Kind == reseller.OrderRegister {
			return nil
		}
	}
	return tx.Where("order_id = ?", deletion.ID).Delete(&graceRefundRow{}).Error
}

// graceMonthsKept is how many months before the present one are kept: a limit looks at one month, that of the deletion.
const graceMonthsKept = 3

// pruneGraceRefunds deletes what was counted against limits of months that are over.
func (s *Store) pruneGraceRefunds(ctx context.Context) (gone int64, err error) {
	now := s.clock.Now().UTC()
	before := monthOf(reseller.GraceRefund{Month: time.Date(now.Year(), now.Month()-graceMonthsKept, 1, 0, 0, 0, 0, time.UTC)})
	for range pruneRounds {
		var ids []int64
		err := s.tx(ctx, func(tx *gorm.DB) error {
			ids = nil
			if err := tx.Model(&graceRefundRow{}).Where("month < ?", before).Order("order_id").Limit(pruneAtOnce).Pluck("order_id", &ids).Error; err != nil || len(ids) == 0 {
				return err
			}
			return tx.Where("order_id IN ?", ids).Delete(&graceRefundRow{}).Error
		})
		if err != nil {
			return gone, err
		}
		if gone += int64(len(ids)); len(ids) < pruneAtOnce {
			break
		}
	}
	return gone, nil
}
