package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// TopUps lists what accounts that may top up have set of it that is not off, by account; only what is paused, if that is asked.
func (s *Store) TopUps(ctx context.Context, paused bool) ([]reseller.TopUp, error) {
	var rows []topUpRow
	err := s.reads.WithContext(ctx).Raw("SELECT t.* "+mayTopUp+" WHERE t.state = ? OR t.state = ? AND ? ORDER BY t.account_id", false, string(reseller.TopUpPaused), string(reseller.TopUpOn), !paused).
		Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list automatic top-ups: %w", translate(err))
	}
	return each(rows, func(r topUpRow) (reseller.TopUp, error) { return r.toTopUp(), nil })
}

// pauseTopUps pauses every automatic top-up of a restored database until a person switches it on again: who switched it off since the backup, or lowered what it may
// charge, must not be charged. One that is paused as its card was declined is among them: it would be tried again, or go on with another card that was saved. Each account is told, and the audit log has each.
func (s *Store) pauseTopUps(tx *gorm.DB) error {
	var set []topUpRow
	if err := tx.Where("state = ? OR state = ? AND (try_at IS NOT NULL OR declines > 0)", string(reseller.TopUpOn), string(reseller.TopUpPaused)).Find(&set).Error; err != nil {
		return err
	}
	for _, t := range set {
		before, was := t, t.toTopUp()
		t.State, t.TryAt, t.Declines, t.Version = string(reseller.TopUpPaused), nil, 0, t.Version+1
		if err := tx.Select("*").Updates(&t).Error; err != nil {
			return err
		}
		var a accountRow
		if err := tx.Where("id = ?", t.AccountID).Limit(1).Find(&a).Error; err != nil {
			return err
		}
		if err := addEvent(tx, reseller.TopUpRestored(was, a.Currency, s.clock.Now())); err != nil {
			return err
		}
		if err := s.recordTopUp(tx, reseller.OperatorIn(tx.Statement.Context), "paused after a restore", before, t); err != nil {
			return err
		}
	}
	return nil
}
