package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry/sandbox"
)

type sandboxForeignCmd struct {
	Add  sandboxForeignAddCmd  `cmd:"" help:"Put a name into the registry that another registrar holds, to transfer in."`
	Ask  sandboxForeignAskCmd  `cmd:"" help:"Have the other registrar ask for a name of ours, to approve or reject."`
	Push sandboxForeignPushCmd `cmd:"" help:"Have the other registrar give a name to our tag, where names move by tag."`
}

type sandboxForeignAddCmd struct {
	Name       string `arg:"" help:"The name, for example example.se."`
	AuthCode   string `placeholder:"CODE" help:"Its auth code; none where names move by tag."`
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
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		shown, err := r.Add(ctx, demo.Registered{Name: name, Ours: c.Ours, AuthCode: c.AuthCode, At: at, Locked: c.Locked})
		if err != nil {
			return err
		}
		holder, where := shown.Sponsor, ""
		if c.Ours {
			holder, where = "us", ", and in no account"
		}
		return p.out.say(viewRegistration(shown), "%s is with %s until %s%s", name, holder, shown.Expires.Format(time.DateOnly), where)
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
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		shown, err := r.Ask(ctx, name, c.AuthCode)
		if err != nil {
			return err
		}
		return p.out.say(viewRegistration(shown), "%s asks for %s", sandbox.OtherRegistrar, name)
	})
}

type sandboxForeignPushCmd struct {
	Name string `arg:"" help:"A name of another registrar, for example example.co.uk."`
	rulesFlags
}

// Run gives a foreign name to our tag.
func (c *sandboxForeignPushCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		shown, err := r.Push(ctx, name)
		if err != nil {
			return err
		}
		return p.out.say(viewRegistration(shown), "%s gives %s to %s", sandbox.OtherRegistrar, name, shown.Sponsor)
	})
}
