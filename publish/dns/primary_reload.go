package dns

import (
	"context"

	"nameyard/publish"
	"nameyard/zone"
)

// reload puts all names that are served into the catalog, and takes out all others. It tells secondaries again of zones that they are not
// known to have: of a server that was ended meanwhile, or of names that came without a change.
func (p *Primary) reload(ctx context.Context) error {
	members, toSign, late := map[string]placed{}, map[string]placed{}, map[string]uint32{}
	for after := int64(0); ; {
		page, err := p.Feed.ZoneNames(ctx, after, namesAtOnce)
		if err != nil {
			return err
		}
		if err := p.place(ctx, page); err != nil {
			return err
		}
		for _, h := range page {
			d, apex := h.Domain, h.Domain.Name.String()+"."
			after = d.ID
			served := publish.Served(d, p.Zones.published.Rules[d.Name.TLD()], p.Zones.published.Clock.Now())
			if served || d.SignedHere() { // the keys of a name that is off the net for now are kept: its DS records come back with it
				toSign[apex] = placed{memberOf(d.ID, d.SignedHere()), h.Catalogs}
			}
			if !served {
				continue
			}
			members[apex] = placed{memberOf(d.ID, false), h.Catalogs}
			if h.Published < h.Serial && len(late) < lateAtOnce {
				late[apex] = h.Serial
			}
		}
		if len(page) < namesAtOnce {
			break
		}
	}
	if err := p.keepCatalogs(ctx); err != nil {
		return err
	}
	p.catalogs.replace(members)
	p.signers.replace(toSign)
	p.tellCatalogs(p.catalogs.complete(), p.signers.complete())
	for _, f := range p.followers {
		f.forgetAllBut(func(apex string) bool {
			_, served := members[apex]
			return served || p.catalogs.zone(apex) != nil
		})
	}
	p.forgetTold(func(apex string) bool { _, served := members[apex]; return !served })
	for apex, serial := range late {
		if !p.owed(apex, serial) {
			p.tellByAndBy(apex, serial)
		}
	}
	p.zones.Store(int64(len(members)))
	p.loaded.Store(true)
	return nil
}

// place notes in which catalogs the names of a page are that are in none yet.
func (p *Primary) place(ctx context.Context, page []zone.Held) error {
	var names []string
	for _, h := range page {
		if h.Catalogs == 0 {
			names = append(names, h.Domain.Name.String())
		}
	}
	if p.catalogs == nil || len(names) == 0 {
		return nil
	}
	counts, err := p.Feed.SpreadZones(ctx, names, max(p.Catalogs.Count, 1))
	if err != nil {
		return err
	}
	for i, h := range page {
		if h.Catalogs == 0 {
			page[i].Catalogs = counts[h.Domain.Name.String()]
		}
	}
	return nil
}

// keepCatalogs makes catalogs of all earlier numbers. One whose last member has gone is given without members: a secondary that is refused it
// keeps the last that it had, and its zones, until that expires.
func (p *Primary) keepCatalogs(ctx context.Context) error {
	if p.catalogs == nil {
		return nil
	}
	counts, err := p.Feed.CatalogCounts(ctx)
	if err != nil {
		return err
	}
	p.catalogs.keep(counts)
	p.signers.keep(counts)
	return nil
}

// catalogsOf gives the number of catalogs by which a zone is placed. One that comes now is placed by as many as there are now.
func (p *Primary) catalogsOf(ctx context.Context, apex, name string) (int, error) {
	if count := p.catalogs.countOf(apex); count > 0 {
		return count, nil
	}
	counts, err := p.Feed.SpreadZones(ctx, []string{name}, max(p.Catalogs.Count, 1))
	return counts[name], err
}
