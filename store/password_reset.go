package store

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type passwordAskRow struct {
	Email     string `gorm:"primaryKey"`
	AskedAt   time.Time
	Address   string
	RequestID string
}

func (passwordAskRow) TableName() string { return "password_asks" }

func (r passwordAskRow) toAsk() (reseller.PasswordAsk, error) {
	from, _ := netip.ParseAddr(r.Address) // not valid = not known
	return reseller.PasswordAsk{Email: r.Email, AskedAt: r.AskedAt.UTC(), From: from, RequestID: r.RequestID}, nil
}

type passwordResetRow struct {
	UserID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash    string
	UntilAt time.Time
}

func (passwordResetRow) TableName() string { return "password_resets" }

// maxAsks is how many forgotten passwords wait for their mails at most: anybody can say that one is forgotten.
const maxAsks = 10_000

// AskPassword notes that somebody has forgotten the password of an e-mail address, whosever it is. One that is noted already stays as it is.
func (s *Store) AskPassword(ctx context.Context, a reseller.PasswordAsk) error {
	row := passwordAskRow{a.Email, micro(a.AskedAt), addressText(a.From), clip(a.RequestID, 64)}
	err := fits("email", a.Email, 255)
	if err == nil {
		err = s.tx(ctx, func(tx *gorm.DB) error {
			var waiting int64
			if err := tx.Model(&passwordAskRow{}).Count(&waiting).Error; err != nil {
				return err
			}
			if waiting >= maxAsks {
				return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited, "too many passwords are forgotten at this moment; try again in some minutes")
			}
			return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		})
	}
	if err != nil {
		return fmt.Errorf("note a forgotten password: %w", err)
	}
	return nil
}

// PasswordAsks lists forgotten passwords for which no mail has been written, the oldest first, at most limit.
func (s *Store) PasswordAsks(ctx context.Context, limit int) ([]reseller.PasswordAsk, error) {
	rows, err := rowsOf[passwordAskRow](s.reads).Order("asked_at, email").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list forgotten passwords: %w", translate(err))
	}
	return each(rows, passwordAskRow.toAsk)
}

// AnswerPasswordAsk strikes out a forgotten password, with the mail that was written for it and its link, if it has one, in place of the user's one
// before. u is the user, zero if there is none. ErrConflict if it was struck out meanwhile, or the user is gone.
func (s *Store) AnswerPasswordAsk(ctx context.Context, a reseller.PasswordAsk, u reseller.User, link reseller.SignInLink, by reseller.Actor, mails ...reseller.Mail) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := expectOneRow(tx.Exec("DELETE FROM password_asks WHERE email = ? AND asked_at = ?", a.Email, micro(a.AskedAt))); err != nil {
			return err
		}
		how := "nobody's address"
		if u.ID != 0 {
			if err := userStands(tx, u.ID); err != nil {
				return err
			}
			how = "has no password"
		}
		if link.Hash != "" {
			how = "link"
			if err := forgetResets(tx, u.ID); err != nil {
				return err
			}
			if err := tx.Create(&passwordResetRow{u.ID, link.Hash, micro(link.Until)}).Error; err != nil {
				return err
			}
		}
		if err := s.addMails(tx, mails); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.password_forgotten", u.Email, how)
	})
	if err != nil {
		return fmt.Errorf("answer a forgotten password: %w", err)
	}
	return nil
}

func forgetResets(tx *gorm.DB, user int64) error {
	return tx.Exec("DELETE FROM password_resets WHERE user_id = ?", user).Error
}

// ResettingUser finds the user whose password a link would set now. ErrNotFound if there is no such link, it was used, or is over.
func (s *Store) ResettingUser(ctx context.Context, hash string) (reseller.User, error) {
	var row userRow
	err := s.reads.WithContext(ctx).Raw("SELECT u.* FROM password_resets r JOIN users u ON u.id = r.user_id WHERE r.hash = ? AND r.until_at > ?",
		hash, micro(s.clock.Wall())).Take(&row).Error
	if err != nil {
		return reseller.User{}, fmt.Errorf("link for a password: %w", translate(err))
	}
	return row.toUser()
}

// ResetPassword sets the password of a user by a link and a code, which are used up by it. The codes stay those of before. All sessions of the user and
// all links end, and one session begins. reseller.ErrCodeSpent if the code is not good; ErrConflict if the link was used meanwhile or is over, or the
// user or the password is gone.
func (s *Store) ResetPassword(ctx context.Context, u reseller.User, r reseller.PasswordReset, n reseller.Session, by reseller.Actor, mails ...reseller.Mail) error {
	wall := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := userStands(tx, u.ID); err != nil {
			return err
		}
		if err := spendReset(tx, u.ID, r.Link, wall); err != nil {
			return err
		}
		if err := spendProof(tx, u.ID, r); errors.Is(err, reseller.ErrConflict) {
			return reseller.ErrCodeSpent
		} else if err != nil {
			return err
		}
		if err := expectOneRow(tx.Exec("UPDATE passwords SET hash = ?, set_at = ? WHERE user_id = ?", r.Hash, wall, u.ID)); err != nil {
			return err
		}
		for _, table := range []string{"user_sessions", "sign_in_links"} {
			if err := tx.Exec("DELETE FROM "+table+" WHERE user_id = ?", u.ID).Error; err != nil {
				return err
			}
		}
		if err := s.record(tx, by, u.AccountID, "user.password_reset", u.Email, ""); err != nil {
			return err
		}
		if err := s.addMails(tx, mails); err != nil {
			return err
		}
		return s.beginSession(tx, n, u, "password reset", by)
	})
	if err != nil {
		return fmt.Errorf("reset the password of %s: %w", u.Email, err)
	}
	return nil
}
