package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type domainHoldCmd struct {
	Name   string `arg:"" help:"The name, for example example.com."`
	Keep   bool   `help:"Keep it for a court or a dispute instead: it stays in the zone and renews, and is not unlocked, transferred, deleted, released or given another holder."`
	Tell   bool   `help:"Let its account read the reason of --keep."`
	Lift   bool   `help:"Put it back into the zone, or with --keep let it go again."`
	Reason string `required:"" help:"Why: for the audit record and the name's row; without --keep for its account, too."`
	Yes    bool   `env:"NAMEYARD_DOMAIN_YES" help:"Do not ask."`
	appFlags
}

// holdWait is how long a command waits for a registry.
const holdWait = 30 * time.Second

// Run orders a hold or its end, if it is meant.
func (c *domainHoldCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	if c.Keep {
		return c.keep(ctx, p, operator.Keeping{Name: name, On: !c.Lift, Reason: c.Reason, Told: c.Tell})
	}
	if c.Tell {
		return wrongUsage("--tell goes with --keep: the reason of a hold is always told")
	}
	r := operator.Holding{Name: name, On: !c.Lift, Reason: c.Reason}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		fmt.Fprintf(p.stderr, "%s\n", holdQuestion(r))
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		r.AnswerBy = a.Clock.Wall().Add(holdWait)
		o, err := operator.Domains{Store: a.Store, Routes: a.Routes, Clock: a.Clock, Orders: a.Orders}.Hold(ctx, r)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, a.Database, o, c.orderTimes)
	})
}

func holdQuestion(r operator.Holding) string {
	if r.On {
		return fmt.Sprintf("The registry takes %s out of the zone: web pages, mail and name servers of the name stop working. It stays registered, renewed and charged as before.", r.Name.BothForms())
	}
	return fmt.Sprintf("The registry puts %s back into the zone.", r.Name.BothForms())
}

// holdWords say why a name is out of the zone, one line for each hold.
func holdWords(holds reseller.Holds) []string {
	all := []string{}
	for _, h := range holds.Standing() {
		words := h.Side + " since " + moment(h.Since) + ": " + h.Reason
		if h.By != "" {
			words += " (" + h.By + ")"
		}
		all = append(all, words)
	}
	return all
}
