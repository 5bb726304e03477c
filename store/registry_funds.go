package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registryFundsRow struct {
	Connector string `gorm:"primaryKey"`
	Low       bool
	ToldAt    time.Time
}

func (registryFundsRow) TableName() string { return "registry_funds" }

// RegistryFunds tells what the operator was told of our account at a registry.
func (s *Store) RegistryFunds(ctx context.Context, connector string) (reseller.RegistryFunds, error) {
	rows, err := rowsOf[registryFundsRow](s.reads).Where("connector = ?", connector).Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return reseller.RegistryFunds{Connector: connector}, translate(err)
	}
	return reseller.RegistryFunds{Connector: connector, Low: rows[0].Low, ToldAt: rows[0].ToldAt.UTC()}, nil
}

// SaveRegistryFunds records whether our account at a registry does, with the mails that tell it. ErrConflict or ErrDuplicate if it was
// recorded otherwise since before was read.
func (s *Store) SaveRegistryFunds(ctx context.Context, before, now reseller.RegistryFunds, mails ...reseller.Mail) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row := registryFundsRow{now.Connector, now.Low, micro(now.ToldAt)}
		var err error
		if before.ToldAt.IsZero() {
			err = tx.Create(&row).Error
		} else {
			err = expectOneRow(tx.Model(&registryFundsRow{}).Where("connector = ? AND low = ? AND told_at = ?", before.Connector, before.Low, micro(before.ToldAt)).
				Select("low", "told_at").Updates(&row))
		}
		if err != nil {
			return err
		}
		return s.addMails(tx, mails)
	})
	if err != nil {
		return fmt.Errorf("note the funds at registry %s: %w", now.Connector, err)
	}
	return nil
}
