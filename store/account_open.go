//go:build !control_openclosed

package store

import (
	"database/sql"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// mustBeOpen refuses with reseller.ErrClosed what would bring something into a closed account. Until the end of its transaction the
// account is not closed either: SQLite has one writer, and on MySQL the row is kept with a lock that others who bring something share.
// Between the nodes of a cluster, where such a lock protects nothing, the foreign key of the new row and the balance do.
func (s *Store) mustBeOpen(tx *gorm.DB, account int64) error {
	query := "SELECT closed_at FROM accounts WHERE id = ?"
	if s.dialect == mysqlDialect {
		query += " LOCK IN SHARE MODE"
	}
	var closed sql.NullTime
	if err := scanRow(tx.Raw(query, account), &closed); err != nil {
		return err
	}
	if closed.Valid {
		return reseller.ErrClosed()
	}
	return nil
}
