package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type accountOffCmd struct {
	Email        string `arg:"" help:"E-mail address of the account."`
	StopRenewals bool   `env:"NAMEYARD_ACCOUNT_STOP_RENEWALS" help:"Switch automatic renewal off for all its names, too: they are lost when their paid time ends. Account and operator are told by mail. Enabling the account does not switch it on again."`
	Reason       string `env:"NAMEYARD_ACCOUNT_REASON" help:"Why, for the operator: account show and the audit log have it."`
	Yes          bool   `env:"NAMEYARD_ACCOUNT_YES" help:"With --stop-renewals: do not ask."`
	dryRun
}

// Run disables an account, and stops its renewals if that is asked for and meant.
func (c *accountOffCmd) Run(ctx context.Context, p *program) error {
	if !c.StopRenewals {
		return p.changeAccount(ctx, func(u operator.Accounts) (reseller.Account, error) { return u.Disable(ctx, c.Email, c.Reason) })
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Accounts{Store: d.Store}
		shown, err := c.warn(ctx, p, u)
		if err != nil {
			return err
		}
		a, names, err := u.StopRenewals(ctx, c.Email, shown, c.Reason)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"account": a.Email, "disabled": true, "names": names},
			"%s is disabled, and %d of its names are not renewed automatically any more", a.Email, names)
	})
}

// shownNames is how many names are listed before a question.
const shownNames = 100

// warn says which names will be lost and when, and asks. It gives how many they are.
func (c *accountOffCmd) warn(ctx context.Context, p *program, u operator.Accounts) (int, error) {
	names, all, err := u.AtStake(ctx, c.Email, shownNames, math.MaxInt32)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(p.stderr, "Automatic renewal is switched off for %d names of %s, which are lost when their paid time ends:\n", all, c.Email)
	for _, d := range names {
		fmt.Fprintf(p.stderr, "  %s  %s\n", d.PaidThrough.Format(time.DateOnly), d.Name.BothForms())
	}
	if more := all - len(names); more > 0 {
		fmt.Fprintf(p.stderr, "  and %d more\n", more)
	}
	return all, p.meant(ctx, c.Yes)
}
