package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

type sandboxCmd struct {
	Advance  sandboxAdvanceCmd  `cmd:"" help:"Move business time ahead; what falls due in between happens in order."`
	Now      sandboxNowCmd      `cmd:"" help:"Show business time."`
	Foreign  sandboxForeignCmd  `cmd:"" help:"Names held at another registrar."`
	Fill     sandboxFillCmd     `cmd:"" help:"Make names up, with their orders, invoices and registrations."`
	Fault    sandboxFaultCmd    `cmd:"" help:"Scripted faults of the sandbox registry."`
	Registry sandboxRegistryCmd `cmd:"" help:"What the sandbox registry itself believes."`
}

// withSandbox opens a database that has the sandbox registry. It writes through the same documents as a server does, so it
// works beside a running one and with none.
func (p *program) withSandbox(ctx context.Context, f rulesFlags, do func(*database, *sandbox.Registry) error) error {
	return p.withDatabase(ctx, func(d *database) error {
		if !d.sandbox {
			return refused("the server of this database has no sandbox registry: start it as \"nameyard demo\" or with \"nameyard serve --sandbox\"")
		}
		rules, err := f.rules()
		if err != nil {
			return err
		}
		return do(d, d.sandboxRegistry(rules))
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
	return p.withSandbox(ctx, rulesFlags{}, func(d *database, _ *sandbox.Registry) error {
		now := d.clock.Now()
		offset := time.Duration(d.clock.offset.Load())
		return p.out.say(nowView{Now: now, Offset: span(offset.Round(time.Second)).String()}, "%s", now.Format(time.RFC3339))
	})
}

type sandboxAdvanceCmd struct {
	By span `arg:"" help:"How far, for example 31d, 12h or 90m."`
	houseFlags
}

// Run asks for the time and waits until it is reached. A running server does the work; with none, this process does.
func (c *sandboxAdvanceCmd) Run(ctx context.Context, p *program) error {
	if c.By <= 0 {
		return wrongUsage("the time must be more than zero: the sandbox clock does not go back")
	}
	return p.withSandbox(ctx, c.rulesFlags, func(d *database, _ *sandbox.Registry) error {
		target, err := d.askForTime(ctx, c.By.duration())
		if err != nil {
			return err
		}
		w := &waiter{program: p, database: d, flags: c.houseFlags, target: target, by: c.By.duration()}
		steps, err := w.wait(ctx)
		p.progress("")
		if err != nil {
			return err
		}
		now := d.clock.Now()
		return p.out.say(nowView{Now: now, Offset: span(target.Round(time.Second)).String(), Steps: steps}, "business time is %s", now.Format(time.RFC3339))
	})
}

// askForTime moves the target ahead and gives it.
func (d *database) askForTime(ctx context.Context, by time.Duration) (time.Duration, error) {
	for {
		c, err := d.store.SandboxClock(ctx)
		if err != nil {
			return 0, err
		}
		c.Target = max(c.Offset, c.Target) + by
		err = d.store.SetSandboxClock(ctx, c)
		if !errors.Is(err, reseller.ErrConflict) {
			return c.Target, err
		}
	}
}

// waiter waits for the sandbox clock to reach a target.
type waiter struct {
	*program
	*database
	flags  houseFlags
	target time.Duration
	by     time.Duration
}

// wait watches the clock, and takes the work over when nobody leads it. It tells how many steps it made itself.
func (w *waiter) wait(ctx context.Context) (int, error) {
	for {
		c, err := w.store.SandboxClock(ctx)
		if err != nil {
			return 0, err
		}
		w.clock.set(c.Offset)
		if c.Offset >= w.target {
			return 0, w.letOthersFollow(ctx)
		}
		w.show(c)
		_, led, err := w.store.LeaseOf(ctx, clockLease)
		if err != nil {
			return 0, err
		}
		if !led {
			return w.work(ctx)
		}
		select {
		case <-ctx.Done():
			return 0, refused("interrupted; the server goes on to %s", w.clock.Wall().Add(w.target).Format(time.RFC3339))
		case <-after(followEvery / 2):
		}
	}
}

// letOthersFollow gives every server the time to see the new offset.
func (w *waiter) letOthersFollow(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-after(2 * followEvery):
		return nil
	}
}

// work steps the clock in this process.
func (w *waiter) work(ctx context.Context) (int, error) {
	h, err := w.build(w.database, w.flags)
	if err != nil {
		return 0, err
	}
	s := h.stepper()
	s.stepped = w.show
	err = s.once(ctx)
	drain, stop := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer stop()
	err = errors.Join(err, h.desk.Drain(drain), w.store.DropLease(drain, clockLease, h.holder))
	if err != nil {
		return s.steps, fmt.Errorf("move the sandbox clock: %w; run the command again with less time, the rest is still to come", err)
	}
	c, err := w.store.SandboxClock(ctx)
	if err == nil && c.Offset < w.target { // another process took the lease first
		return w.wait(ctx)
	}
	return s.steps, err
}

// show tells on a terminal how far the clock is.
func (w *waiter) show(c store.SandboxClock) {
	done := w.by - (w.target - c.Offset)
	w.progress(fmt.Sprintf("%s (%s of %s)", w.clock.Now().Format("2006-01-02 15:04"), span(max(done, 0).Truncate(time.Minute)), span(w.by)))
}
