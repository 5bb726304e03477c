package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type linkRow struct {
	UserID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash    string
	UntilAt time.Time
}

func (linkRow) TableName() string { return "sign_in_links" }

// putLink gives a user a link in place of the one before, with the mail that takes it there.
func (s *Store) putLink(tx *gorm.DB, l reseller.SignInLink, mails []reseller.Mail) error {
	if err := tx.Exec("DELETE FROM sign_in_links WHERE user_id = ?", l.UserID).Error; err != nil {
		return err
	}
	if err := tx.Create(&linkRow{l.UserID, l.Hash, micro(l.Until)}).Error; err != nil {
		return err
	}
	return s.addMails(tx, mails)
}

// AddSignInLink gives a user a link in place of the one before, with the mail that takes it there, if there is one. ErrConflict if the user is gone.
func (s *Store) AddSignInLink(ctx context.Context, u reseller.User, l reseller.SignInLink, by reseller.Actor, mails ...reseller.Mail) error {
	l.UserID = u.ID
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := userStands(tx, u.ID); err != nil {
			return err
		}
		if err := s.putLink(tx, l, mails); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.link", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("make a link for %s: %w", u.Email, err)
	}
	return nil
}

// SignInLinks lists the links of the users of an account that are still good; of account 0, of the operator's staff.
func (s *Store) SignInLinks(ctx context.Context, account int64) ([]reseller.SignInLink, error) {
	var rows []linkRow
	err := s.reads.WithContext(ctx).Raw("SELECT l.* FROM sign_in_links l JOIN users u ON u.id = l.user_id WHERE u.account_id = ? AND l.until_at > ?",
		account, micro(s.clock.Wall())).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list links: %w", translate(err))
	}
	list := make([]reseller.SignInLink, len(rows))
	for i, r := range rows {
		list[i] = reseller.SignInLink{Hash: r.Hash, UserID: r.UserID, Until: r.UntilAt.UTC()}
	}
	return list, nil
}

// LinkedUser finds the user whom a link would sign in now. ErrNotFound if there is no such link, it was used, or is over.
func (s *Store) LinkedUser(ctx context.Context, hash string) (reseller.User, error) {
	var row userRow
	err := s.reads.WithContext(ctx).Raw("SELECT u.* FROM sign_in_links l JOIN users u ON u.id = l.user_id WHERE l.hash = ? AND l.until_at > ?",
		hash, micro(s.clock.Wall())).Take(&row).Error
	if err != nil {
		return reseller.User{}, fmt.Errorf("link: %w", translate(err))
	}
	return row.toUser()
}

// UseSignInLink begins a session by a link, which is gone then. ErrConflict if it was used meanwhile, or is over.
func (s *Store) UseSignInLink(ctx context.Context, hash string, n reseller.Session, u reseller.User, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := spendLink(tx, u.ID, hash, micro(s.clock.Wall())); err != nil {
			return err
		}
		return s.beginSession(tx, n, u, "link", by)
	})
	if err != nil {
		return fmt.Errorf("sign %s in by a link: %w", u.Email, err)
	}
	return nil
}
