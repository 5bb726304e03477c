package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/reseller"
)

type sandboxCmd struct {
	Advance  sandboxAdvanceCmd  `cmd:"" help:"Move business time ahead; what falls due in between happens in order."`
	Now      sandboxNowCmd      `cmd:"" help:"Show business time."`
	Foreign  sandboxForeignCmd  `cmd:"" help:"Names held at another registrar."`
	Fill     sandboxFillCmd     `cmd:"" help:"Make names up, with their orders, invoices and registrations."`
	Fault    sandboxFaultCmd    `cmd:"" help:"Scripted faults of the sandbox registry."`
	Funds    sandboxFundsCmd    `cmd:"" help:"What our prepaid account at the sandbox registry has; without end at first."`
	Act      sandboxActCmd      `cmd:"" help:"Make the sandbox registry do something by itself, and tell it by message."`
	EPP      sandboxEPPCmd      `cmd:"" name:"epp" help:"The sandbox registry over EPP, as real ones are reached."`
	Registry sandboxRegistryCmd `cmd:"" help:"What the sandbox registry itself believes."`
}

// withSandbox opens a database that has the sandbox registry.
func (p *program) withSandbox(ctx context.Context, f rulesFlags, do func(*app.Database, demo.Registry) error) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		if !d.HasSandbox {
			return refused("the server of this database has no sandbox registry: start it as \"nameyard demo\" or with \"nameyard serve --sandbox\"")
		}
		rules, err := f.rules()
		if err != nil {
			return err
		}
		sandbox, err := d.SandboxWithNames(ctx, rules)
		if err != nil {
			return err
		}
		return do(d, demo.Registry{Registry: sandbox, Clock: d.Clock, Rules: rules})
	})
}

// nameOf reads a whole name below a TLD that the rules have.
func (f rulesFlags) nameOf(whole string) (reseller.Name, error) {
	rules, err := f.rules()
	if err != nil {
		return reseller.Name{}, err
	}
	name, err := rules.Split(whole)
	if err != nil {
		return name, wrongUsage("%s", reseller.AsError(err).Words)
	}
	return name, nil
}

type sandboxNowCmd struct{}

// nowView is business time as it is printed.
type nowView struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset"` // how far it is ahead of the wall clock
	Steps  int       `json:"steps,omitempty"`
}

// Run shows business time.
func (c *sandboxNowCmd) Run(ctx context.Context, p *program) error {
	return p.withSandbox(ctx, rulesFlags{}, func(d *app.Database, _ demo.Registry) error {
		now := d.Clock.Now()
		offset := d.Clock.Offset()
		return p.out.say(nowView{Now: now, Offset: span(offset.Round(time.Second)).String()}, "%s", now.Format(time.RFC3339))
	})
}

type sandboxAdvanceCmd struct {
	By span `arg:"" help:"How far, for example 31d, 12h or 90m."`
	appFlags
}

// Run asks for the time and waits until it is reached. A running server does the work; with none, this process does.
func (c *sandboxAdvanceCmd) Run(ctx context.Context, p *program) error {
	if c.By <= 0 {
		return wrongUsage("the time must be more than zero: the sandbox clock does not go back")
	}
	return p.withSandbox(ctx, c.rulesFlags, func(d *app.Database, _ demo.Registry) error {
		move := &demo.Advance{
			Store: d.Store, Clock: d.Clock, By: c.By.duration(), Stepper: func() (*demo.Stepper, func(context.Context) error, error) {
				a, err := p.build(ctx, d, c.appFlags)
				if err != nil {
					return nil, nil, err
				}
				return a.SandboxClock(), a.Drain, nil
			},
			Told: func(done time.Duration) {
				p.progress(fmt.Sprintf("%s (%s of %s)", d.Clock.Now().Format("2006-01-02 15:04"), span(done.Truncate(time.Minute)), c.By))
			},
		}
		steps, err := move.Run(ctx)
		p.progress("")
		if errors.Is(err, demo.ErrInterrupted) {
			return refused("interrupted; the server goes on to %s", d.Clock.Wall().Add(move.Target()).Format(time.RFC3339))
		}
		if err != nil {
			return err
		}
		now := d.Clock.Now()
		return p.out.say(nowView{Now: now, Offset: span(move.Target().Round(time.Second)).String(), Steps: steps}, "business time is %s", now.Format(time.RFC3339))
	})
}
