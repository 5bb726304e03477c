package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type clockRow struct {
	ID       int `gorm:"primaryKey;autoIncrement:false"`
	Version  int64
	OffsetUS int64 `gorm:"column:offset_us"`
	TargetUS int64 `gorm:"column:target_us"`
}

func (clockRow) TableName() string { return "sandbox_clock" }

// SandboxClock reads the sandbox's clock; all zero if it was never moved.
func (s *Store) SandboxClock(ctx context.Context) (reseller.SandboxClock, error) {
	row, err := rowsOf[clockRow](s.reads).Where("id = 1").Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return reseller.SandboxClock{}, nil
	}
	if err != nil {
		return reseller.SandboxClock{}, fmt.Errorf("read the sandbox clock: %w", translate(err))
	}
	return reseller.SandboxClock{
		Version: row.Version, Offset: time.Duration(row.OffsetUS) * time.Microsecond, Target: time.Duration(row.TargetUS) * time.Microsecond,
	}, nil
}

// SetSandboxClock moves the clock, if it still is at the version given. ErrConflict otherwise. It never goes backwards.
func (s *Store) SetSandboxClock(ctx context.Context, c reseller.SandboxClock) error {
	row := clockRow{1, c.Version + 1, c.Offset.Microseconds(), c.Target.Microseconds()}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if c.Version == 0 {
			return tx.Create(&row).Error
		}
		return expectOneRow(tx.Model(&clockRow{}).Where("id = 1 AND version = ? AND offset_us <= ?", c.Version, row.OffsetUS).
			Select("version", "offset_us", "target_us").Updates(&row))
	})
	if errors.Is(err, reseller.ErrDuplicate) {
		return reseller.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("move the sandbox clock: %w", err)
	}
	return nil
}
