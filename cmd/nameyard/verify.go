package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/verify"
)

type verifyCmd struct{ rulesFlags }

// Run holds the books against one another and against the registries' effect logs.
func (c *verifyCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		var connectors []registry.NamedConnector
		if d.HasSandbox {
			rules, err := c.rules()
			if err != nil {
				return err
			}
			connectors = []registry.NamedConnector{{Name: app.SandboxConnector, Connector: d.SandboxRegistry(rules)}}
		}
		snapshot, err := d.Store.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer snapshot.Close()
		report, err := verify.Run(ctx, snapshot, connectors)
		if err != nil {
			return fmt.Errorf("the books could not be read to the end: %w", err)
		}
		var unwritten error
		if err := errors.Join(p.out.print(report, func(w io.Writer) { unwritten = report.Print(w) }), unwritten); err != nil {
			return err
		}
		if !report.OK() {
			return &foundFaults{}
		}
		return nil
	})
}
