package dns

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"nameyard/safely"
	"nameyard/zone"
)

// Report is how a name server stands with all zones, as far as this process has asked it. Times are business time; zero = never, or not known.
type Report struct {
	Secondary
	Signs       bool // it is the signer
	AskedAt     time.Time
	AnsweredAt  time.Time
	SilentSince time.Time // zero = it answers
	Silence     string    // how it does not: NoAnswer or ClosedPort
	Mute        bool      // it answers, and its last answers about zones told no serial
	Catalogs    []CatalogReport
	Zones       int       // that it is to have
	Seen        int       // of how many of them it was asked in the round that is under way, or was the last
	RoundAt     time.Time // when it was last asked for all of them
	Behind      []ZoneReport
}

// CatalogReport is what a name server has of a catalog.
type CatalogReport struct {
	Name      string
	Wanted    uint32 // 0 = not known: who serves catalogs makes their serials
	Asked     bool
	SOAAnswer // the last
}

// ZoneReport is a zone that a name server does not have in its newest version.
type ZoneReport struct {
	Name      string
	Wanted    uint32
	Since     time.Time // since when this process knows it
	Answered  bool      // it has said what it has
	SOAAnswer           // that, or what it said last instead
}

// Reports tells how all name servers stand, the signer first.
func (p *Primary) Reports() []Report {
	var all []Report
	for _, f := range p.followers {
		all = append(all, f.report(p.catalogsFor(f).serials(), int(p.zones.Load())))
	}
	return all
}

func (f *follower) report(catalogs map[string]uint32, zones int) Report {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := Report{
		Secondary: f.Secondary, Signs: f.signer, AskedAt: f.askedAt, AnsweredAt: f.answeredAt, Silence: f.silence, Zones: zones, Seen: f.seen, RoundAt: f.round, Mute: f.mute(),
	}
	if f.away {
		r.SilentSince = f.awaySince
	}
	for apex, serial := range catalogs {
		got, asked := f.looked.catalogs[apex]
		r.Catalogs = append(r.Catalogs, CatalogReport{strings.TrimSuffix(apex, "."), serial, asked, got})
	}
	slices.SortFunc(r.Catalogs, func(a, b CatalogReport) int { return cmp.Compare(a.Name, b.Name) })
	for apex, d := range f.debts {
		if _, is := catalogs[apex]; !is {
			r.Behind = append(r.Behind, ZoneReport{strings.TrimSuffix(apex, "."), d.serial, d.since, d.answered, SOAAnswer{d.has, d.said}})
		}
	}
	slices.SortFunc(r.Behind, func(a, b ZoneReport) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name)) })
	return r
}

// ReportsOf is Reports of the Primary that there is, once there is one.
func ReportsOf(there func() *Primary) func() []Report {
	return func() []Report {
		if p := there(); p != nil {
			return p.Reports()
		}
		return nil
	}
}

// Look asks each name server once for its catalogs and all zones, as a Primary does again and again. It tells them of nothing.
func Look(ctx context.Context, c PrimaryConfig) ([]Report, error) {
	p := NewPrimary(c)
	for _, f := range p.followers {
		f.log, f.unpaced = slog.New(slog.DiscardHandler), true // the reports say it
	}
	if err := p.keepCatalogs(ctx); err != nil {
		return nil, err
	}
	if err := p.countZones(ctx); err != nil {
		return nil, err
	}
	missed := func(_ context.Context, f *follower, h zone.Held, got SOAAnswer) error {
		f.oweAlone(h.Domain.Name.String()+".", h.Serial, got)
		return nil
	}
	errs := safely.Each(p.Log, "name servers", len(p.followers), p.followers, func(_ int, f *follower) error {
		if !p.pulse(ctx, f) {
			return nil
		}
		return p.round(ctx, f, missed)
	})
	return p.Reports(), errors.Join(append(errs, ctx.Err())...)
}

// countZones counts the zones that are served.
func (p *Primary) countZones(ctx context.Context) error {
	for after, n := int64(0), int64(0); ; {
		page, err := p.Feed.ZoneNames(ctx, after, namesAtOnce)
		if err != nil {
			return err
		}
		n += int64(len(p.servedOf(page)))
		if len(page) < namesAtOnce {
			p.zones.Store(n)
			return nil
		}
		after = page[len(page)-1].Domain.ID
	}
}
