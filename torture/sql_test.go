package torture_test

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "modernc.org/sqlite" // the driver that the program uses
)

// sql opens the installation's database past the program, to put things into it that the program would not.
func (inst *installation) sql(t *testing.T) *sql.DB {
	t.Helper()
	var db *sql.DB
	var err error
	if inst.engine == "sqlite" {
		db, err = sql.Open("sqlite", "file:"+inst.db+"?_pragma=busy_timeout(10000)")
	} else {
		var u *url.URL
		if u, err = url.Parse(inst.db); err == nil {
			c := mysql.NewConfig()
			c.Net, c.Addr, c.User, c.DBName = "tcp", u.Host, u.User.Username(), strings.TrimPrefix(u.Path, "/")
			c.Passwd, _ = u.User.Password()
			db, err = sql.Open("mysql", c.FormatDSN())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func execute(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func count(t *testing.T, db *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
