package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"nameyard/reseller"
	"nameyard/store"
)

// database is an open database with the time that counts in it.
type database struct {
	store *store.Store
	clock *clock
	log   *slog.Logger
	url   string
	// sandbox says that the database has a sandbox clock, and so a server with the sandbox registry.
	sandbox bool
}

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
	d, err := p.connect(ctx, p.logger(false))
	if err != nil {
		return nil, err
	}
	if err := d.store.CheckSchema(ctx); err != nil {
		return nil, errors.Join(err, d.close())
	}
	if err := d.adoptTime(ctx); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
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

// connect opens a database whatever its schema.
func (p *program) connect(ctx context.Context, log *slog.Logger) (*database, error) {
	d := &database{clock: &clock{}, log: log, url: p.url()}
	var err error
	if d.store, err = store.Open(ctx, d.url, d.clock, log); err != nil {
		return nil, err
	}
	return d, nil
}

// adoptTime takes over the sandbox clock's offset.
func (d *database) adoptTime(ctx context.Context) error {
	c, err := d.store.SandboxClock(ctx)
	if err != nil {
		return err
	}
	d.clock.set(c.Offset)
	d.sandbox = c.Version > 0
	return nil
}

// markSandbox notes that this database's server has the sandbox registry.
func (d *database) markSandbox(ctx context.Context) error {
	if !d.sandbox {
		if err := d.store.SetSandboxClock(ctx, store.SandboxClock{}); err != nil && !errors.Is(err, reseller.ErrConflict) {
			return err
		}
	}
	return d.adoptTime(ctx)
}

func (d *database) close() error {
	if err := d.store.Close(); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}

// withDatabase opens the database for one command.
func (p *program) withDatabase(ctx context.Context, do func(*database) error) error {
	d, err := p.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(d), d.close())
}

// account finds an account by its e-mail address.
func (d *database) account(ctx context.Context, email string) (reseller.Account, error) {
	clean, err := accountEmail(email)
	if err != nil {
		return reseller.Account{}, err
	}
	a, err := d.store.AccountByEmail(ctx, clean)
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
	accounts, err := d.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]string, len(accounts))
	for _, a := range accounts {
		byID[a.ID] = a.Email
	}
	return byID, nil
}
