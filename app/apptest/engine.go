package apptest

import (
	"context"
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
		return schema.MariaDB(t)
	}
	return schema.SQLitePath(t)
}

// schema is the one that the server migrates to.
var schema = storetest.NewSchema(func(ctx context.Context, url string) error {
	d, err := app.OpenDatabase(ctx, app.DatabaseConfig{URL: url, Schema: app.MigrateSchema})
	if err != nil {
		return err
	}
	return d.Close()
})
