package main

import (
	"context"
	"time"
)

// crowdTime is how long the crowd stays.
const crowdTime = 15 * time.Second

// crowd has thousands of connections write to SQLite at once: records, forwards and settings in turn. Nothing may fail.
func (s *stage) crowd(ctx context.Context, r *report) error {
	database, err := s.useSQLite(ctx)
	if err != nil {
		return err
	}
	p, err := startRole(ctx, ours, roleOrders{Database: database, Profiled: s.options.profiles != ""})
	if err != nil {
		return err
	}
	defer func() { _ = p.stop() }()
	idle, _ := p.memory()
	say("%d connections write to SQLite at once", s.options.crowd)
	profiled := s.profile(p, "crowd", 0)
	l, err := drive(ctx, p.address, s.options.crowd, crowdTime, s.requests.mixedWrites)
	if err != nil {
		return err
	}
	if err := <-profiled; err != nil {
		return err
	}
	_, most := p.memory()
	m := measurement{Work: "mixed writes, crowd", Engine: sqlite, loads: map[string]*load{}, rounds: map[string][]float64{}}
	m.add(ours, l)
	r.add(m)
	r.judgeLess("crowd on sqlite, errors", float64(l.Errors), 0, 0)
	// The floor is that every request is answered in the server's own time; the goal is the target.
	r.judgeLess("crowd on sqlite, p99 in seconds", l.quantile(0.99).Seconds(), 25, 1.8)
	r.note("crowd of %d connections: %d requests, memory %d MB at rest, %d MB at most", s.options.crowd, l.Requests, idle>>20, most>>20)
	return nil
}
