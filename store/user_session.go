package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type sessionRow struct {
	Hash      string `gorm:"primaryKey"`
	UserID    int64
	ViewAs    int64
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	SeenAt    time.Time
	ProvedAt  time.Time
	Address   string
	BegunFrom string
}

func (sessionRow) TableName() string { return "user_sessions" }

func fromSession(n reseller.Session) sessionRow {
	return sessionRow{n.Hash, n.UserID, n.ViewAs, micro(n.CreatedAt), micro(n.SeenAt), micro(n.ProvedAt), n.Address, n.BegunFrom}
}

func (r sessionRow) toSession() reseller.Session {
	return reseller.Session{
		Hash: r.Hash, UserID: r.UserID, ViewAs: r.ViewAs, CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(), ProvedAt: r.ProvedAt.UTC(),
		Address: r.Address, BegunFrom: r.BegunFrom,
	}
}

// UserSession finds a session by its hash, with its user, and by what that can prove who it is. ErrNotFound if there is none.
func (s *Store) UserSession(ctx context.Context, hash string) (reseller.Session, reseller.User, error) {
	session, err := rowsOf[sessionRow](s.reads).Where("hash = ?", hash).Take(ctx)
	if err != nil {
		return reseller.Session{}, reseller.User{}, fmt.Errorf("session: %w", translate(err))
	}
	var row struct {
		UserRow           userRow `gorm:"embedded"`
		Passkey, Password bool
	}
	err = s.reads.WithContext(ctx).Raw("SELECT u.*, EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id) AS passkey, EXISTS (SELECT 1 FROM passwords p WHERE p.user_id = u.id) AS password "+
		"FROM users u WHERE u.id = ?", session.UserID).Take(&row).Error
	if err != nil {
		return reseller.Session{}, reseller.User{}, fmt.Errorf("user of a session: %w", translate(err))
	}
	u, err := row.UserRow.toUser()
	n := session.toSession()
	n.Ways = reseller.Ways{Passkey: row.Passkey, Password: row.Password}
	return n, u, err
}

// AddUserSession keeps the session of a user who has signed in, or of staff that looks at an account. ErrConflict if what was proved stands no more, or
// the user is gone.
func (s *Store) AddUserSession(ctx context.Context, n reseller.Session, u reseller.User, p reseller.Proof, by reseller.Actor) error {
	how := p.String()
	if n.ViewAs != 0 {
		how = fmt.Sprintf("view account %d", n.ViewAs)
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := proofStands(tx, u.ID, p); err != nil {
			return err
		}
		return s.beginSession(tx, n, u, how, by)
	})
	if err != nil {
		return fmt.Errorf("begin a session of %s: %w", u.Email, err)
	}
	return nil
}

func (s *Store) beginSession(tx *gorm.DB, n reseller.Session, u reseller.User, how string, by reseller.Actor) error {
	row := fromSession(n)
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	if err := tx.Exec("UPDATE users SET last_seen = ? WHERE id = ?", row.SeenAt, u.ID).Error; err != nil {
		return err
	}
	return s.record(tx, by, u.AccountID, "user.sign_in", u.Email, how)
}

// SeeUserSession notes when a session was last used.
func (s *Store) SeeUserSession(ctx context.Context, hash string, at time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE user_sessions SET seen_at = ? WHERE hash = ? AND seen_at < ?", micro(at), hash, micro(at)).Error
	})
	if err != nil {
		return fmt.Errorf("note the use of a session: %w", err)
	}
	return nil
}

// RenewUserSession puts a session in the place of an old one: its user has proved again who it is. What staff looks at from there goes on. ErrConflict if
// the old one has ended, or what was proved stands no more.
func (s *Store) RenewUserSession(ctx context.Context, old, n reseller.Session, u reseller.User, p reseller.Proof, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := proofStands(tx, u.ID, p); err != nil {
			return err
		}
		if err := replaceSession(tx, old.Hash, n); err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.prove", u.Email, p.String())
	})
	if err != nil {
		return fmt.Errorf("renew a session of %s: %w", u.Email, err)
	}
	return nil
}

