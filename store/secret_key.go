package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// secretKeyRow says which secret key is the database's. There is one, with id 1.
type secretKeyRow struct {
	ID              int64
	Fingerprint     string
	HashKey         []byte // sealed with the key
	NextFingerprint string // of the key that is taking over; "" = none is
	NextHashKey     []byte // the same hash key, sealed with the next key
	ChangedAt       time.Time
}

func (secretKeyRow) TableName() string { return "secret_keys" }

// OtherKeyError says that a secret key is not the one of the database.
type OtherKeyError struct {
	Given string // fingerprint
	Kept  string // fingerprint of the database's key; "" = not known, but what it keeps sealed does not open with the given one
	Next  string // fingerprint of the key that is taking over; "" = none is
}

// Error says which key is asked for.
func (e *OtherKeyError) Error() string {
	switch {
	case e.Next != "":
		return fmt.Sprintf("the secret key of this database is being changed from %s to %s, which did not end; the one given is %s", e.Kept, e.Next, e.Given)
	case e.Kept == "":
		return fmt.Sprintf("what this database keeps sealed does not open with the secret key %s", e.Given)
	}
	return fmt.Sprintf("the secret key of this database is %s, and the one given is %s", e.Kept, e.Given)
}

// UseKey holds a secret key against the one of the database, whose fingerprint is kept there, and gives it with the database's
// hash key. A database that has none yet takes the given one, unless what it keeps sealed does not open with it. From then on
// this Store writes nothing sealed once another key has taken over.
//
// OtherKeyError if the key is another one, or is just being changed.
func (s *Store) UseKey(ctx context.Context, key *reseller.SecretKey) (*reseller.SecretKey, error) {
	row, err := s.secretKey(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		row, err = s.adoptKey(ctx, key)
	}
	if err != nil {
		return nil, err
	}
	if key, err = row.take(key); err == nil {
		s.boundKey.Store(&row.Fingerprint)
	}
	return key, err
}

// TakesKey holds a secret key against the one of the database as UseKey does, and notes nothing: OtherKeyError.
func (s *Store) TakesKey(ctx context.Context, key *reseller.SecretKey) error {
	row, err := s.secretKey(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		return s.tryKey(ctx, key)
	}
	if err == nil {
		_, err = row.take(key)
	}
	return err
}

// check refuses a key that is not the database's, and any while another one takes over.
func (r secretKeyRow) check(fingerprint string) error {
	if r.Fingerprint != fingerprint || r.NextFingerprint != "" {
		return &OtherKeyError{Given: fingerprint, Kept: r.Fingerprint, Next: r.NextFingerprint}
	}
	return nil
}

// CheckKey reports whether the key that UseKey took is still the database's: OtherKeyError.
func (s *Store) CheckKey(ctx context.Context) error {
	bound := s.boundKey.Load()
	if bound == nil {
		return nil
	}
	row, err := s.secretKey(ctx)
	if err != nil {
		return err
	}
	return row.check(*bound)
}

func (s *Store) secretKey(ctx context.Context) (secretKeyRow, error) {
	row, err := rowsOf[secretKeyRow](s.reads).Where("id = ?", 1).Take(ctx)
	if err != nil {
		return row, fmt.Errorf("read which secret key the database has: %w", translate(err))
	}
	return row, nil
}

// adoptKey makes a key the database's, unless another process was faster: the row is the one that counts.
func (s *Store) adoptKey(ctx context.Context, key *reseller.SecretKey) (secretKeyRow, error) {
	if err := s.tryKey(ctx, key); err != nil {
		return secretKeyRow{}, err
	}
	return s.noteKey(ctx, secretKeyRow{ID: 1, Fingerprint: key.Fingerprint(), HashKey: key.SealHashKey(key)})
}

// noteKey writes the row, unless it is there, and gives the one that is.
func (s *Store) noteKey(ctx context.Context, row secretKeyRow) (secretKeyRow, error) {
	row.ChangedAt = micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error { return tx.Create(&row).Error })
	if err != nil && !errors.Is(err, reseller.ErrDuplicate) {
		return row, fmt.Errorf("note which secret key the database has: %w", err)
	}
	return s.secretKey(ctx)
}

// tryKey refuses a key that opens nothing of what a database without a fingerprint keeps sealed. One secret that opens is enough:
// others may have been sealed while nobody watched.
func (s *Store) tryKey(ctx context.Context, key *reseller.SecretKey) error {
	var shut, opened bool
	err := s.EachSealed(ctx, func(page []reseller.Sealed) error {
		for _, v := range page {
			if _, err := key.Open(v.Value, v.Purpose); err != nil {
				shut = true
				continue
			}
			opened = true
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if shut && !opened {
		return &OtherKeyError{Given: key.Fingerprint()}
	}
	return nil
}

var errEnough = errors.New("enough was seen")

// keyStands refuses to write what was sealed with a key that is no longer the database's; nil is no secret. The row is read with a
// lock, so that a key that takes over waits for this transaction.
func (s *Store) keyStands(tx *gorm.DB, sealed []byte) error {
	bound := s.boundKey.Load()
	if bound == nil || sealed == nil {
		return nil
	}
	statement := "SELECT fingerprint, next_fingerprint FROM secret_keys WHERE id = 1"
	if s.dialect == mysqlDialect {
		statement += " LOCK IN SHARE MODE"
	}
	var row secretKeyRow
	if err := tx.Raw(statement).Scan(&row).Error; err != nil {
		return err
	}
	if err := row.check(*bound); err != nil {
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server's secret key has been changed and it must be started again; nothing was done: try again later").Because(err)
	}
	return nil
}
