package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type passwordRow struct {
	UserID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash     string
	TOTP     []byte `gorm:"column:totp"`
	TOTPStep int64  `gorm:"column:totp_step"`
	SetAt    time.Time
}

func (passwordRow) TableName() string { return "passwords" }

type recoveryCodeRow struct {
	UserID int64  `gorm:"primaryKey;autoIncrement:false"`
	Hash   string `gorm:"primaryKey"`
}

func (recoveryCodeRow) TableName() string { return "recovery_codes" }

// Password finds the password of a user, and how many recovery codes are left. ErrNotFound if the user has none. It asks once, whether or not there is
// one: how long that takes must not tell.
func (s *Store) Password(ctx context.Context, user int64) (reseller.Password, int, error) {
	var row struct {
		PasswordRow passwordRow `gorm:"embedded"`
		Codes       int
	}
	err := s.reads.WithContext(ctx).Raw("SELECT p.*, (SELECT COUNT(*) FROM recovery_codes r WHERE r.user_id = ?) AS codes FROM passwords p WHERE p.user_id = ?", user, user).
		Take(&row).Error
	if err != nil {
		return reseller.Password{}, 0, fmt.Errorf("password: %w", translate(err))
	}
	p := row.PasswordRow
	return reseller.Password{UserID: p.UserID, Hash: p.Hash, TOTP: p.TOTP, Step: p.TOTPStep, SetAt: p.SetAt.UTC()}, row.Codes, nil
}

// SetPassword gives a user a password in place of the one before, with the hashes of new recovery codes, and ends the user's sessions
// but the one from which it is set, with the mail that tells of it. ErrConflict if that has ended, the user is gone, or it is not the first as which it is set.
func (s *Store) SetPassword(ctx context.Context, u reseller.User, p reseller.Password, codes []string, m reseller.Making, by reseller.Actor, mails ...reseller.Mail) error {
	row := passwordRow{u.ID, p.Hash, p.TOTP, p.Step, micro(s.clock.Wall())}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := makingStands(tx, u, m); err != nil {
			return err
		}
		if err := tx.Exec("DELETE FROM passwords WHERE user_id = ?", u.ID).Error; err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := putRecoveryCodes(tx, u.ID, codes); err != nil {
			return err
		}
		if err := endOthers(tx, u.ID, m.Stays()).Error; err != nil {
			return err
		}
		if err := forgetResets(tx, u.ID); err != nil {
			return err
		}
		if err := s.addMails(tx, mails); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.password_set", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("set the password of %s: %w", u.Email, err)
	}
	return nil
}

// putRecoveryCodes gives a user recovery codes in place of those before.
func putRecoveryCodes(tx *gorm.DB, user int64, codes []string) error {
	if err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", user).Error; err != nil {
		return err
	}
	rows := make([]recoveryCodeRow, len(codes))
	for i, hash := range codes {
		rows[i] = recoveryCodeRow{user, hash}
	}
	return tx.Create(&rows).Error
}

// SetRecoveryCodes gives a user recovery codes in place of those before, from a session, a hash. ErrConflict if that has ended, or the user is gone or
// has no password.
func (s *Store) SetRecoveryCodes(ctx context.Context, u reseller.User, codes []string, session string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := proofStands(tx, u.ID, reseller.Proof{Session: session}); err != nil {
			return err
		}
		if there, err := exists(tx, &passwordRow{}, "user_id = ?", u.ID); err != nil || !there {
			return cmp.Or(err, error(reseller.ErrConflict))
		}
		if err := putRecoveryCodes(tx, u.ID, codes); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.recovery_codes", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("set the recovery codes of %s: %w", u.Email, err)
	}
	return nil
}

// RemovePassword takes the password of a user away, with its codes, and ends the user's sessions but the one of the hash stays. It is kept where nothing else signs the user in: ErrConflict, also if
// there is none.
func (s *Store) RemovePassword(ctx context.Context, u reseller.User, stays string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := userStands(tx, u.ID); err != nil { // so that the last passkey cannot go together with it
			return err
		}
		if there, err := exists(tx, &passkeyRow{}, "user_id = ?", u.ID); err != nil || !there {
			return cmp.Or(err, error(reseller.ErrConflict))
		}
		if err := tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", u.ID).Error; err != nil {
			return err
		}
		if err := forgetResets(tx, u.ID); err != nil {
			return err
		}
		if err := expectOneRow(tx.Exec("DELETE FROM passwords WHERE user_id = ?", u.ID)); err != nil {
			return err
		}
		if err := endOthers(tx, u.ID, stays).Error; err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.password_remove", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("remove the password of %s: %w", u.Email, err)
	}
	return nil
}

// UseTOTP notes that the code of a step was used. ErrConflict if it was used before, or a later one was.
func (s *Store) UseTOTP(ctx context.Context, user, step int64) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return spendStep(tx, user, step) })
	if err != nil {
		return fmt.Errorf("use a code of TOTP: %w", err)
	}
	return nil
}

// UseRecoveryCode uses a recovery code up. ErrConflict if there is none of that hash.
func (s *Store) UseRecoveryCode(ctx context.Context, user int64, hash string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return spendRecoveryCode(tx, user, hash) })
	if err != nil {
		return fmt.Errorf("use a recovery code: %w", err)
	}
	return nil
}

// RecordRefusedSignIn records that somebody was not let in; u is whom it would have been, if anybody.
func (s *Store) RecordRefusedSignIn(ctx context.Context, u reseller.User, how string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.record(tx, by, u.AccountID, "user.sign_in_refused", u.Email, how) })
	if err != nil {
		return fmt.Errorf("record a refused sign-in: %w", err)
	}
	return nil
}
