package dns

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"nameyard/publish"
	"nameyard/safely"
	"nameyard/zone"
)

const (
	pulseEvery = 10 * time.Second // between questions for the catalogs
	roundEvery = time.Hour        // between rounds through all zones
	roundGap   = 10 * time.Minute // between such rounds at least, however often a name server is away
	roundRetry = time.Minute      // after a round that did not come to its end
	lossTries  = 3                // questions after which no answer is not taken for a lost packet
)

// looked is what a name server was found to have, as far as it was asked.
type looked struct {
	askedAt, answeredAt time.Time // business time; zero = never since this process started
	silence             string    // how it does not answer: NoAnswer or ClosedPort; "" = it does
	catalogs            map[string]SOAAnswer
	seen                int       // zones that it was asked for in the round that is under way, or was the last
	round               time.Time // when the last whole round ended, business time; zero = none has
	rounded             time.Time // when the last round ended, wall time, and whether it was whole
	whole               bool
	wants               bool // a round before its time: it was away, and may have lost zones
}

// watch asks one name server what it has until ctx ends: for its catalogs all the time, for all zones at the start, when it was away, and each
// hour. What it does not have it is told of. So each process knows by its own questions, and nothing that another knew is taken for true.
func (p *Primary) watch(ctx context.Context, f *follower) {
	for next := time.NewTimer(0); ; {
		select {
		case <-ctx.Done():
			next.Stop()
			return
		case <-next.C:
		}
		if !p.loaded.Load() {
			next.Reset(pollEvery)
			continue
		}
		p.try(ctx, func(ctx context.Context) error {
			if !p.pulse(ctx, f) || !f.roundDue(f.clock.Wall()) {
				return nil
			}
			return p.round(ctx, f, p.missed)
		})
		next.Reset(pulseEvery)
	}
}

// pulse asks a name server for its catalogs, or for the root where it has none, and reports whether it answers. One that refuses the key at a catalog would
// say the same of every zone: it counts as one that does not.
func (p *Primary) pulse(ctx context.Context, f *follower) bool {
	serials := p.catalogsFor(f).serials()
	if len(serials) == 0 {
		return !f.certain(ctx, ".").Silent()
	}
	refused := false
	for apex, serial := range serials {
		got := f.certain(ctx, apex)
		if got.Silent() {
			return false
		}
		f.noteCatalog(apex, got)
		refused = refused || got.RefusesKey()
		if serial > 0 && !got.Has(serial) {
			f.oweAlone(apex, serial, got)
		}
	}
	return !refused
}

// catalogsFor are the catalogs that a name server is given.
func (p *Primary) catalogsFor(f *follower) *catalogSet {
	if f.signer {
		return p.signers
	}
	return p.catalogs
}

// round asks a name server for all zones that are served and that it does not owe already, and hands on those that it does not have in the version
// that the books had. It is not whole if the server gives no answer meanwhile.
func (p *Primary) round(ctx context.Context, f *follower, missed func(context.Context, *follower, zone.Held, SOAAnswer) error) error {
	f.startRound()
	var silent atomic.Bool
	for after := int64(0); ; {
		page, err := p.Feed.ZoneNames(ctx, after, namesAtOnce)
		if err != nil {
			f.endRound(false)
			return err
		}
		errs := safely.Each(p.Log, "name servers", atOnce, p.servedOf(page), func(_ int, h zone.Held) error {
			if silent.Load() {
				return nil
			}
			here, err := p.askFor(ctx, f, h, missed)
			if !here {
				silent.Store(true)
			}
			return err
		})
		if err := errors.Join(append(errs, ctx.Err())...); err != nil || silent.Load() {
			f.endRound(false)
			return err
		}
		if len(page) < namesAtOnce {
			f.endRound(true)
			return nil
		}
		after = page[len(page)-1].Domain.ID
	}
}

// askFor asks for one zone of a round, and reports whether the name server answers.
func (p *Primary) askFor(ctx context.Context, f *follower, h zone.Held, missed func(context.Context, *follower, zone.Held, SOAAnswer) error) (here bool, err error) {
	apex := h.Domain.Name.String() + "."
	if f.owes(apex, h.Serial) { // and is asked for it all the time
		f.countSeen()
		return true, nil
	}
	if err := f.turn(ctx); err != nil {
		return true, err
	}
	got := f.certain(ctx, apex)
	if got.Silent() {
		return false, nil
	}
	f.countAsked(got)
	if got.Has(h.Serial) {
		return true, nil
	}
	return true, missed(ctx, f, h, got)
}

// servedOf are those of a page of names whose zones are served.
func (p *Primary) servedOf(page []zone.Held) []zone.Held {
	var served []zone.Held
	for _, h := range page {
		if publish.Served(h.Domain, p.Zones.published.Rules[h.Domain.Name.TLD()], p.Zones.published.Clock.Now()) {
			served = append(served, h)
		}
	}
	return served
}

// missed has a name server told of a zone that it was found without, in the version of now. All are told of one of which none was told.
func (p *Primary) missed(ctx context.Context, f *follower, h zone.Held, got SOAAnswer) error {
	z, err := p.Zones.Current(ctx, h.Domain.Name)
	if errors.Is(err, ErrNoZone) { // it has gone meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	apex := h.Domain.Name.String() + "."
	if h.Published < z.Serial && !p.hasTold(apex, z.Serial) {
		p.tellByAndBy(apex, z.Serial)
		return nil
	}
	f.oweAlone(apex, z.Serial, got)
	return nil
}

// certain asks for the serial of a zone, and again where no answer may be a packet that was lost. One that is away anyhow is asked once.
func (f *follower) certain(ctx context.Context, apex string) SOAAnswer {
	got := f.serial(ctx, apex)
	for tries := 1; got.Said == NoAnswer && tries < lossTries && !f.isAway() && ctx.Err() == nil; tries++ {
		got = f.serial(ctx, apex)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard(ctx, got)
	return got
}

// heard notes that the secondary was asked, and whether it answers. The caller holds f.mu.
func (f *follower) heard(ctx context.Context, got SOAAnswer) {
	if ctx.Err() != nil { // it was not given its time
		return
	}
	f.askedAt, f.silence = f.clock.Now(), got.Said
	if !got.Silent() {
		f.answeredAt, f.silence = f.askedAt, ""
	}
	f.answers(!got.Silent(), f.clock.Wall())
}

func (f *follower) noteCatalog(apex string, got SOAAnswer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.catalogs == nil {
		f.catalogs = map[string]SOAAnswer{}
	}
	f.catalogs[apex] = got
}

func (f *follower) startRound() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen, f.wants = 0, false
}

func (f *follower) countSeen() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen++
}

func (f *follower) countAsked(got SOAAnswer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen++
	f.counted(got)
}

func (f *follower) endRound(whole bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rounded, f.whole = f.clock.Wall(), whole
	if whole {
		f.round = f.clock.Now()
	}
}

// roundDue reports whether it is time for a round through all zones.
func (f *follower) roundDue(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	since := now.Sub(f.rounded)
	switch {
	case f.rounded.IsZero():
		return true
	case !f.whole:
		return since >= roundRetry
	case f.wants:
		return since >= roundGap
	}
	return since >= roundEvery
}

func (f *follower) isAway() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.away
}

// asked reports whether the secondary was asked for all zones since this process started: what it did not have then, it owes.
func (f *follower) asked() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.round.IsZero()
}
