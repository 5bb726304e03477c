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
	UserID  int64
	Body    string
	UntilAt time.Time
}

func (challengeRow) TableName() string { return "sign_in_challenges" }

// How many challenges wait at most: of strangers together, because anybody can ask for one, and of each user apart from them.
const (
	maxChallenges       = 10_000
	maxChallengesOfUser = 100
)

// AddChallenge keeps what the browser of a user is asked to sign, until a wall time; user is 0 before anybody is known. An error of kind limited
// says that too many wait: strangers count together, and each user alone.
func (s *Store) AddChallenge(ctx context.Context, user int64, hash string, body []byte, until time.Time) error {
	most := int64(maxChallenges)
	if user != 0 {
		most = maxChallengesOfUser
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM sign_in_challenges WHERE until_at < ?", micro(s.clock.Wall())).Error; err != nil {
			return err
		}
		var waiting int64
		if err := tx.Model(&challengeRow{}).Where("user_id = ?", user).Count(&waiting).Error; err != nil {
			return err
		}
		if waiting >= most {
			return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited, "too many people are signing in at this moment; try again in some minutes")
		}
		return tx.Create(&challengeRow{hash, user, string(body), micro(until)}).Error
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
