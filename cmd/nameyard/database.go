package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"nameyard/app"
	"nameyard/reseller"
	"nameyard/store"
)

// database is an open database.
type database struct{ *app.Database }

// url is the database that the flags name: --db, or the embedded one in the data folder.
func (g globals) url() string {
	if g.DB != "" {
		return g.DB
	}
	return filepath.Join(g.Data, "nameyard.db")
}

// open opens a database that is there and whose schema is the one of this binary.
func (p *program) open(ctx context.Context) (*database, error) {
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
		return refused("there is no database at %s; name another one with --data or --db, or make it with \"nameyard migrate\" or \"nameyard demo\"", path)
	}
	return nil
}

// connect opens a database, and makes an embedded one that is not there.
func (p *program) connect(ctx context.Context, schema app.Schema, log *slog.Logger) (*database, error) {
	d, err := app.OpenDatabase(ctx, app.DatabaseConfig{URL: p.url(), Schema: schema, Log: log})
	if err != nil {
		return nil, err
	}
	return &database{d}, nil
}

// withDatabase opens the database for one command.
func (p *program) withDatabase(ctx context.Context, do func(*database) error) error {
	d, err := p.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.Close())
}

// account finds an account by its e-mail address.
func (d *database) account(ctx context.Context, email string) (reseller.Account, error) {
	clean, err := accountEmail(email)
	if err != nil {
		return reseller.Account{}, err
	}
	a, err := d.Store.AccountByEmail(ctx, clean)
	if errors.Is(err, reseller.ErrNotFound) {
		return a, refused("there is no account %s; \"nameyard account list\" shows them", clean)
	}
	return a, err
}

// accountEmail brings an account's e-mail address to the form that is kept: lower case.
func accountEmail(email string) (string, error) {
	clean, err := reseller.CheckEmail(email)
	return strings.ToLower(clean), err
}

// emails maps account ids to e-mail addresses.
func (d *database) emails(ctx context.Context) (map[int64]string, error) {
	accounts, err := d.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]string, len(accounts))
	for _, a := range accounts {
		byID[a.ID] = a.Email
	}
	return byID, nil
}
