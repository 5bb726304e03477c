package main

import (
	"context"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry"
	"nameyard/reseller"
)

type sandboxFundsCmd struct {
	Amount   string `arg:"" help:"What our prepaid account there has, for example 500.00; or \"unlimited\", as it is at first."`
	Currency string `env:"NAMEYARD_FUNDS_CURRENCY" default:"USD" help:"Of the account (${default}); commands whose order is in another one cost nothing there."`
	Warn     string `env:"NAMEYARD_FUNDS_WARN" placeholder:"AMOUNT" help:"The amount below which the operator is told."`
	rulesFlags
}

// Run says what our account at the sandbox registry has.
func (c *sandboxFundsCmd) Run(ctx context.Context, p *program) error {
	balance, err := c.balance()
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		if err := r.SetFunds(ctx, balance); err != nil {
			return err
		}
		if balance == nil {
			return p.out.say(map[string]any{"balance": nil}, "the sandbox registry gives credit without end")
		}
		left := amount(balance.Amount, balance.Currency)
		return p.out.say(map[string]any{"balance": left, "currency": balance.Currency}, "our account at the sandbox registry has %s %s", left, balance.Currency)
	})
}

// balance is nil for no end of credit.
func (c *sandboxFundsCmd) balance() (*registry.Balance, error) {
	if c.Amount == "unlimited" {
		return nil, nil
	}
	left, err := reseller.ReadMoney(c.Amount, c.Currency)
	if err != nil || left.Minor < 0 {
		return nil, wrongUsage("%q is no amount in %s: want one such as 500.00, or \"unlimited\"", c.Amount, c.Currency)
	}
	b := &registry.Balance{Amount: left.Minor, Currency: left.Currency}
	if c.Warn != "" {
		warn, err := reseller.ReadMoney(c.Warn, c.Currency)
		if err != nil || warn.Minor < 0 {
			return nil, wrongUsage("--warn %q is no amount in %s: want one such as 50.00", c.Warn, c.Currency)
		}
		b.Warn = warn.Minor
	}
	return b, nil
}
