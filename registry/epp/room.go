package epp

import (
	"context"
	"errors"
	"time"

	"nameyard/registry"
)

// Registries limit the sessions of a registrar, those of all its servers together, and refuse a login beyond that with 2502 (RFC 5730 §3).
// It is no fault and says nothing against the password: a command waits until one of our sessions is free, or a login works.

// readyInTime is ready; where the registry takes no more sessions it tries again, after growing pauses that all commands share. It leaves
// the command half of its time: an answer that came too late would be an open outcome.
func (p *pool) readyInTime(ctx context.Context) (*session, error) {
	waiting, stop := context.WithTimeout(ctx, p.set.Timeout/2)
	defer stop()
	for {
		s, err := p.ready(ctx)
		if !errors.Is(err, registry.ErrBusy) || !p.awaitRoom(waiting) {
			return s, err
		}
	}
}

// busyRest is the longest pause between two logins that fail for that alone: every command can wait for one or two of them.
func (p *pool) busyRest() time.Duration { return p.set.Timeout / 4 }

// awaitRoom waits until a login may be tried again or a session has come back. It reports whether there was time for that.
func (p *pool) awaitRoom(ctx context.Context) bool {
	p.mu.Lock()
	rest := time.Until(p.rest)
	p.mu.Unlock()
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.back:
	case <-ctx.Done():
		return false
	}
	return true
}

// aside opens a session that is none of the pool's, in the place of one of them: it waits for a place, logs out of a session that nobody
// uses, and tries again while the registry takes no more, as commands do. An error of the wait is ErrUnreachable.
func (p *pool) aside(ctx context.Context, login func(context.Context) error) error {
	ctx, stop := context.WithTimeout(ctx, p.set.Timeout)
	defer stop()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return unreachable("waiting for a free session", ctx.Err())
	}
	waiting, stop := context.WithTimeout(ctx, p.set.Timeout/2)
	defer stop()
	for {
		if s := p.pop(); s != nil {
			s.logout()
			p.end(s)
		}
		err := login(ctx)
		if !errors.Is(err, registry.ErrBusy) {
			return err
		}
		p.note(err)
		if !p.awaitRoom(waiting) {
			return err
		}
	}
}
