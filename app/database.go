package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"nameyard/reseller"
	"nameyard/store"
)

// Schema says what opening a database does about its schema.
type Schema int

// What is done about the schema.
const (
	CheckSchema   Schema = iota // refuses a schema that is not this binary's
	MigrateSchema               // brings it up to date
	// MigrateOwnSchema brings an embedded database up to date and checks one that several servers share: the others may
	// still need the old schema.
	MigrateOwnSchema
	AnySchema // leaves it as it is; business time is the clock's own, because the sandbox clock cannot be read
)

// DatabaseConfig says which database is opened, and how.
type DatabaseConfig struct {
	URL    string         // a path or sqlite:PATH, or mysql://user:pass@host:3306/name (store.Open)
	Schema Schema         // what is done about its schema; zero: it must be this binary's
	Clock  reseller.Clock // the time below the sandbox clock's offset; nil = the machine's
	Log    *slog.Logger   // nil = nothing is logged
}

// Database is an open database with the time that counts in it.
type Database struct {
	Store *store.Store
	Clock *Clock
	Log   *slog.Logger
	// HasSandbox says that the database has a sandbox clock, and so its server the sandbox registry. A server may run
	// without it: it is cleared before New.
	HasSandbox bool
}

// OpenDatabase opens a database for work that needs no registries.
func OpenDatabase(ctx context.Context, c DatabaseConfig) (*Database, error) {
	if c.Clock == nil {
		c.Clock = Machine{}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	d := &Database{Clock: &Clock{source: c.Clock}, Log: c.Log}
	var err error
	if d.Store, err = store.Open(ctx, c.URL, d.Clock, c.Log); err != nil {
		return nil, err
	}
	if err := d.prepare(ctx, c.Schema); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// prepare does what is to be done about the schema, and adopts the database's time.
func (d *Database) prepare(ctx context.Context, schema Schema) error {
	switch {
	case schema == AnySchema:
		return nil
	case schema == MigrateSchema, schema == MigrateOwnSchema && d.Store.Engine() == "sqlite":
		if _, err := d.Store.Migrate(ctx); err != nil {
			return err
		}
	default:
		if err := d.Store.CheckSchema(ctx); err != nil {
			return err
		}
	}
	return d.adoptTime(ctx)
}

// ReadTime takes over the sandbox clock's offset, which another process may have moved. It is safe for concurrent use.
func (d *Database) ReadTime(ctx context.Context) error {
	c, err := d.Store.SandboxClock(ctx)
	if err == nil {
		d.Clock.SetOffset(c.Offset)
	}
	return err
}

// adoptTime takes over the sandbox clock, if there is one.
func (d *Database) adoptTime(ctx context.Context) error {
	c, err := d.Store.SandboxClock(ctx)
	if err != nil {
		return err
	}
	d.Clock.SetOffset(c.Offset)
	d.HasSandbox = c.Version > 0
	return nil
}

// EnableSandbox notes in the database, for good, that its server has the sandbox registry.
func (d *Database) EnableSandbox(ctx context.Context) error {
	if !d.HasSandbox {
		if err := d.Store.SetSandboxClock(ctx, reseller.SandboxClock{}); err != nil && !errors.Is(err, reseller.ErrConflict) {
			return err
		}
	}
	return d.adoptTime(ctx)
}

// Close ends the connections.
func (d *Database) Close() error {
	if err := d.Store.Close(); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}
