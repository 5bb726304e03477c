package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type leaseRow struct {
	Name   string `gorm:"primaryKey"`
	Holder string
	Until  time.Time
	Fence  int64
}

func (leaseRow) TableName() string { return "leases" }

// TakeLease takes or prolongs a lease and reports whether the holder now has it.
func (s *Store) TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	now := micro(s.clock.Wall())
	taken := false
	err := s.tx(ctx, func(tx *gorm.DB) error {
		taken = false
		// MySQL evaluates SET from left to right, so fence comes before holder.
		updated := tx.Exec(`UPDATE leases SET fence = CASE WHEN holder = ? THEN fence ELSE fence + 1 END, holder = ?, until = ?
			WHERE name = ? AND (holder = ? OR until < ?)`, holder, holder, now.Add(ttl), name, holder, now)
		if updated.Error != nil {
			return updated.Error
		}
		if updated.RowsAffected == 1 {
			taken = true
			return nil
		}
		var n int64
		if err := tx.Model(&leaseRow{}).Where("name = ?", name).Count(&n).Error; err != nil || n > 0 {
			return err
		}
		taken = true
		return tx.Create(&leaseRow{name, holder, now.Add(ttl), 1}).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take lease %s: %w", name, err)
	}
	return taken, nil
}

// DropLease gives a lease up, so that another may take it at once.
func (s *Store) DropLease(ctx context.Context, name, holder string) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE leases SET until = ? WHERE name = ? AND holder = ?", micro(s.clock.Wall().Add(-time.Second)), name, holder).Error
	})
}

// LeaseOf tells who holds a lease; ok is false if nobody does now.
func (s *Store) LeaseOf(ctx context.Context, name string) (lease reseller.Lease, ok bool, err error) {
	row, err := rowsOf[leaseRow](s.reads).Where("name = ?", name).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return reseller.Lease{}, false, nil
	}
	if err != nil {
		return reseller.Lease{}, false, fmt.Errorf("lease %s: %w", name, translate(err))
	}
	return reseller.Lease{Name: row.Name, Holder: row.Holder, Until: row.Until.UTC(), Fence: row.Fence}, s.clock.Wall().Before(row.Until), nil
}
