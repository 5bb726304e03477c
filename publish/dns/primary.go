package dns

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"nameyard/publish"
	"nameyard/safely"
	"nameyard/zone"
)

// Feed tells which names there are, and which zones have changed.
type Feed interface {
	// ZoneNames lists live names, whosever they are, in pages after a domain's id.
	ZoneNames(ctx context.Context, after int64, limit int) ([]zone.Held, error)
	publish.Feed
	// MarkPublished notes serials of zones that all secondaries have that they must reach.
	MarkPublished(ctx context.Context, zones []zone.Change) error
	// SpreadZones notes over how many catalogs names are spread, for those of live names that are in none yet, and gives the number that
	// each of them has for good.
	SpreadZones(ctx context.Context, names []string, catalogs int) (map[string]int, error)
	// CatalogCounts lists the numbers that SpreadZones has ever noted.
	CatalogCounts(ctx context.Context) ([]int, error)
}

// PrimaryConfig is what a Primary works with.
type PrimaryConfig struct {
	Zones       *Zones
	Feed        Feed
	Secondaries []Secondary
	Signer      *Secondary // takes all zones and signs those of its catalog's group "signed"; nil = none
	Keys        map[string]Key
	Catalogs    Catalogs
	Log         *slog.Logger
	Converged   func(time.Duration) // told how long a change took to reach all secondaries that it must reach; may be nil
}

// Primary is the hidden primary: it tells secondaries what has changed, and asks until they have it. Server answers their transfers.
type Primary struct {
	PrimaryConfig
	catalogs  *catalogSet // nil without
	signers   *catalogSet // of the signer: with groups, under the same names; nil without
	followers []*follower
	changes   publish.Changes // that secondaries were not told of yet
	loaded    atomic.Bool     // all names were read once
	zones     atomic.Int64    // that were served when they were last read

	mu      sync.Mutex
	arrived []zone.Change     // at all secondaries that they must reach, and not noted yet
	told    map[string]uint32 // serials by apex that all secondaries were told of since this process started: who owes one no more has it
}

const (
	pollEvery   = 100 * time.Millisecond
	reloadEvery = 5 * time.Minute // by then a name that only time has taken off the air, is
	missedSince = time.Hour       // changes that are told again at start; older ones the SOA's refresh has brought
	namesAtOnce = 1000
	lateAtOnce  = 20_000 // zones that are told again in one reload
)

// NewPrimary makes a Primary. Nothing runs until Run.
func NewPrimary(c PrimaryConfig) *Primary {
	p := &Primary{PrimaryConfig: c, changes: publish.NewChanges(c.Feed, c.Zones.published.Clock, missedSince), told: map[string]uint32{}}
	p.catalogs = newCatalogSet(c.Catalogs, c.Zones.published.Clock.Wall)
	if c.Signer != nil {
		p.signers = newCatalogSet(c.Catalogs, c.Zones.published.Clock.Wall)
	}
	for i, s := range c.all() {
		f := newFollower(s, c.Keys[s.Key], c.Zones.published.Clock, c.Log)
		f.signer = c.Signer != nil && i == 0
		p.followers = append(p.followers, f)
	}
	return p
}

// all are the secondaries, the signer too.
func (c PrimaryConfig) all() []Secondary {
	if c.Signer == nil {
		return c.Secondaries
	}
	return append([]Secondary{*c.Signer}, c.Secondaries...)
}

// Run follows the changes until ctx ends.
func (p *Primary) Run(ctx context.Context) {
	for _, f := range p.followers {
		safely.Go(p.Log, "name servers", func() { f.run(ctx) })
		safely.Go(p.Log, "name servers", func() { p.watch(ctx, f) })
	}
	poll, reload := time.NewTicker(pollEvery), time.NewTicker(reloadEvery)
	defer poll.Stop()
	defer reload.Stop()
	p.try(ctx, p.reload)
	for {
		select {
		case <-ctx.Done():
			return
		case <-reload.C:
			p.try(ctx, p.reload)
		case <-poll.C:
			if !p.loaded.Load() {
				p.try(ctx, p.reload)
			}
			p.try(ctx, p.follow)
			p.try(ctx, p.note)
		}
	}
}

func (p *Primary) try(ctx context.Context, do func(context.Context) error) {
	if err := safely.Do(p.Log, "name servers", func() error { return do(ctx) }); err != nil && ctx.Err() == nil {
		p.Log.Warn("changes of zones could not be read", "err", err)
	}
}

