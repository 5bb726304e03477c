package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/operator"
)

type sandboxFillCmd struct {
	N         int            `arg:"" help:"How many names."`
	Account   string         `default:"test@exampledomain.com" placeholder:"EMAIL" help:"Account that gets them (${default})."`
	Seed      uint64         `default:"1" help:"Other names and dates come from another seed (${default})."`
	AutoRenew int            `default:"80" placeholder:"PERCENT" help:"Share of names with auto-renew on (${default})."`
	Due       int            `default:"-1" placeholder:"COUNT" help:"So many names, with auto-renew on, are inside the renewal window, and no others; without it, expiries are spread evenly over the year."`
	TLD       map[string]int `placeholder:"TLD=SHARE" help:"Shares of TLDs, for example com=60;se=40 (com=55;net=10;org=10;se=20;nu=5)."`
	rulesFlags
}

// filledView is what a fill did, as it is printed.
type filledView struct {
	Account string  `json:"account"`
	Names   int     `json:"names"`
	Already int     `json:"already_there"` // by an earlier run that was interrupted
	Cost    string  `json:"cost"`          // what the names cost; deposited and spent
	Seconds float64 `json:"seconds"`
}

// Run fills the sandbox.
func (c *sandboxFillCmd) Run(ctx context.Context, p *program) error {
	return p.withSandbox(ctx, c.rulesFlags, func(d *app.Database, r demo.Registry) error {
		account, err := operator.Accounts{Store: d.Store}.Find(ctx, c.Account)
		if err != nil {
			return err
		}
		f := demo.Filler{Store: d.Store, Clock: d.Clock, Registry: r.Registry, Rules: r.Rules, Told: func(done int) {
			p.progress(fmt.Sprintf("%d of %d names", done, c.N))
		}}
		did, err := f.Run(ctx, demo.Fill{Names: c.N, Account: account, Seed: c.Seed, AutoRenew: c.AutoRenew, Due: c.Due, TLDs: c.TLD})
		p.progress("")
		if err != nil {
			return err
		}
		v := filledView{account.Email, did.Names, did.Already, amount(did.Cost, account.Currency), did.Took.Seconds()}
		return p.out.say(v, "%s has %d more names (%d were there already), which cost %s %s; it took %s",
			v.Account, v.Names, v.Already, v.Cost, account.Currency, did.Took.Round(time.Millisecond))
	})
}
