package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Rotation is a change of the database's secret key.
type Rotation struct {
	// Old is nil if it is lost: what it sealed is lost, too, and no order that was placed before counts as equal to one placed later.
	Old    *reseller.SecretKey
	New    *reseller.SecretKey
	Leader string                  // the lease that a running server holds
	Told   func(seen, changed int) // hears of each page of sealed secrets; may be nil
}

// Rotated is what a change of the secret key did.
type Rotated struct {
	Resealed int               // by this run
	Lost     []reseller.Sealed // opened with neither key, and were left as they are
	Done     bool              // it had ended before: the key is the new one
}

// RotateKey seals anew whatever the database keeps sealed. Servers must be stopped. It may be stopped at any point and called again
// with the same keys; until it has ended, neither key is good for anything else.
//
// Errors: OtherKeyError if the old key is not the database's, or another change did not end; KindConflict if a server runs.
func (s *Store) RotateKey(ctx context.Context, r Rotation) (Rotated, error) {
	row, err := s.secretKey(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		row, err = s.firstKey(ctx, r)
	}
	if err != nil {
		return Rotated{}, err
	}
	if row.Fingerprint == r.New.Fingerprint() && row.NextFingerprint == "" {
		return Rotated{Done: true}, nil
	}
	if err := r.check(row); err != nil {
		return Rotated{}, err
	}
	if err := s.refuseInUse(ctx, r.Leader); err != nil {
		return Rotated{}, err
	}
	if err := s.beginRotation(ctx, r, row); err != nil {
		return Rotated{}, fmt.Errorf("begin to change the secret key: %w", err)
	}
	done, err := s.resealAll(ctx, r)
	if err == nil {
		err = s.endRotation(ctx, r, row.Fingerprint, done)
	}
	if err != nil {
		return done, fmt.Errorf("change the secret key: %w", err)
	}
	return done, nil
}

// firstKey notes the old key in a database that has noted none.
func (s *Store) firstKey(ctx context.Context, r Rotation) (secretKeyRow, error) {
	if r.Old != nil {
		return s.adoptKey(ctx, r.Old)
	}
	return s.noteKey(ctx, secretKeyRow{ID: 1, HashKey: r.New.SealHashKey(r.New)}) // of a key that nobody has: its fingerprint stays empty
}

// check refuses keys other than those that the database has and is to have.
func (r Rotation) check(row secretKeyRow) error {
	switch to := r.New.Fingerprint(); {
	case r.Old == nil:
		return nil
	case r.Old.Fingerprint() != row.Fingerprint:
		return &OtherKeyError{Given: r.Old.Fingerprint(), Kept: row.Fingerprint, Next: row.NextFingerprint}
	case row.NextFingerprint != "" && row.NextFingerprint != to:
		return &OtherKeyError{Given: to, Kept: row.Fingerprint, Next: row.NextFingerprint}
	}
	return nil
}

// beginRotation names the next key. From then on no server starts, and none that runs writes anything sealed.
func (s *Store) beginRotation(ctx context.Context, r Rotation, row secretKeyRow) error {
	to := r.New.Fingerprint()
	if row.NextFingerprint == to {
		return nil // by an earlier run
	}
	hashing := r.New
	if r.Old != nil {
		var err error
		if hashing, err = r.Old.WithHashKey(row.HashKey); err != nil {
			return err
		}
	}
	return s.tx(ctx, func(tx *gorm.DB) error {
		return expectOneRow(tx.Model(&secretKeyRow{}).Where("id = 1 AND fingerprint = ? AND next_fingerprint = ?", row.Fingerprint, row.NextFingerprint).
			Updates(map[string]any{"next_fingerprint": to, "next_hash_key": hashing.SealHashKey(r.New)}))
	})
}

// resealAll seals with the new key what opens with the old one.
func (s *Store) resealAll(ctx context.Context, r Rotation) (Rotated, error) {
	var done Rotated
	seen := 0
	err := s.EachSealed(ctx, func(page []reseller.Sealed) error {
		var old []reseller.Sealed
		var values [][]byte
		for _, v := range page {
			if _, err := r.New.Open(v.Value, v.Purpose); err == nil {
				continue // by an earlier run
			}
			secret, opened := r.open(v)
			if !opened {
				done.Lost = append(done.Lost, v)
				continue
			}
			old, values = append(old, v), append(values, r.New.Seal(secret, v.Purpose))
		}
		err := s.tx(ctx, func(tx *gorm.DB) error {
			for i, v := range old {
				if err := reseal(tx, v, values[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		seen, done.Resealed = seen+len(page), done.Resealed+len(old)
		if r.Told != nil {
			r.Told(seen, done.Resealed)
		}
		return nil
	})
	return done, err
}

// open opens a secret with the old key.
func (r Rotation) open(v reseller.Sealed) (secret string, opened bool) {
	if r.Old == nil {
		return "", false
	}
	secret, err := r.Old.Open(v.Value, v.Purpose)
	return secret, err == nil
}

// endRotation makes the new key the database's.
func (s *Store) endRotation(ctx context.Context, r Rotation, from string, done Rotated) error {
	to := r.New.Fingerprint()
	return s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Exec(`UPDATE secret_keys SET fingerprint = next_fingerprint, hash_key = next_hash_key, next_fingerprint = '',
			next_hash_key = NULL, changed_at = ? WHERE id = 1 AND fingerprint = ? AND next_fingerprint = ?`, micro(s.clock.Wall()), from, to))
		if err != nil {
			return err
		}
		return s.record(tx, reseller.OperatorIn(ctx), 0, "secret.rotate", to, fmt.Sprintf("from %s, %d sealed anew, %d not opened", from, done.Resealed, len(done.Lost)),
			between(one("key", from), one("key", to))...)
	})
}
