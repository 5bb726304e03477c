package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"nameyard/app"
)

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" changes:"" default:"1" help:"Run the migrations that are missing. Safe to start twice at once."`
	Status migrateStatusCmd `cmd:"" help:"Show where the schema stands; exit 1 if migrations are missing."`
}

type migrateUpCmd struct{}

// Run brings the schema up to date.
func (c *migrateUpCmd) Run(ctx context.Context, p *program) error {
	d, err := p.connect(ctx, app.AnySchema, p.logger(false))
	if err != nil {
		return err
	}
	ran, err := d.Store.Migrate(ctx)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	if ran == nil {
		ran = []string{}
	}
	return p.out.print(map[string]any{"ran": ran}, func(w io.Writer) {
		for _, file := range ran {
			fmt.Fprintln(w, file)
		}
		fmt.Fprintf(w, "%d migrations ran; the schema is up to date\n", len(ran))
	})
}

type migrateStatusCmd struct{}

// Run shows which migrations are missing.
func (c *migrateStatusCmd) Run(ctx context.Context, p *program) error {
	if err := p.exists(); err != nil {
		return err
	}
	d, err := p.connect(ctx, app.AnySchema, p.logger(false))
	if err != nil {
		return err
	}
	status, err := d.Store.SchemaStatus(ctx)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	if status.Pending == nil {
		status.Pending = []string{}
	}
	err = p.out.print(status, func(w io.Writer) {
		fmt.Fprintf(w, "schema %d of %d\n", status.Current, status.Latest)
		for _, file := range status.Pending {
			fmt.Fprintf(w, "missing: %s\n", file)
		}
		if len(status.Pending) > 0 {
			fmt.Fprintf(w, "%d migrations are missing: \"nameyard migrate\" runs them\n", len(status.Pending))
		}
	})
	if err == nil && len(status.Pending) > 0 {
		return &foundFaults{}
	}
	return err
}
