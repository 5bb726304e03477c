//go:build !control_staleactor

package store

import (
	"database/sql"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// actorStands holds the stay of a person who acts until the transaction ends: reseller.ErrSignedOut if it has ended. Whatever takes a person's rights away, another
// role, removal, a reset, ends the stay, so its row answers for all of them; it is written, so that on a cluster an end at another node meets it, too. The person's
// account must let it in as well. Tokens, jobs and the command line have no stay. The account comes before the session, as where an account is closed.
func (s *Store) actorStands(tx *gorm.DB, by reseller.Actor) error {
	if by.Stay.User == 0 {
		return nil
	}
	if by.Stay.Account != 0 {
		if err := s.letsIn(tx, by.Stay.Account); err != nil {
			return err
		}
	}
	here := tx.Exec("UPDATE user_sessions SET acts = acts + 1 WHERE user_id = ? AND created_at = ? AND view_as = 0", by.Stay.User, micro(by.Stay.Began))
	if here.Error == nil && here.RowsAffected == 0 {
		return reseller.ErrSignedOut
	}
	return here.Error
}

// letsIn refuses what a person of a closed or disabled account does.
func (s *Store) letsIn(tx *gorm.DB, account int64) error {
	query := "SELECT closed_at, disabled FROM accounts WHERE id = ?"
	if s.dialect == mysqlDialect {
		query += " LOCK IN SHARE MODE"
	}
	var closed sql.NullTime
	var disabled bool
	if err := scanRow(tx.Raw(query, account), &closed, &disabled); err != nil {
		return err
	}
	return reseller.Account{ClosedAt: closed.Time, Disabled: disabled}.ShutOut()
}
