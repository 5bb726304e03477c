package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"nameyard/app"
	"nameyard/store"
)

// url is the database that the flags name: --db, or the embedded one in the data folder.
func (g globals) url() string {
	if g.DB != "" {
		return g.DB
	}
	return filepath.Join(g.Data, "nameyard.db")
}

// open opens a database that is there and whose schema is the one of this binary.
func (p *program) open(ctx context.Context) (*app.Database, error) {
	if err := p.exists(); err != nil {
		return nil, err
	}
	return p.connect(ctx, app.CheckSchema, p.logger(false))
}

// exists refuses an embedded database that is not there: opening it would make it.
func (p *program) exists() error {
	path := store.SQLitePath(p.url())
	if path == "" {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return refused("there is no database at %s; name another one with --data or --db (or NAMEYARD_DB, or \"db\" in the settings file, where the server's commands find it, too), or make it with \"nameyard migrate\" or \"nameyard demo\"", path)
	}
	return nil
}

// connect opens a database, and makes an embedded one that is not there.
func (p *program) connect(ctx context.Context, schema app.Schema, log *slog.Logger) (*app.Database, error) {
	return app.OpenDatabase(ctx, app.DatabaseConfig{URL: p.url(), Schema: schema, Log: log})
}

// withDatabase opens the database for one command.
func (p *program) withDatabase(ctx context.Context, do func(*app.Database) error) error {
	d, err := p.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}
