package main

import (
	"context"
	"math/rand/v2"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

type sandboxForeignCmd struct {
	Add sandboxForeignAddCmd `cmd:"" help:"Put a name into the registry that another registrar holds, to transfer in."`
	Ask sandboxForeignAskCmd `cmd:"" help:"Have the other registrar ask for a name of ours, to approve or reject."`
}

type sandboxForeignAddCmd struct {
	Name       string `arg:"" help:"The name, for example example.se."`
	AuthCode   string `placeholder:"CODE" help:"Its auth code."`
	Ours       bool   `help:"It is with us at the registry, and in no account: to be imported."`
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
	if c.AuthCode == "" && !c.Ours {
		return wrongUsage("--auth-code is missing; only a name that is ours needs none")
	}
	return p.withSandbox(ctx, c.rulesFlags, func(d *database, r *sandbox.Registry) error {
		if c.Ours {
			return c.ours(ctx, p, d, r, name, at)
		}
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

// ours adds a name of ours that the books do not know.
func (c *sandboxForeignAddCmd) ours(ctx context.Context, p *program, d *database, r *sandbox.Registry, name reseller.Name, at time.Time) error {
	if at.IsZero() {
		at = reseller.AddMonths(d.Clock.Now(), -6)
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	made := madeUp(rand.New(rand.NewPCG(1, uint64(len(name.String())))), name) //nolint:gosec // made-up names need no secrecy
	fields := map[string]string{}
	for _, f := range rules[name.TLD()].Fields {
		if f.Required && f.Check == "se_id" {
			fields[f.Key] = made.idNumber
		}
	}
	added, err := r.Populate(ctx, []sandbox.Earlier{{At: at, Create: registry.Create{
		ClTRID: "EARLIER-" + name.String(), Name: name, Years: 1, Nameservers: made.nameservers, Fields: fields, Lock: c.Locked,
		Contacts: reseller.Contacts{reseller.RoleRegistrant: made.contact},
	}}})
	if no, is := registry.AsRefusal(err); is || err == nil && !added {
		words := "it is there already"
		if is {
			words = no.Words
		}
		return refused("the sandbox registry refuses %s: %s", name, words)
	}
	if err != nil {
		return err
	}
	shown, err := r.Show(ctx, name)
	if err != nil {
		return err
	}
	return p.out.say(viewRegistration(shown), "%s is with us until %s, and in no account", name, shown.Expires.Format(time.DateOnly))
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
	return p.withSandbox(ctx, c.rulesFlags, func(_ *database, r *sandbox.Registry) error {
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
		return p.out.say(viewRegistration(shown), "%s asks for %s", sandbox.OtherRegistrar, name)
	})
}
