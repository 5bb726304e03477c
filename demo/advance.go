package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// ErrInterrupted says that somebody stopped waiting for the sandbox clock. A server that leads goes on to the target.
var ErrInterrupted = errors.New("interrupted while the sandbox clock moves")

// endTime is how long the end of moving the clock may take, wall time.
const endTime = time.Minute

// Advance asks for business time and waits until it is there.
type Advance struct {
	Store *store.Store
	Clock Clock
	By    time.Duration // how far, more than zero
	// Stepper gives what moves the clock where no server does, and what ends it. It is asked only then.
	Stepper func() (*Stepper, func(context.Context) error, error)
	// Told hears how far the clock is of By; nil = nobody wants to know.
	Told func(done time.Duration)

	target time.Duration
}

// Run asks for the time and waits until it is reached; it gives how many steps were made in this process. A running server
// does the work; with none, this process does.
func (a *Advance) Run(ctx context.Context) (steps int, err error) {
	if err := a.ask(ctx); err != nil {
		return 0, err
	}
	return a.wait(ctx)
}

// Target is how far ahead the clock is when it has arrived.
func (a *Advance) Target() time.Duration { return a.target }

// ask moves the target ahead.
func (a *Advance) ask(ctx context.Context) error {
	for {
		c, err := a.Store.SandboxClock(ctx)
		if err != nil {
			return err
		}
		c.Target = max(c.Offset, c.Target) + a.By
		if err = a.Store.SetSandboxClock(ctx, c); !errors.Is(err, reseller.ErrConflict) {
			a.target = c.Target
			return err
		}
	}
}

// wait watches the clock, and takes the work over when nobody leads it.
func (a *Advance) wait(ctx context.Context) (steps int, err error) {
	for {
		there, led, err := a.look(ctx)
		switch {
		case err != nil && ctx.Err() != nil:
			return 0, ErrInterrupted
		case err != nil:
			return 0, err
		case there:
			return 0, a.letOthersFollow(ctx)
		case !led:
			return a.work(ctx)
		}
		select {
		case <-ctx.Done():
			return 0, ErrInterrupted
		case <-time.After(followEvery / 2):
		}
	}
}

// look adopts the clock and reports whether it has arrived, and whether somebody leads it.
func (a *Advance) look(ctx context.Context) (there, led bool, err error) {
	c, err := a.Store.SandboxClock(ctx)
	if err != nil {
		return false, false, err
	}
	a.Clock.SetOffset(c.Offset)
	if c.Offset >= a.target {
		return true, false, nil
	}
	a.tell(c)
	_, led, err = a.Store.LeaseOf(ctx, clockLease)
	return false, led, err
}

// letOthersFollow gives every server the time to see the new offset.
func (a *Advance) letOthersFollow(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(2 * followEvery):
		return nil
	}
}

// work steps the clock in this process.
func (a *Advance) work(ctx context.Context) (steps int, err error) {
	s, end, err := a.Stepper()
	if err != nil {
		return 0, err
	}
	s.stepped = a.tell
	err = s.once(ctx)
	after, stop := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer stop()
	if err = errors.Join(err, end(after), a.Store.DropLease(after, clockLease, s.Holder)); err != nil {
		return s.steps, fmt.Errorf("move the sandbox clock: %w; run the command again with less time, the rest is still to come", err)
	}
	c, err := a.Store.SandboxClock(ctx)
	if err == nil && c.Offset < a.target { // another process took the lease first
		return a.wait(ctx)
	}
	return s.steps, err
}

func (a *Advance) tell(c reseller.SandboxClock) {
	if a.Told != nil {
		a.Told(max(a.By-(a.target-c.Offset), 0))
	}
}
