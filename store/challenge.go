package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type challengeRow struct {
	Hash    string `gorm:"primaryKey"`
	Body    string
	UntilAt time.Time
}

func (challengeRow) TableName() string { return "sign_in_challenges" }

// maxChallenges is how many challenges wait at most: anybody can ask for one.
const maxChallenges = 10_000

// AddChallenge keeps what a browser is asked to sign, until a wall time.
func (s *Store) AddChallenge(ctx context.Context, hash string, body []byte, until time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM sign_in_challenges WHERE until_at < ?", micro(s.clock.Wall())).Error; err != nil {
			return err
		}
		var waiting int64
		if err := tx.Model(&challengeRow{}).Count(&waiting).Error; err != nil {
			return err
		}
		if waiting >= maxChallenges {
			return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited, "too many people are signing in at this moment; try again in some minutes")
		}
		return tx.Create(&challengeRow{hash, string(body), micro(until)}).Error
	})
	if err != nil {
		return fmt.Errorf("keep a challenge: %w", err)
	}
	return nil
}

// TakeChallenge gives what a browser was asked to sign, once. ErrConflict if it is over, or was taken.
func (s *Store) TakeChallenge(ctx context.Context, hash string) ([]byte, error) {
	var row challengeRow
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row = challengeRow{}
		there := tx.Where("hash = ? AND until_at > ?", hash, micro(s.clock.Wall())).Limit(1).Find(&row)
		if there.Error != nil {
			return there.Error
		}
		return expectOneRow(tx.Exec("DELETE FROM sign_in_challenges WHERE hash = ? AND until_at > ?", hash, micro(s.clock.Wall())))
	})
	if err != nil {
		return nil, fmt.Errorf("take a challenge: %w", err)
	}
	return []byte(row.Body), nil
}
