package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type accountCloseCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
	Yes   bool   `env:"NAMEYARD_ACCOUNT_YES" help:"Do not ask."`
	dryRun
}

// Run says what closing means, or what is left in the account, and closes it if that is meant.
func (c *accountCloseCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Accounts{Store: d.Store}
		a, left, err := u.ToClose(ctx, c.Email)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stderr, "Nothing is left in account %s (%s). Closed, it lets in no caller, no name and no credit; its %d tokens open nothing, and nothing "+
			"is posted to its %d webhooks. %d drafts, its address, invoices and ledger stay.\n", a.Email, a.Name, left.Tokens, left.Webhooks, left.Drafts)
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		if a, err = u.Close(ctx, c.Email); err != nil {
			return err
		}
		return p.out.say(viewAccount(a), "%s was closed on %s", a.Email, a.ClosedAt.Format(time.DateOnly))
	})
}

type accountOpenCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run opens a closed account again.
func (c *accountOpenCmd) Run(ctx context.Context, p *program) error {
	return p.changeAccount(ctx, func(u operator.Accounts) (reseller.Account, error) { return u.Reopen(ctx, c.Email) })
}
