package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type userRow struct {
	ID        int64
	AccountID int64
	Email     string
	Role      string
	Language  string
	TimeZone  string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	LastSeen  *time.Time
}

func (userRow) TableName() string { return "users" }

func (r userRow) toUser() (reseller.User, error) {
	return reseller.User{
		ID: r.ID, AccountID: r.AccountID, Email: r.Email, Role: reseller.UserRole(r.Role), Language: r.Language, TimeZone: r.TimeZone,
		CreatedAt: r.CreatedAt.UTC(), LastSeen: zeroTime(r.LastSeen),
	}, nil
}

// AddUser adds a person who may sign in, with a link for the first time and the mail that takes it there, if there is one. ErrDuplicate if the e-mail address
// is a user's already.
func (s *Store) AddUser(ctx context.Context, u reseller.User, link reseller.SignInLink, by reseller.Actor, mails ...reseller.Mail) (reseller.User, error) {
	if err := fits("email", u.Email, 255); err != nil {
		return u, err
	}
	row := userRow{AccountID: u.AccountID, Email: u.Email, Role: string(u.Role), Language: u.Language, TimeZone: u.TimeZone, CreatedAt: micro(s.clock.Wall())}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		if u.AccountID != 0 {
			if err := s.mustBeOpen(tx, u.AccountID); err != nil {
				return err
			}
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		link.UserID = row.ID
		if err := s.putLink(tx, link, mails); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.add", u.Email, "", made(userFacts(row))...)
	})
	if err != nil {
		return u, fmt.Errorf("add user: %w", err)
	}
	return row.toUser()
}

// Users lists everybody who may sign in, the operator's staff first, then by account.
func (s *Store) Users(ctx context.Context) ([]reseller.User, error) {
	rows, err := rowsOf[userRow](s.reads).Order("account_id, email").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", translate(err))
	}
	return each(rows, userRow.toUser)
}

// AccountUsers lists the users of an account by e-mail address; of account 0, the operator's staff.
func (s *Store) AccountUsers(ctx context.Context, account int64) ([]reseller.User, error) {
	rows, err := rowsOf[userRow](s.reads).Where("account_id = ?", account).Order("email").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", translate(err))
	}
	return each(rows, userRow.toUser)
}

// UserByEmail finds a user by e-mail address in lower case. ErrNotFound if there is none.
func (s *Store) UserByEmail(ctx context.Context, email string) (reseller.User, error) {
	row, err := rowsOf[userRow](s.reads).Where("email = ?", email).Take(ctx)
	if err != nil {
		return reseller.User{}, fmt.Errorf("user: %w", translate(err))
	}
	return row.toUser()
}

// ResetUser ends a user's sessions, takes away what the user signs in by, and gives a link for signing in anew, with the mail that takes it there, if there is
// one. ErrConflict if the user is gone.
func (s *Store) ResetUser(ctx context.Context, u reseller.User, link reseller.SignInLink, by reseller.Actor, mails ...reseller.Mail) error {
	link.UserID = u.ID
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := userStands(tx, u.ID); err != nil {
			return err
		}
		if err := s.actorStands(tx, by); err != nil {
			return err
		}
		if err := forgetUser(tx, u.ID); err != nil {
			return err
		}
		if err := s.putLink(tx, link, mails); err != nil {
			return err
		}
		return s.record(tx, by.Decided(), u.AccountID, "user.reset", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("reset user %s: %w", u.Email, err)
	}
	return nil
}

// SetUserLanguage changes the language in which a user reads the panel. ErrConflict if the user is gone.
func (s *Store) SetUserLanguage(ctx context.Context, u reseller.User, language string, by reseller.Actor) error {
	return s.setUser(ctx, u, "user.language", language, by)
}

// SetUserTimeZone changes the zone in which a user reads times in the panel: an IANA name, or "" for UTC. ErrConflict if the user is gone.
func (s *Store) SetUserTimeZone(ctx context.Context, u reseller.User, zone string, by reseller.Actor) error {
	return s.setUser(ctx, u, "user.time_zone", zone, by)
}

// setUser changes how a user reads the panel: what the audit log has as an action is the column of that name.
func (s *Store) setUser(ctx context.Context, u reseller.User, action, value string, by reseller.Actor) error {
	column := strings.TrimPrefix(action, "user.")
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.actorStands(tx, by); err != nil {
			return err
		}
		was, err := userNow(tx, u.ID)
		if err != nil {
			return err
		}
		before := userFacts(was)
		if err := tx.Model(&was).Where("id = ?", u.ID).Update(column, value).Error; err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, action, u.Email, "", between(before, userFacts(was))...)
	})
	if err != nil {
		return fmt.Errorf("set the %s of %s: %w", column, u.Email, err)
	}
	return nil
}

// RemoveUser takes a user away, with sessions and links. ErrConflict if the user is gone.
func (s *Store) RemoveUser(ctx context.Context, u reseller.User, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error { return s.removeUser(tx, u, by) })
	if err != nil {
		return fmt.Errorf("remove user %s: %w", u.Email, err)
	}
	return nil
}

func (s *Store) removeUser(tx *gorm.DB, u reseller.User, by reseller.Actor) error {
	if err := s.actorStands(tx, by); err != nil { // before anything ends: somebody may take away himself
		return err
	}
	was, err := userNow(tx, u.ID)
	if err != nil {
		return err
	}
	if err := forgetUser(tx, u.ID); err != nil {
		return err
	}
	if err := expectOneRow(tx.Exec("DELETE FROM users WHERE id = ?", u.ID)); err != nil {
		return err
	}
	return s.record(tx, by.Decided(), u.AccountID, "user.remove", u.Email, "", ended(userFacts(was))...)
}

// userNow reads a user's row and holds it until the transaction ends: ErrConflict if it is gone.
func userNow(tx *gorm.DB, id int64) (row userRow, err error) {
	there, err := exists(tx, &row, "id = ?", id)
	if err == nil && !there {
		err = reseller.ErrConflict
	}
	return row, err
}

// userStands holds a user's row until the transaction ends: ErrConflict if it is gone.
func userStands(tx *gorm.DB, id int64) error {
	_, err := userNow(tx, id)
	return err
}

// signedIn are the tables of who is signed in, or could be by a link.
var signedIn = []string{"user_sessions", "sign_in_links", "password_resets"}

// forgetUser ends whatever a user could be signed in by.
func forgetUser(tx *gorm.DB, id int64) error {
	var failed error
	for _, table := range append(slices.Clip(signedIn), "passkeys", "passwords", "recovery_codes") {
		failed = errors.Join(failed, tx.Exec("DELETE FROM "+table+" WHERE user_id = ?", id).Error)
	}
	return failed
}