// replaceSession puts a session in the place of an old one, a hash. reseller.ErrConflict if that has ended.
func replaceSession(tx *gorm.DB, old string, n reseller.Session) error {
	if err := expectOneRow(tx.Exec("DELETE FROM user_sessions WHERE hash = ?", old)); err != nil {
		return err
	}
	row := fromSession(n)
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE user_sessions SET begun_from = ? WHERE user_id = ? AND begun_from = ?", n.Hash, n.UserID, old).Error
}

// EndUserSession ends a session: the user signs out. What staff looks at ends with the session that it was begun from. It is no error if it has ended already.
func (s *Store) EndUserSession(ctx context.Context, n reseller.Session, u reseller.User, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		ended := tx.Exec("DELETE FROM user_sessions WHERE hash = ?", n.Hash)
		if ended.Error != nil || ended.RowsAffected == 0 {
			return ended.Error
		}
		if err := tx.Exec("DELETE FROM user_sessions WHERE user_id = ? AND begun_from = ?", u.ID, n.Hash).Error; err != nil {
			return err
		}
		return s.record(tx, by, u.AccountID, "user.sign_out", u.Email, "")
	})
	if err != nil {
		return fmt.Errorf("end a session of %s: %w", u.Email, err)
	}
	return nil
}

// UserSessions lists the sessions of a user that were used after some time, the latest first.
func (s *Store) UserSessions(ctx context.Context, user int64, seen time.Time) ([]reseller.Session, error) {
	rows, err := rowsOf[sessionRow](s.reads).Where("user_id = ? AND seen_at > ?", user, micro(seen)).Order("created_at DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", translate(err))
	}
	list := make([]reseller.Session, len(rows))
	for i, row := range rows {
		list[i] = row.toSession()
	}
	return list, nil
}

// EndOtherSessions ends the sessions of a user but one and what staff looks at from there.
func (s *Store) EndOtherSessions(ctx context.Context, u reseller.User, stays string, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		ended := endOthers(tx, u.ID, stays)
		if ended.Error != nil {
			return ended.Error
		}
		return s.record(tx, by, u.AccountID, "user.sign_out_others", u.Email, fmt.Sprintf("sessions=%d", ended.RowsAffected))
	})
	if err != nil {
		return fmt.Errorf("end the other sessions of %s: %w", u.Email, err)
	}
	return nil
}

// endOthers ends the sessions of a user but one, a hash, and what staff looks at from there.
func endOthers(tx *gorm.DB, user int64, stays string) *gorm.DB {
	return tx.Exec("DELETE FROM user_sessions WHERE user_id = ? AND hash <> ? AND (begun_from = '' OR begun_from <> ?)", user, stays, stays)
}

// sessionsKept is how long sessions may last at most, wall time, and a day.
const sessionsKept = 8 * 24 * time.Hour

// asksKept is how long a forgotten password waits for its mail at most, wall time.
const asksKept = 24 * time.Hour

// pruneSessions deletes sessions and links that are over, and forgotten passwords that nobody has answered.
func (s *Store) pruneSessions(ctx context.Context) (int64, error) {
	var gone int64
	wall := micro(s.clock.Wall())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		sessions := tx.Exec("DELETE FROM user_sessions WHERE created_at < ?", wall.Add(-sessionsKept))
		if sessions.Error != nil {
			return sessions.Error
		}
		gone = sessions.RowsAffected
		for _, over := range []string{"sign_in_links WHERE until_at < ?", "password_resets WHERE until_at < ?"} {
			links := tx.Exec("DELETE FROM "+over, wall)
			if links.Error != nil {
				return links.Error
			}
			gone += links.RowsAffected
		}
		asks := tx.Exec("DELETE FROM password_asks WHERE asked_at < ?", wall.Add(-asksKept))
		gone += asks.RowsAffected
		return asks.Error
	})
	if err != nil {
		return 0, fmt.Errorf("prune sessions: %w", err)
	}
	return gone, nil
}
