package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// triesRow counts what may be tried only so often in an hour, since the first try of that hour.
type triesRow struct {
	ID        int64
	Subject   string
	Tries     int
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (triesRow) TableName() string { return "tries" }

// triesFor is how long a try counts, business time.
const triesFor = time.Hour

// TakeTry counts a try on each of some counters, or on none of them: ErrConflict if one of them is full.
func (s *Store) TakeTry(ctx context.Context, of []reseller.Tries) error {
	now := micro(s.clock.Now())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for _, t := range of {
			if err := tx.Exec("DELETE FROM tries WHERE subject = ? AND created_at <= ?", t.Of, now.Add(-triesFor)).Error; err != nil {
				return err
			}
			first := triesRow{Subject: t.Of, CreatedAt: now}
			if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&first).Error; err != nil {
				return err
			}
			if err := expectOneRow(tx.Exec("UPDATE tries SET tries = tries + 1 WHERE subject = ? AND tries < ?", t.Of, t.Most)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("count a try: %w", err)
	}
	return nil
}

// ReturnTry takes back a try that succeeded.
func (s *Store) ReturnTry(ctx context.Context, of []reseller.Tries) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for _, t := range of {
			if err := tx.Exec("UPDATE tries SET tries = tries - 1 WHERE subject = ? AND tries > 0", t.Of).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("take back a try: %w", err)
	}
	return nil
}

// TriesLeft gives ErrConflict if one of some counters is full. It counts nothing.
func (s *Store) TriesLeft(ctx context.Context, of []reseller.Tries) error {
	since := micro(s.clock.Now()).Add(-triesFor)
	for _, t := range of {
		full, err := rowsOf[triesRow](s.reads).Where("subject = ? AND created_at > ? AND tries >= ?", t.Of, since, t.Most).Count(ctx, "*")
		if err != nil {
			return fmt.Errorf("look at the tries of %s: %w", t.Of, translate(err))
		}
		if full > 0 {
			return reseller.ErrConflict
		}
	}
	return nil
}
