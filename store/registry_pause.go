package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registryPauseRow struct {
	Connector string `gorm:"primaryKey"`
	Reason    string
	PausedAt  time.Time
}

func (registryPauseRow) TableName() string { return "registry_pauses" }

func (r registryPauseRow) toPause() reseller.RegistryPause {
	return reseller.RegistryPause{Connector: r.Connector, Reason: r.Reason, At: r.PausedAt.UTC()}
}

// RegistryPause tells since when and why the operator has paused a connector; ErrNotFound if it is not paused.
func (s *Store) RegistryPause(ctx context.Context, connector string) (reseller.RegistryPause, error) {
	rows, err := rowsOf[registryPauseRow](s.reads).Where("connector = ?", connector).Limit(1).Find(ctx)
	if err == nil && len(rows) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return reseller.RegistryPause{}, fmt.Errorf("read whether registry %s is paused: %w", connector, translate(err))
	}
	return rows[0].toPause(), nil
}

// RegistryPauses lists the connectors that are paused.
func (s *Store) RegistryPauses(ctx context.Context) ([]reseller.RegistryPause, error) {
	rows, err := rowsOf[registryPauseRow](s.reads).Order("connector").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list paused registries: %w", translate(err))
	}
	return each(rows, func(r registryPauseRow) (reseller.RegistryPause, error) { return r.toPause(), nil })
}

// PauseRegistry pauses a connector on every server, from the next command on. ErrDuplicate if it is paused.
func (s *Store) PauseRegistry(ctx context.Context, p reseller.RegistryPause, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Create(&registryPauseRow{p.Connector, clip(p.Reason, 1000), micro(s.clock.Wall())}).Error; err != nil {
			return err
		}
		return s.record(tx, by, 0, "registry.pause", p.Connector, "", between(nil, one("paused", p.Reason))...)
	})
	if err != nil {
		return fmt.Errorf("pause registry %s: %w", p.Connector, err)
	}
	return nil
}

// ResumeRegistry ends the pause of a connector, to which new names of some TLDs go, and makes the orders due that wait for it; it tells how many
// these are. ErrNotFound if it is not paused.
func (s *Store) ResumeRegistry(ctx context.Context, connector string, tlds []string, by reseller.Actor) (int64, error) {
	var due int64
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var was registryPauseRow
		if _, err := exists(tx, &was, "connector = ?", connector); err != nil {
			return err
		}
		err := expectOneRow(tx.Delete(&registryPauseRow{}, "connector = ?", connector))
		if errors.Is(err, reseller.ErrConflict) {
			return reseller.ErrNotFound
		}
		if err != nil {
			return err
		}
		woken := tx.Model(&orderRow{}).Where("due_at IS NOT NULL AND state = ? AND code = ? AND "+atConnector,
			string(reseller.OrderUnknown), reseller.CodeRegistryPaused, connector, tlds).Update("due_at", micro(s.clock.Now()))
		due = woken.RowsAffected
		if woken.Error != nil {
			return woken.Error
		}
		return s.record(tx, by, 0, "registry.resume", connector, fmt.Sprintf("%d orders go on", due), between(one("paused", was.Reason), nil)...)
	})
	if err != nil {
		return 0, fmt.Errorf("resume registry %s: %w", connector, err)
	}
	return due, nil
}
