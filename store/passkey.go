package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type passkeyRow struct {
	ID         int64
	UserID     int64
	Hash       string
	Name       string
	Credential string
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	LastUsed   *time.Time
}

func (passkeyRow) TableName() string { return "passkeys" }

func (r passkeyRow) toPasskey() (reseller.Passkey, error) {
	return reseller.Passkey{
		ID: r.ID, UserID: r.UserID, Hash: r.Hash, Name: r.Name, Credential: []byte(r.Credential), CreatedAt: r.CreatedAt.UTC(), LastUsed: zeroTime(r.LastUsed),
	}, nil
}

// maxPasskeys is how many passkeys a user may have.
const maxPasskeys = 20

// AddPasskey keeps a passkey of a user, made from a session, with the mail that tells of it. ErrDuplicate if somebody has it already, ErrConflict if the session has
// ended, the user is gone, or it is not the first as which it is made.
func (s *Store) AddPasskey(ctx context.Context, u reseller.User, k reseller.Passkey, m reseller.Making, by reseller.Actor, mails ...reseller.Mail) error {
	row := passkeyRow{UserID: u.ID, Hash: k.Hash, Name: clip(k.Name, 255), Credential: string(k.Credential), CreatedAt: micro(s.clock.Wall())}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		if err := makingStands(tx, u, m); err != nil {
			return err
		}
		var have int64
		if err := tx.Model(&passkeyRow{}).Where("user_id = ?", u.ID).Count(&have).Error; err != nil {
			return err
		}
		if have >= maxPasskeys {
			return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "there are %d passkeys, as many as there may be: remove one first", have)
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := s.addMails(tx, mails); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.passkey_add", u.Email, "", made(one("name", row.Name))...)
	})
	if err != nil {
		return fmt.Errorf("add a passkey of %s: %w", u.Email, err)
	}
	return nil
}

// Passkeys lists the passkeys of a user, oldest first.
func (s *Store) Passkeys(ctx context.Context, user int64) ([]reseller.Passkey, error) {
	rows, err := rowsOf[passkeyRow](s.reads).Where("user_id = ?", user).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list passkeys: %w", translate(err))
	}
	return each(rows, passkeyRow.toPasskey)
}

// PasskeyUser finds a passkey by its hash, with its user. ErrNotFound if there is none.
func (s *Store) PasskeyUser(ctx context.Context, hash string) (reseller.Passkey, reseller.User, error) {
	row, err := rowsOf[passkeyRow](s.reads).Where("hash = ?", hash).Take(ctx)
	if err != nil {
		return reseller.Passkey{}, reseller.User{}, fmt.Errorf("passkey: %w", translate(err))
	}
	user, err := rowsOf[userRow](s.reads).Where("id = ?", row.UserID).Take(ctx)
	if err != nil {
		return reseller.Passkey{}, reseller.User{}, fmt.Errorf("user of a passkey: %w", translate(err))
	}
	k, _ := row.toPasskey()
	u, err := user.toUser()
	return k, u, err
}

// UsePasskey notes that a passkey was used, with the credential as it is now: its counter may have grown. ErrConflict if it is gone.
func (s *Store) UsePasskey(ctx context.Context, k reseller.Passkey) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if there, err := exists(tx, &passkeyRow{}, "id = ?", k.ID); err != nil || !there {
			return cmp.Or(err, error(reseller.ErrConflict))
		}
		return tx.Exec("UPDATE passkeys SET credential = ?, last_used = ? WHERE id = ?", string(k.Credential), micro(s.clock.Wall()), k.ID).Error
	})
	if err != nil {
		return fmt.Errorf("note the use of a passkey: %w", err)
	}
	return nil
}

// RemovePasskey takes a passkey of a user away, and ends the user's sessions but the one of the hash stays: whatever it has signed in. The last one stays where there is no password: ErrConflict, also if there is no such passkey.
func (s *Store) RemovePasskey(ctx context.Context, u reseller.User, id int64, stays string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := userStands(tx, u.ID); err != nil { // so that two cannot take the last two together
			return err
		}
		var row passkeyRow
		found := tx.Where("id = ? AND user_id = ?", id, u.ID).Limit(1).Find(&row)
		var have int64
		if err := tx.Model(&passkeyRow{}).Where("user_id = ?", u.ID).Count(&have).Error; err != nil {
			return err
		}
		if found.Error != nil || found.RowsAffected == 0 {
			return cmp.Or(found.Error, error(reseller.ErrConflict))
		}
		if password, err := exists(tx, &passwordRow{}, "user_id = ?", u.ID); err != nil || have < 2 && !password {
			return cmp.Or(err, error(reseller.ErrConflict))
		}
		if err := expectOneRow(tx.Exec("DELETE FROM passkeys WHERE id = ?", id)); err != nil {
			return err
		}
		if err := endOthers(tx, u.ID, stays).Error; err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.passkey_remove", u.Email, "", ended(one("name", row.Name))...)
	})
	if err != nil {
		return fmt.Errorf("remove a passkey of %s: %w", u.Email, err)
	}
	return nil
}