// owed reports whether secondaries were told of a serial already, and have not all taken it.
func (p *Primary) owed(apex string, serial uint32) bool {
	return slices.ContainsFunc(p.followers, func(f *follower) bool { return f.owes(apex, serial) })
}

// follow looks for changes and tells the secondaries of them.
func (p *Primary) follow(ctx context.Context) error {
	err := p.changes.Each(ctx, func(c zone.Change) error {
		apex := c.Name + "."
		z, err := p.Zones.Current(ctx, p.Zones.published.NameOf(c.Name))
		if err != nil && !errors.Is(err, ErrNoZone) {
			return err
		}
		if z == nil {
			p.catalogs.remove(apex)
			for _, f := range p.followers {
				f.forget(apex)
			}
			p.forgetTold(func(told string) bool { return told == apex })
			return nil // reload takes it from the signer
		}
		if p.catalogs != nil {
			count, err := p.catalogsOf(ctx, apex, c.Name)
			if err != nil {
				return err
			}
			p.catalogs.set(apex, placed{memberOf(z.domain, false), count})
			p.signers.set(apex, placed{memberOf(z.domain, z.toSign), count})
		}
		p.tell(apex, z.Serial)
		return nil
	})
	p.tellCatalogs(p.catalogs.rebuild(), p.signers.rebuild())
	return err
}

// tell makes all secondaries take a zone that has changed.
func (p *Primary) tell(apex string, serial uint32) {
	p.tellThose(p.followers, apex, serial, true)
	p.noteTold(apex, serial)
}

// tellByAndBy makes all secondaries take a zone that may be one of very many.
func (p *Primary) tellByAndBy(apex string, serial uint32) {
	p.tellThose(p.followers, apex, serial, false)
	p.noteTold(apex, serial)
}

// tellCatalogs makes secondaries, and the signer, take catalogs that have changed: their serials by apex.
func (p *Primary) tellCatalogs(catalogs, ofSigner map[string]uint32) {
	signer, others := p.followers[:0], p.followers
	if p.Signer != nil {
		signer, others = p.followers[:1], p.followers[1:] // all puts it first
	}
	for apex, serial := range catalogs {
		p.tellThose(others, apex, serial, true)
	}
	for apex, serial := range ofSigner {
		p.tellThose(signer, apex, serial, true)
	}
}

// tellThose makes some secondaries take a zone, at once if it has changed.
func (p *Primary) tellThose(some []*follower, apex string, serial uint32, changed bool) {
	clock := p.Zones.published.Clock
	began := clock.Wall()
	done := &arrival{all: func() {
		if p.Converged != nil {
			p.Converged(clock.Wall().Sub(began))
		}
		if p.catalogs.zone(apex) == nil {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.arrived = append(p.arrived, zone.Change{Name: strings.TrimSuffix(apex, "."), Serial: serial, At: clock.Now()})
		}
	}}
	done.waiting.Add(1) // until all were told
	for _, f := range some {
		if !f.Optional {
			done.waiting.Add(1)
		}
		f.owe(apex, &debt{serial: serial, done: done, fresh: changed})
	}
	done.came()
}

// note writes down what has arrived. What cannot be written now is written with the next.
func (p *Primary) note(ctx context.Context) error {
	p.mu.Lock()
	arrived := p.arrived[:min(len(p.arrived), namesAtOnce)]
	p.mu.Unlock()
	if len(arrived) == 0 {
		return nil
	}
	if err := p.Feed.MarkPublished(ctx, arrived); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.arrived = slices.Clone(p.arrived[len(arrived):])
	return nil
}

// Behind tells how many zones each secondary, by its name, has not taken yet.
func (p *Primary) Behind() map[string]int {
	behind := map[string]int{}
	for _, f := range p.followers {
		behind[f.Name] = f.behind()
	}
	return behind
}

// Late tells of each secondary for how long it has given no answer, or, if it does, has not had the newest of a zone or of a catalog; 0 = it answers, it has all
// that is known of.
func (p *Primary) Late(now time.Time) (silent, behind map[string]time.Duration) {
	silent, behind = map[string]time.Duration{}, map[string]time.Duration{}
	for _, f := range p.followers {
		silent[f.Name], behind[f.Name] = f.late(now)
	}
	return silent, behind
}
