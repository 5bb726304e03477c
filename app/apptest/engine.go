package apptest

import (
	"context"
	"os"
	"sync"
	"testing"

	"nameyard/app"
	"nameyard/store/storetest"
)

// Engine is a kind of database.
type Engine string

// The engines. Everything that touches state is tested on both.
const (
	SQLite  Engine = "sqlite"
	MariaDB Engine = "mariadb"
)

// Engines are both.
var Engines = []Engine{SQLite, MariaDB}

// OnEach tells a story on each engine, at the same time as other tests.
func OnEach(t *testing.T, story func(t *testing.T, engine Engine)) {
	t.Helper()
	t.Parallel()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			story(t, engine)
		})
	}
}

// fresh gives the URL of a database of the test's own.
func (e Engine) fresh(t testing.TB) string {
	t.Helper()
	if e == MariaDB {
		return storetest.MariaDB(t)
	}
	file, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	path := storetest.SQLitePath(t)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// migrated is an SQLite database that has its schema: copying it is faster than migrating.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "nameyard-apptest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := dir + "/empty.db"
	d, err := app.OpenDatabase(context.Background(), app.DatabaseConfig{URL: path, Schema: app.MigrateSchema})
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
