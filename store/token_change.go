package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Token finds a credential of an account. ErrNotFound if the account has none of this id.
func (s *Store) Token(ctx context.Context, account, id int64) (reseller.Token, error) {
	row, err := rowsOf[tokenRow](s.reads).Where("id = ? AND account_id = ?", id, account).Take(ctx)
	if err != nil {
		return reseller.Token{}, fmt.Errorf("token %d: %w", id, translate(err))
	}
	return row.toToken()
}

// ChangeToken changes name, scopes, addresses and end of a credential as it is now: its row is read under a lock, changed and written in
// one transaction. apply may run several times; its error leaves the credential as it is. ErrNotFound if the account has none of this id.
func (s *Store) ChangeToken(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.Token) error) (t reseller.Token, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row tokenRow
		if err := asItIsNow(tx).Where("id = ? AND account_id = ?", id, account).Take(&row).Error; err != nil {
			return err
		}
		if t, err = row.toToken(); err != nil {
			return err
		}
		if err := apply(&t); err != nil {
			return err
		}
		before, err := tokenFacts(tx, row)
		if err != nil {
			return err
		}
		if err := row.set(t); err != nil {
			return err
		}
		after, err := tokenFacts(tx, row)
		if err != nil {
			return err
		}
		err = expectOneRow(tx.Model(&tokenRow{}).Where("id = ?", id).Select("name", "scopes", "cidrs", "expires_at").Updates(&row))
		if err != nil {
			return err
		}
		return s.record(tx, by, account, "token.set", t.Name, row.rights(), between(before, after)...)
	})
	if err != nil {
		return t, fmt.Errorf("change token %d: %w", id, translate(err))
	}
	return t, nil
}

// takeBudget gives a new credential the spend cap and the day's counter of the one whose place it takes, as they are now: that one's row has
// been written in this transaction.
func (r *tokenRow) takeBudget(tx *gorm.DB, old int64) error {
	var was tokenRow
	if err := tx.Select("id", "spend_cap", "budget").Where("id = ?", old).Take(&was).Error; err != nil {
		return err
	}
	budget := cmp.Or(zeroID(was.Budget), was.ID)
	r.SpendCap, r.Budget = was.SpendCap, &budget
	return nil
}

// RotateToken keeps a new credential in the place of another, with its spend cap, and the other ends at a wall time: now or in the past ends it at once. ErrConflict
// if the other has been revoked.
func (s *Store) RotateToken(ctx context.Context, old int64, t reseller.SealedToken, hash string, oldUntil time.Time, by reseller.Actor) (reseller.Token, error) {
	row, err := s.newTokenRow(t, hash)
	if err != nil {
		return reseller.Token{}, err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		end, action := map[string]any{"expires_at": micro(oldUntil)}, "token.expire"
		if !oldUntil.After(row.CreatedAt) {
			end, action = map[string]any{"revoked_at": row.CreatedAt}, "token.revoke"
		}
		was, err := tokenNow(tx, t.AccountID, old)
		if err != nil {
			return err
		}
		if err := expectOneRow(tx.Model(&tokenRow{}).Where("id = ? AND account_id = ? AND revoked_at IS NULL", old, t.AccountID).Updates(end)); err != nil {
			return err
		}
		change := ended(was)
		if action == "token.expire" {
			change = between(was.only("expires"), one("expires", timeFact(oldUntil)))
		}
		if err := row.takeBudget(tx, old); err != nil {
			return err
		}
		if err := s.insertToken(tx, &row, by); err != nil {
			return err
		}
		if err := s.record(tx, by, t.AccountID, action, fmt.Sprint(old), fmt.Sprintf("token %d takes its place", row.ID), change...); err != nil {
			return err
		}
		return s.recordToken(tx, by, row)
	})
	if err != nil {
		return reseller.Token{}, fmt.Errorf("rotate token %d: %w", old, err)
	}
	return row.toToken()
}

// tokenNow is what a credential of an account is, its row locked. ErrConflict if the account has none of this id.
func tokenNow(tx *gorm.DB, account, id int64) (facts, error) {
	var row tokenRow
	there, err := exists(tx, &row, "id = ? AND account_id = ?", id, account)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, reseller.ErrConflict
	}
	return tokenFacts(tx, row)
}
