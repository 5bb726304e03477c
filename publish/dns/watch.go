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
	roundPause = time.Second      // after each page of names: a round asks namesAtOnce questions a second at most
	lossTries  = 3                // questions after which no answer is not taken for a lost packet
)

// looked is what a name server was found to have, as far as it was asked.
type looked struct {
	askedAt, answeredAt time.Time // business time; zero = never since this process started
	silence             string    // how it does not answer: NoAnswer or ClosedPort; "" = it does
	catalogs            map[string]SOAAnswer
	seen                int       // zones that it was asked for in the round that is under way, or was the last
	round               time.Time // when the last whole round ended, business time; zero = none has
	wants               bool      // a round before its time: it was away, and may have lost zones
}

// watch asks one name server what it has until ctx ends: for its catalogs all the time, for all zones at the start, when it was away, and each
// hour. What it does not have it is told of. So each process knows by its own questions, and nothing that another knew is taken for true.
func (p *Primary) watch(ctx context.Context, f *follower) {
	var rounded time.Time // wall time
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
			now := p.Zones.published.Clock.Wall()
			if !p.pulse(ctx, f) || !f.wantsRound() && now.Sub(rounded) < roundEvery {
				return nil
			}
			whole, err := p.round(ctx, f, roundPause, p.missed)
			if whole {
				rounded = now
			}
			return err
		})
		next.Reset(pulseEvery)
	}
}

// pulse asks a name server for its catalogs, or for the root where it has none, and reports whether it answers.
func (p *Primary) pulse(ctx context.Context, f *follower) bool {
	serials := p.catalogsFor(f).serials()
	if len(serials) == 0 {
		return !f.certain(ctx, ".").Silent()
	}
	for apex, serial := range serials {
		got := f.certain(ctx, apex)
		if got.Silent() {
			return false
		}
		f.noteCatalog(apex, got)
		if serial > 0 && !got.Has(serial) {
			f.oweAlone(apex, serial, got)
		}
	}
	return true
}

// catalogsFor are the catalogs that a name server is given.
func (p *Primary) catalogsFor(f *follower) *catalogSet {
	if f.signer {
		return p.signers
	}
	return p.catalogs
}

// round asks a name server for all zones that are served, and hands on those that it does not have in the version that the books had. It is
// not whole if the server gives no answer meanwhile.
func (p *Primary) round(ctx context.Context, f *follower, pause time.Duration, missed func(context.Context, *follower, zone.Held, SOAAnswer) error) (whole bool, err error) {
	f.startRound()
	for after := int64(0); ; {
		page, err := p.Feed.ZoneNames(ctx, after, namesAtOnce)
		if err != nil {
			return false, err
		}
		var silent atomic.Bool
		errs := safely.Each(p.Log, "name servers", atOnce, p.servedOf(page), func(_ int, h zone.Held) error {
			if silent.Load() {
				return nil
			}
			got := f.certain(ctx, h.Domain.Name.String()+".")
			if got.Silent() {
				silent.Store(true)
				return nil
			}
			f.countSeen()
			if got.Has(h.Serial) {
				return nil
			}
			return missed(ctx, f, h, got)
		})
		if err := errors.Join(append(errs, ctx.Err())...); err != nil || silent.Load() {
			return false, err
		}
		if len(page) < namesAtOnce {
			f.endRound()
			return true, nil
		}
		after = page[len(page)-1].Domain.ID
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
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
		p.tell(apex, z.Serial)
		return nil
	}
	f.oweAlone(apex, z.Serial, got)
	return nil
}

// certain asks for the serial of a zone, and again where no answer may be a packet that was lost.
func (f *follower) certain(ctx context.Context, apex string) SOAAnswer {
	got := f.serialOf(ctx, apex)
	for tries := 1; got.Said == NoAnswer && tries < lossTries && ctx.Err() == nil; tries++ {
		got = f.serialOf(ctx, apex)
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

// oweAlone notes that this secondary must take a serial of a zone of which it said something else, unless it must already.
func (f *follower) oweAlone(apex string, serial uint32, got SOAAnswer) {
	if f.owes(apex, serial) {
		return
	}
	f.owe(apex, serial, new(arrival)) // the others have it: nothing comes of it when this one does
	f.mu.Lock()
	defer f.mu.Unlock()
	if d := f.debts[apex]; d != nil && !d.answered && d.said == "" {
		d.note(got)
	}
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

func (f *follower) endRound() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.round = f.clock.Now()
}

func (f *follower) wantsRound() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wants || f.round.IsZero()
}

// asked reports whether the secondary was asked for all zones since this process started: what it did not have then, it owes.
func (f *follower) asked() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.round.IsZero()
}
