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

// neverCompared stands for no comparison yet: there was no payment provider.
var neverCompared = time.Unix(0, 0).UTC()

// Installation is what this installation is called at payment providers: it goes with the books, into backups and out of them. When it is first asked for, there is a
// provider: the books are compared with it from then on.
func (s *Store) Installation(ctx context.Context) (string, error) {
	row, err := s.named(ctx)
	if err == nil && row.PaymentsThrough.Equal(neverCompared) {
		err = s.compareSince(ctx, s.clock.Wall())
	}
	return row.Name, err
}

// named gives this installation its name, if it has none.
func (s *Store) named(ctx context.Context) (installationRow, error) {
	row, err := rowsOf[installationRow](s.reads).Where("id = ?", 1).Take(ctx)
	if err == nil {
		return row, nil
	}
	if err = translate(err); !errors.Is(err, reseller.ErrNotFound) {
		return row, fmt.Errorf("read this installation's name: %w", err)
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		there, err := exists(tx, &row, "id = ?", 1)
		if err != nil || there {
			return err
		}
		row = installationRow{ID: 1, Name: strings.ToLower(rand.Text()), PaymentsThrough: neverCompared}
		return tx.Create(&row).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) { // named by another at this very moment
		return s.named(ctx)
	}
	if err != nil {
		return row, fmt.Errorf("name this installation: %w", err)
	}
	return row, nil
}

// compareSince has the books compared with the payment provider's from a wall time on, if they were compared further or never.
func (s *Store) compareSince(ctx context.Context, from time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE installation SET payments_through = ? WHERE payments_through > ? OR payments_through = ?", micro(from), micro(from), neverCompared).Error
	})
	if err != nil {
		return fmt.Errorf("begin to compare payments: %w", err)
	}
	return nil
}

// compareFrom has a restored database compared with the payment provider from its backup on, and before a card is charged. Books from a backup of before there was a name
// are named here.
func (s *Store) compareFrom(ctx context.Context, backup time.Time) error {
	if _, err := s.named(ctx); err != nil {
		return err
	}
	return s.compareSince(ctx, backup.Add(-time.Hour))
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
