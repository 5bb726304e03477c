package store

import (
	"context"
	"fmt"
)

// DatabaseState is what the database says of itself, for people.
type DatabaseState struct {
	Engine  string // "sqlite" or "mysql"
	Version string // of the engine, as it says: "3.46.0", "10.11.6-MariaDB"
	File    string // of an embedded database; "" for others
	Bytes   int64  // that it takes; of a server's as it estimates
	Schema  int64  // the newest migration that it has had
}

// DatabaseState asks the database what it is.
func (s *Store) DatabaseState(ctx context.Context) (DatabaseState, error) {
	d := DatabaseState{Engine: s.Engine(), File: s.path}
	version, size := "SELECT sqlite_version()", "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
	if s.dialect == mysqlDialect {
		version, size = "SELECT VERSION()", "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	db := s.scans.WithContext(ctx)
	err := scanRow(db.Raw(version), &d.Version)
	if err == nil {
		err = scanRow(db.Raw(size), &d.Bytes)
	}
	if err == nil {
		d.Schema, err = appliedVersion(db)
	}
	if err != nil {
		return d, fmt.Errorf("what the database is: %w", translate(err))
	}
	return d, nil
}
