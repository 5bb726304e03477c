package epp

import (
	"context"
	"slices"
	"time"
)

// keepAlive says hello for sessions that have been silent for long, until the pool is closed: registries end those that say nothing.
func (p *pool) keepAlive() {
	ticker := time.NewTicker(max(p.set.HelloEvery/4, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.sayHello(context.Background())
		case <-p.done:
			return
		}
	}
}

// sayHello says hello for the sessions that nobody uses and that have been silent for HelloEvery. One that does not answer is ended.
func (p *pool) sayHello(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, p.set.Timeout)
	defer stop()
	for {
		select {
		case p.slots <- struct{}{}:
		default:
			return // all are at work
		}
		s := p.popSilent()
		if s == nil {
			<-p.slots
			return
		}
		if p.hello(ctx, s) != nil {
			s.broken = true // give ends it
		}
		p.give(s)
	}
}

// popSilent takes a session that has been silent for too long; nil if there is none.
func (p *pool) popSilent() *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.idle, func(s *session) bool { return time.Since(s.used) >= p.set.HelloEvery })
	if i < 0 {
		return nil
	}
	s := p.idle[i]
	p.idle = slices.Delete(p.idle, i, i+1)
	return s
}
