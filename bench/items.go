package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"nameyard/store/storetest"
)

// The engines and the peers by their names in the table.
const (
	sqlite   = "sqlite"
	mariadb  = "mariadb"
	ours     = "nameyard"
	bare     = "bare"
	plainSQL = "sql"
	php      = "php"
)

// works are the actions that are measured on both engines.
var works = []struct {
	name string
	next func(*requests) []byte
}{
	{"GetNameservers", (*requests).getNameservers},
	{"SaveDNS", (*requests).saveDNS},
	{"RegisterDomain", (*requests).registerDomain},
}

// The items that are no action on an engine.
const (
	crowdItem = "crowd/sqlite"
	demoItem  = "demo"
)

func itemNames() []string {
	var names []string
	for _, engine := range []string{sqlite, mariadb} {
		for _, w := range works {
			names = append(names, w.name+"/"+engine)
		}
	}
	return append(names, crowdItem, neighbourItem, demoItem, zonesItem, nightlyItem+"/"+sqlite, nightlyItem+"/"+mariadb)
}

// items runs what is wanted.
func (s *stage) items(ctx context.Context, r *report) error {
	for _, engine := range []string{sqlite, mariadb} {
		err := s.engine(ctx, engine, r)
		if errors.Is(err, storetest.ErrNoServer) {
			say("MariaDB is left out: %v", err)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	if s.options.wants(crowdItem) {
		if err := s.crowd(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", crowdItem, err)
		}
	}
	if s.options.wants(neighbourItem) {
		if err := s.neighbour(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", neighbourItem, err)
		}
	}
	if s.options.wants(demoItem) {
		if err := s.demo(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", demoItem, err)
		}
	}
	if s.options.wants(zonesItem) {
		if err := s.zones(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", zonesItem, err)
		}
	}
	return s.nights(ctx, r)
}

// engine measures the actions on one engine.
func (s *stage) engine(ctx context.Context, engine string, r *report) error {
	wanted := false
	for _, w := range works {
		wanted = wanted || s.options.wants(w.name+"/"+engine)
	}
	if !wanted {
		return nil
	}
	peers, err := s.peers(ctx, engine)
	if err != nil {
		return err
	}
	idle, _ := peers[0].memory()
	for _, w := range works {
		if !s.options.wants(w.name + "/" + engine) {
			continue
		}
		if err := s.work(ctx, w.name, engine, func() []byte { return w.next(s.requests) }, peers, r); err != nil {
			return errors.Join(err, stopAll(peers))
		}
	}
	_, most := peers[0].memory()
	r.memory(engine, idle, most)
	return stopAll(peers)
}

// work lets the peers take turns at one action.
func (s *stage) work(ctx context.Context, name, engine string, next script, peers []*peer, r *report) error {
	o := s.options
	for _, p := range peers {
		if _, err := drive(ctx, p.address, o.connections, o.warm, next); err != nil {
			return err
		}
	}
	m := measurement{Work: name, Engine: engine, loads: map[string]*load{}, rounds: map[string][]float64{}}
	for round := range o.rounds {
		for _, p := range peers {
			say("%s on %s: %s, round %d of %d", name, engine, p.name, round+1, o.rounds)
			profiled := s.profile(p, name+"-"+engine, round)
			l, err := drive(ctx, p.address, o.connections, o.duration/time.Duration(o.rounds), next)
			if err != nil {
				return err
			}
			if err := <-profiled; err != nil {
				return err
			}
			m.add(p.name, l)
		}
	}
	r.add(m)
	return nil
}

// profile takes profiles of our server while it is under load, in the first round.
func (s *stage) profile(p *peer, name string, round int) <-chan error {
	done := make(chan error, 1)
	if p.pprof == "" || round > 0 {
		done <- nil
		return done
	}
	seconds := int(s.options.duration.Seconds()) / s.options.rounds
	go func() {
		err := s.fetch(p, fmt.Sprintf("profile?seconds=%d", max(seconds, 1)), name+"-cpu.prof")
		done <- errors.Join(err, s.fetch(p, "mutex", name+"-mutex.prof"))
	}()
	return done
}

func (s *stage) fetch(p *peer, what, file string) (err error) {
	answer, err := http.Get("http://" + p.pprof + "/debug/pprof/" + what)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if err := os.MkdirAll(s.options.profiles, 0o700); err != nil {
		return err
	}
	out, err := os.Create(filepath.Join(s.options.profiles, file))
	if err != nil {
		return err
	}
	_, err = io.Copy(out, answer.Body)
	return errors.Join(err, out.Close())
}
