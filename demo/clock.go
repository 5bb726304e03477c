// Package demo is what only a sandbox has: the demo's account and names, made-up stock, and a clock that can be moved.
package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"nameyard/jobs"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// The sandbox clock is a row with an offset and a target. Every server with the sandbox registry follows the offset; the
// one that holds the lease steps it to the target, due time by due time, and runs at each what has fallen due.

const (
	clockLease  = "sandbox-clock"
	clockTTL    = 6 * time.Second
	followEvery = 100 * time.Millisecond

	// A step ends this much before the target: while it is run, the offset shows that the target is not reached.
	lastMoment = time.Microsecond
	// coarseStep is taken where the registry's next due time never comes, because its TLD has no rules any more.
	coarseStep = 24 * time.Hour
	// sameMoment is added to a job's due time, so that what falls due within it is done in one step.
	sameMoment = time.Second
	// lifecycleEvery is how often the life cycle is looked at while stepping.
	lifecycleEvery = time.Hour
)

// Clock is business time that a sandbox moves (app.Clock).
type Clock interface {
	reseller.Clock
	SetOffset(offset time.Duration) // from the wall clock
}

// StepperConfig is what a Stepper is made of. All of it must be there.
type StepperConfig struct {
	Store    *store.Store
	Clock    Clock
	Registry *sandbox.Registry
	Jobs     *jobs.Table
	Holder   string // this process, in leases
	Log      *slog.Logger
}

// Stepper moves the sandbox clock. One goroutine uses it.
type Stepper struct {
	StepperConfig
	leadUntil   time.Time     // wall time until which the lease need not be prolonged
	lifecycleAt time.Time     // business time of the last look
	target      time.Duration // that the clock is being moved to
	steps       int
	stepped     func(reseller.SandboxClock) // told of each step, nil = nobody wants to know
}

// NewStepper makes a stepper that moves nothing yet.
func NewStepper(c StepperConfig) *Stepper { return &Stepper{StepperConfig: c} }

// Follow keeps this process on the sandbox's time until ctx ends, and moves it when this process leads.
func (s *Stepper) Follow(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.once(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("cannot follow the sandbox clock", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
	if err := s.Store.DropLease(context.WithoutCancel(ctx), clockLease, s.Holder); err != nil {
		s.Log.Error("cannot give up the sandbox clock", "err", err)
	}
}

// once adopts the offset and steps to the target, if this process leads.
func (s *Stepper) once(ctx context.Context) error {
	for ctx.Err() == nil {
		c, err := s.Store.SandboxClock(ctx)
		if err != nil {
			return err
		}
		s.Clock.SetOffset(c.Offset)
		leads, err := s.lead(ctx)
		if err != nil || !leads || c.Target <= c.Offset {
			return err
		}
		if err := s.step(ctx, c); err != nil && !errors.Is(err, reseller.ErrConflict) {
			return err // after a conflict somebody asked for more time, or leads too: look again
		}
	}
	return ctx.Err()
}

// lead takes or keeps the lease.
func (s *Stepper) lead(ctx context.Context) (bool, error) {
	now := s.Clock.Wall()
	if now.Before(s.leadUntil) {
		return true, nil
	}
	taken, err := s.Store.TakeLease(ctx, clockLease, s.Holder, clockTTL)
	if taken {
		s.leadUntil = now.Add(clockTTL / 2)
	}
	return taken, err
}

// step moves the clock to the next due time and runs what has fallen due.
func (s *Stepper) step(ctx context.Context, c reseller.SandboxClock) error {
	if s.target != c.Target { // what is due before the clock moves is done first
		s.target = c.Target
		s.runDue(ctx, false)
	}
	rest := c.Target - c.Offset
	if rest <= lastMoment {
		c.Offset = c.Target
		if err := s.Store.SetSandboxClock(ctx, c); err != nil {
			return err
		}
		s.Clock.SetOffset(c.Offset)
		return nil
	}
	ahead, err := s.ahead(ctx, rest-lastMoment)
	if err != nil {
		return err
	}
	c.Offset += ahead
	if err := s.Store.SetSandboxClock(ctx, c); err != nil {
		return err
	}
	s.Clock.SetOffset(c.Offset)
	s.steps++
	if s.stepped != nil {
		s.stepped(c)
	}
	s.runDue(ctx, ahead == rest-lastMoment)
	return nil
}

// ahead gives how far to step: to what falls due next, but not further than limit.
func (s *Stepper) ahead(ctx context.Context, limit time.Duration) (time.Duration, error) {
	if err := s.Registry.Tick(ctx); err != nil {
		return 0, fmt.Errorf("let the sandbox registry do what is due: %w", err)
	}
	atRegistry, err := s.Registry.NextDue(ctx)
	if err != nil {
		return 0, err
	}
	atOrders, err := s.Store.NextDue(ctx)
	if err != nil {
		return 0, err
	}
	atJobs, err := s.Jobs.NextDue(ctx)
	if err != nil {
		return 0, err
	}
	now := s.Clock.Now()
	next := limit
	if !atJobs.IsZero() {
		next = min(next, max(atJobs.Sub(now)+sameMoment, leastStep(limit)))
	}
	if !atRegistry.IsZero() {
		d := atRegistry.Sub(now)
		if d <= 0 {
			d = coarseStep
		}
		next = min(next, d)
	}
	if !atOrders.IsZero() {
		next = min(next, max(atOrders.Sub(now), leastStep(limit)))
	}
	return next, nil
}

// leastStep keeps an order that waits for the operator, and is looked at every 30 s, from making a month take all day.
func leastStep(limit time.Duration) time.Duration {
	switch {
	case limit > 24*time.Hour:
		return time.Hour
	case limit > 2*time.Hour:
		return 5 * time.Minute
	}
	return 30 * time.Second
}

// runDue runs what is due at this moment. A job that fails runs again at the next step, as it would on a server.
func (s *Stepper) runDue(ctx context.Context, last bool) {
	now := s.Clock.Now()
	aged := last || now.Sub(s.lifecycleAt) >= lifecycleEvery
	if aged {
		s.lifecycleAt = now
	}
	for _, j := range s.Jobs.Jobs() {
		if !j.AtSteps || j.Name == jobs.Lifecycle && !aged {
			continue
		}
		if err := s.Jobs.Run(ctx, j.Name); err != nil && ctx.Err() == nil {
			s.Log.Warn("a job failed while the sandbox clock moved", "job", j.Name, "at", now, "err", err)
		}
	}
}
