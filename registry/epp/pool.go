package epp

import (
	"context"
	"errors"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/safely"
)

// pool keeps the sessions: so many at a time, the ones that are free for the next command, and none for a while after a login that
// failed.
type pool struct {
	set   Settings
	slots chan struct{} // one for each session that is open or being opened
	pace  pacer

	mu     sync.Mutex
	idle   []*session
	closed bool
	failed int       // logins in a row
	rest   time.Time // no login before
	why    error
	login  time.Time // the last one that worked
	open   int       // sessions that are logged in

	helloing sync.Once
	done     chan struct{} // closed with the pool
	back     chan struct{} // a session has come back that others may be waiting for
}

// maxRest is the longest time between two tries to log in.
const maxRest = 5 * time.Minute

func newPool(set Settings) *pool {
	return &pool{set: set, slots: make(chan struct{}, set.Sessions), pace: newPacer(set.PerSecond), done: make(chan struct{}), back: make(chan struct{}, 1)}
}

var errClosed = errors.New("the connector is closed")

// take gives a session that was alive a moment ago. Every error is ErrUnreachable.
func (p *pool) take(ctx context.Context) (*session, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, unreachable("waiting for a free session", ctx.Err())
	}
	s, err := p.readyInTime(ctx)
	if err != nil {
		<-p.slots
		return nil, err
	}
	if err := p.pace.wait(ctx); err != nil {
		p.give(s)
		return nil, err
	}
	return s, nil
}

func (p *pool) ready(ctx context.Context) (*session, error) {
	for s := p.pop(); s != nil; s = p.pop() {
		if p.alive(ctx, s) {
			return s, nil
		}
		p.end(s) // it has ended while nobody used it
	}
	if err := p.resting(); err != nil {
		return nil, err
	}
	s, err := p.connect(ctx)
	p.note(err)
	return s, err
}

// connect logs in. A fault on the way there is one more reason why there is no session: no command has been sent.
func (p *pool) connect(ctx context.Context) (s *session, err error) {
	fault := safely.Do(p.set.Log, "registry session", func() error {
		s, err = connect(ctx, p.set)
		return nil
	})
	if fault != nil {
		return nil, unreachable("login", fault)
	}
	return s, err
}

// alive reports whether somebody is still there. One that is not leaves the command most of its time.
func (p *pool) alive(ctx context.Context, s *session) bool {
	ctx, stop := context.WithTimeout(ctx, p.set.Timeout/3)
	defer stop()
	stale := true // also after a fault
	_ = safely.Do(p.set.Log, "registry session", func() error { stale = s.stale(); return nil })
	return !stale && (time.Since(s.used) < p.set.KeepAlive || p.hello(ctx, s) == nil)
}

// hello asks whether somebody is still there. A fault that the answer brings about is a no.
func (p *pool) hello(ctx context.Context, s *session) error {
	return safely.Do(p.set.Log, "registry session", func() error { return s.hello(ctx) })
}

func (p *pool) pop() *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	s := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return s
}

// give takes a session back.
func (p *pool) give(s *session) {
	defer func() { <-p.slots }()
	p.mu.Lock()
	keep := !s.broken && !p.closed
	if keep {
		p.idle = append(p.idle, s)
	}
	p.mu.Unlock()
	if !keep {
		p.end(s)
		return
	}
	select {
	case p.back <- struct{}{}:
	default: // somebody is told already
	}
}

// end closes a session without a word.
func (p *pool) end(s *session) {
	_ = s.conn.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open--
}

func (p *pool) resting() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return unreachable("connecting", errClosed)
	}
	if time.Now().Before(p.rest) {
		return unreachable("no login before "+p.rest.UTC().Format(time.TimeOnly)+" UTC after the last one failed", p.why)
	}
	if p.failed > 0 { // one tries, the others wait for what comes of it
		p.rest = time.Now().Add(p.set.Rest)
	}
	return nil
}

// note remembers how a login went.
func (p *pool) note(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		p.failed, p.rest, p.why, p.login = 0, time.Time{}, nil, time.Now()
		p.open++
		p.helloing.Do(func() { safely.Go(p.set.Log, "registry session", p.keepAlive) })
		return
	}
	most := maxRest
	if errors.Is(err, registry.ErrBusy) {
		most = p.busyRest()
	}
	p.rest = time.Now().Add(min(p.set.Rest<<min(p.failed, 20), most))
	p.failed++
	p.why = err
}

func (p *pool) close() {
	p.mu.Lock()
	idle := p.idle
	if !p.closed {
		close(p.done)
	}
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, s := range idle {
		s.logout()
		p.end(s)
	}
}

// pacer spaces commands out evenly.
type pacer struct {
	turn  chan time.Time // when the next command may go; nil = at once
	space time.Duration
}

func newPacer(perSecond int) pacer {
	if perSecond <= 0 {
		return pacer{}
	}
	p := pacer{make(chan time.Time, 1), time.Second / time.Duration(perSecond)}
	p.turn <- time.Time{}
	return p
}

// wait waits for the command's turn; ErrUnreachable if ctx ends first.
func (p pacer) wait(ctx context.Context) error {
	if p.turn == nil {
		return nil
	}
	at := <-p.turn
	if now := time.Now(); at.Before(now) {
		at = now
	}
	p.turn <- at.Add(p.space)
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return errors.Join(registry.ErrUnreachable, ctx.Err())
	}
}
