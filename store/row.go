package store

import (
	"database/sql"

	"gorm.io/gorm"
)

// scanRow reads the one row of a query; sql.ErrNoRows if there is none. GORM's own Row is nil where the database does not answer,
// and scanning that panics.
func scanRow(query *gorm.DB, into ...any) error {
	rows, err := query.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	return rows.Close()
}
