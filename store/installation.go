package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type installationRow struct {
	ID              int64 `gorm:"primaryKey;autoIncrement:false"`
	Name            string
	PaymentsThrough time.Time
}

func (installationRow) TableName() string { return "installation" }

// Installation is what this installation is called at payment providers: it goes with the books, into backups and out of them. It is named when it is first asked for.
func (s *Store) Installation(ctx context.Context) (string, error) {
	var row installationRow
	err := s.tx(ctx, func(tx *gorm.DB) error {
		there, err := exists(tx, &row, "id = ?", 1)
		if err != nil || there {
			return err
		}
		row = installationRow{ID: 1, Name: strings.ToLower(rand.Text()), PaymentsThrough: micro(s.clock.Wall())}
		return tx.Create(&row).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) { // named by another at this very moment
		return s.Installation(ctx)
	}
	if err != nil {
		return "", fmt.Errorf("name this installation: %w", err)
	}
	return row.Name, nil
}

// PaymentsThrough is the wall time through which the books were compared with the payment provider's.
func (s *Store) PaymentsThrough(ctx context.Context) (time.Time, error) {
	row, err := rowsOf[installationRow](s.reads).Where("id = ?", 1).Take(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("how far payments were compared: %w", translate(err))
	}
	return row.PaymentsThrough.UTC(), nil
}

// ComparedPayments notes through which wall time the books were compared with the payment provider's. It never goes back.
func (s *Store) ComparedPayments(ctx context.Context, through time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE installation SET payments_through = ? WHERE id = ? AND payments_through < ?", micro(through), 1, micro(through)).Error
	})
	if err != nil {
		return fmt.Errorf("note how far payments were compared: %w", err)
	}
	return nil
}
