package main

import (
	"context"

	"nameyard/app"
	"nameyard/operator"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that the audit log is whole, and print the heads of its chains; exit 1 on a breach."`
}

type auditVerifyCmd struct {
	Head []string `placeholder:"HEAD" help:"A head that was written down before: the log must still lead to it. May be repeated."`
}

// Run follows the chains of the audit log.
func (c *auditVerifyCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		report, err := operator.Books{Store: d.Store}.VerifyAudit(ctx, c.Head)
		if err != nil {
			return err
		}
		return p.report(report)
	})
}
