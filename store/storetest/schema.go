package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Schema gives tests databases that have a schema already. It is built once on each engine, and every database is a copy: that takes a
// fraction of the time of all migrations.
type Schema struct {
	migrate func(ctx context.Context, url string) error

	buildFile sync.Once
	file      []byte // an SQLite database
	fileErr   error

	buildTables sync.Once
	tables      string // the statements that make a MariaDB database
	tablesErr   error
}

// NewSchema is the schema that migrate gives to an empty database.
func NewSchema(migrate func(ctx context.Context, url string) error) *Schema {
	return &Schema{migrate: migrate}
}

// SQLitePath returns the path of a new SQLite database; the folder is removed when t ends.
func (s *Schema) SQLitePath(t testing.TB) string {
	t.Helper()
	s.buildFile.Do(func() { s.file, s.fileErr = s.buildSQLite() })
	if s.fileErr != nil {
		t.Fatalf("storetest: %v", s.fileErr)
	}
	file := SQLitePath(t)
	if err := os.WriteFile(file, s.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func (s *Schema) buildSQLite() ([]byte, error) {
	dir, err := os.MkdirTemp("", "nameyard-schema-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "schema.db")
	if err := s.migrate(context.Background(), file); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

// MariaDB is MariaDB with the schema.
func (s *Schema) MariaDB(t testing.TB) string {
	t.Helper()
	url := MariaDB(t)
	s.buildTables.Do(func() { s.tables, s.tablesErr = s.buildMariaDB(shared.server) })
	err := s.tablesErr
	if err == nil {
		err = shared.server.run(path.Base(url), s.tables)
	}
	if err != nil {
		t.Fatalf("storetest: %v\n%s", err, shared.server.logTail())
	}
	return url
}

// buildMariaDB migrates a database, which stays, and gives the statements that make another one like it.
func (s *Schema) buildMariaDB(server *Server) (string, error) {
	ctx := context.Background()
	name, err := server.CreateDatabase(ctx)
	if err != nil {
		return "", err
	}
	if err := s.migrate(ctx, server.URL(name)); err != nil {
		return "", err
	}
	db, err := server.connect(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return "", err
	}
	statements := []string{"SET foreign_key_checks = 0"} // of that connection alone: tables come in no order
	for _, table := range tables {
		var same, create string
		var rows int
		if err := db.QueryRowContext(ctx, "SHOW CREATE TABLE `"+table+"`").Scan(&same, &create); err != nil {
			return "", err
		}
		if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM `"+table+"`").Scan(&rows); err != nil {
			return "", err
		}
		statements = append(statements, create)
		if rows > 0 {
			statements = append(statements, fmt.Sprintf("INSERT INTO `%s` SELECT * FROM %s.`%s`", table, name, table))
		}
	}
	return strings.Join(statements, ";\n"), nil
}

func tablesOf(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SHOW TABLES")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// run executes statements in a database, on a connection of their own.
func (s *Server) run(database, statements string) error {
	db, err := s.connect(database)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(context.Background(), statements)
	return err
}
