package main

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/registry/local"
)

type sandboxForeignCmd struct {
	Add sandboxForeignAddCmd `cmd:"" help:"Put a name into the registry that another registrar holds, to transfer in."`
	Ask sandboxForeignAskCmd `cmd:"" help:"Have the other registrar ask for a name of ours, to approve or reject."`
}

type sandboxForeignAddCmd struct {
	Name       string `arg:"" help:"The name, for example example.se."`
	AuthCode   string `required:"" placeholder:"CODE" help:"Its auth code."`
	Registered string `placeholder:"DATE" help:"When it was registered (2026-01-31); a year ago if not given."`
	Locked     bool   `help:"It is locked against transfers."`
	rulesFlags
}

// Run adds a foreign name.
func (c *sandboxForeignAddCmd) Run(ctx context.Context, p *program) error {
	var at time.Time
	if c.Registered != "" {
		var err error
		if at, err = time.Parse(time.DateOnly, c.Registered); err != nil {
			return wrongUsage("--registered is %q, it must be a date such as 2026-01-31", c.Registered)
		}
	}
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *database, r *local.Registry) error {
		err := r.AddForeign(ctx, name, c.AuthCode, at, c.Locked)
		if no, is := registry.AsRefusal(err); is {
			return refused("the sandbox registry refuses %s: %s", name, no.Words)
		}
		if err != nil {
			return err
		}
		shown, err := r.Show(ctx, name)
		if err != nil {
			return err
		}
		return p.out.say(viewRegistration(shown), "%s is with %s until %s", name, shown.Sponsor, shown.Expires.Format(time.DateOnly))
	})
}

type sandboxForeignAskCmd struct {
	Name     string `arg:"" help:"A name of ours, for example example.com."`
	AuthCode string `required:"" placeholder:"CODE" help:"Its auth code, as GetEPPCode gave it."`
	rulesFlags
}

// Run asks for a name of ours in the other registrar's name.
func (c *sandboxForeignAskCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *database, r *local.Registry) error {
		err := r.RequestAway(ctx, name, c.AuthCode)
		if no, is := registry.AsRefusal(err); is {
			return refused("the sandbox registry refuses: %s", no.Words)
		}
		if err != nil {
			return err
		}
		shown, err := r.Show(ctx, name)
		if err != nil {
			return err
		}
		return p.out.say(viewRegistration(shown), "%s asks for %s", local.OtherRegistrar, name)
	})
}
