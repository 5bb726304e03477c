package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type keyedRow struct {
	AccountID  int64  `gorm:"primaryKey;autoIncrement:false"`
	RequestKey string `gorm:"primaryKey"`
	ParamsHash string
	Holder     string
	LeaseEnd   time.Time
	Answer     []byte
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
}

func (keyedRow) TableName() string { return "keyed_requests" }

func (r keyedRow) toRequest() reseller.KeyedRequest {
	return reseller.KeyedRequest{
		AccountID: r.AccountID, Key: r.RequestKey, ParamsHash: r.ParamsHash, Holder: r.Holder, LeaseEnd: r.LeaseEnd.UTC(),
		Answer: r.Answer, CreatedAt: r.CreatedAt.UTC(),
	}
}

// ClaimKey notes that a request with an idempotency key is about to be carried out, or gives the request that has the key
// already: with its answer, or with a lease that has not ended. A request without an answer whose lease is over, and one
// older than keys live, makes way if it asks for the same; mine reports whether the caller is to carry its request out.
func (s *Store) ClaimKey(ctx context.Context, r reseller.KeyedRequest) (held reseller.KeyedRequest, mine bool, err error) {
	if err := fits(reseller.PathIdempotencyKey, r.Key, 255); err != nil {
		return held, false, err
	}
	fresh := keyedRow{
		AccountID: r.AccountID, RequestKey: r.Key, ParamsHash: r.ParamsHash, Holder: r.Holder, LeaseEnd: micro(r.LeaseEnd),
		CreatedAt: micro(r.CreatedAt),
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		mine = false
		old := fresh.CreatedAt.Add(-keysLive)
		// Written first: whoever claims a key at the same time waits here.
		taken := tx.Exec(`UPDATE keyed_requests SET params_hash = ?, holder = ?, lease_end = ?, answer = NULL, created_at = ?
			WHERE account_id = ? AND request_key = ? AND (created_at < ? OR answer IS NULL AND lease_end < ? AND params_hash = ?)`,
			fresh.ParamsHash, fresh.Holder, fresh.LeaseEnd, fresh.CreatedAt, r.AccountID, r.Key, old, micro(s.clock.Wall()), fresh.ParamsHash)
		if taken.Error != nil {
			return taken.Error
		}
		if mine = taken.RowsAffected > 0; mine {
			held = fresh.toRequest()
			return nil
		}
		var row keyedRow
		found := tx.Where("account_id = ? AND request_key = ?", r.AccountID, r.Key).Limit(1).Find(&row)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected > 0 {
			held = row.toRequest()
			return nil
		}
		if err := s.countKeyed(tx, r); err != nil {
			return err
		}
		mine, held = true, fresh.toRequest()
		return tx.Create(&fresh).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) { // claimed by another at this very moment
		return s.ClaimKey(ctx, r)
	}
	if err != nil {
		return reseller.KeyedRequest{}, false, fmt.Errorf("claim an idempotency key: %w", err)
	}
	return held, mine, nil
}

// HoldKey prolongs the lease of a request that is being carried out. ErrConflict if another has taken it over.
func (s *Store) HoldKey(ctx context.Context, r reseller.KeyedRequest, until time.Time) error {
	return s.changeKeyed(ctx, r, "UPDATE keyed_requests SET lease_end = ?", micro(until))
}

// AnswerKey keeps what a request was answered, for its repeats. ErrConflict if another has taken it over.
func (s *Store) AnswerKey(ctx context.Context, r reseller.KeyedRequest, answer []byte) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := changeKeyed(tx, r, "UPDATE keyed_requests SET answer = ?", answer); err != nil {
			return err
		}
		return s.countAnswer(tx, r, answer)
	})
	if err != nil {
		return fmt.Errorf("keep the answer of a keyed request: %w", err)
	}
	return nil
}

// FreeKey forgets a request whose answer decided nothing, so that its repeat is carried out. ErrConflict if another has
// taken it over.
func (s *Store) FreeKey(ctx context.Context, r reseller.KeyedRequest) error {
	return s.changeKeyed(ctx, r, "DELETE FROM keyed_requests")
}

func (s *Store) changeKeyed(ctx context.Context, r reseller.KeyedRequest, change string, values ...any) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return changeKeyed(tx, r, change, values...) })
	if err != nil {
		return fmt.Errorf("change a keyed request: %w", err)
	}
	return nil
}

func changeKeyed(tx *gorm.DB, r reseller.KeyedRequest, change string, values ...any) error {
	return expectOneRow(tx.Exec(change+" WHERE account_id = ? AND request_key = ? AND holder = ? AND answer IS NULL",
		append(values, r.AccountID, r.Key, r.Holder)...))
}

// ForgetKeys drops requests with keys that are older than keys live, at most limit, and tells how many.
func (s *Store) ForgetKeys(ctx context.Context, limit int) (int64, error) {
	rows, err := rowsOf[keyedRow](s.reads).Select("account_id", "request_key", "created_at").
		Where("created_at < ?", micro(s.clock.Now().Add(-keysLive))).Order("created_at").Limit(limit).Find(ctx)
	if err != nil {
		return 0, fmt.Errorf("list old keys: %w", translate(err))
	}
	for i, r := range rows {
		err := s.tx(ctx, func(tx *gorm.DB) error {
			return tx.Exec("DELETE FROM keyed_requests WHERE account_id = ? AND request_key = ? AND created_at = ?",
				r.AccountID, r.RequestKey, r.CreatedAt).Error
		})
		if err != nil {
			return int64(i), fmt.Errorf("forget a key: %w", err)
		}
	}
	return int64(len(rows)), nil
}
