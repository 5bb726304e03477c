package main

import (
	"context"
	"errors"
	"io"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/verify"
)

type verifyCmd struct{ rulesFlags }

// Run holds the books against one another and against the registries' effect logs.
func (c *verifyCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		var connectors []registry.NamedConnector
		if d.HasSandbox {
			rules, err := c.rules()
			if err != nil {
				return err
			}
			sandbox, err := d.SandboxWithNames(ctx, rules)
			if err != nil {
				return err
			}
			connectors = []registry.NamedConnector{{Name: app.SandboxConnector, Connector: sandbox}}
		}
		report, err := operator.Books{Store: d.Store, Connectors: connectors}.Verify(ctx)
		if err != nil {
			return err
		}
		return p.report(report)
	})
}

// report prints what a check of the books found.
func (p *program) report(r verify.Report) error {
	var unwritten error
	if err := errors.Join(p.out.print(r, func(w io.Writer) { unwritten = r.Print(w) }), unwritten); err != nil {
		return err
	}
	if !r.OK() {
		return &foundFaults{}
	}
	return nil
}
