package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// publishedColumns are what it takes to say what a name publishes and whether it is served: no contacts, fields and hosts.
var publishedColumns = append([]string{"zone_version"}, listedColumns...)

// publishedRow is a domain row with the version of its zone.
type publishedRow struct {
	Domain      domainRow `gorm:"embedded"`
	ZoneVersion int64
}

func (r publishedRow) toPublication() (p zone.Publication, err error) {
	p.Domain, err = r.Domain.toDomain()
	p.Stamp = zone.Stamp{DomainID: r.Domain.ID, DomainVersion: r.Domain.Version, ZoneVersion: r.ZoneVersion}
	return p, err
}

// PublicationOf reads what the name publishes that a host is, or lies below: records and forwards, whosever the name is. Contacts, hosts
// and the serial are left out. ErrNotFound if no account has such a name.
func (s *Store) PublicationOf(ctx context.Context, host string) (zone.Publication, error) {
	names := []string{}
	for rest, more := host, true; more && strings.Contains(rest, "."); _, rest, more = strings.Cut(rest, ".") {
		names = append(names, rest)
	}
	rows, err := gorm.G[publishedRow](s.reads).Table("domains").Select(strings.Join(publishedColumns, ", ")).
		Where("live_name IN ?", names).Order("LENGTH(live_name) DESC").Limit(1).Find(ctx)
	if err == nil && len(rows) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return zone.Publication{}, fmt.Errorf("find the name of %s: %w", host, translate(err))
	}
	list, err := s.publications(ctx, rows)
	if err != nil {
		return zone.Publication{}, err
	}
	return list[0], nil
}

// Publications lists what live names publish that ever saved records or forwards, in keyset pages after a domain's id. Contacts, hosts
// and serials are left out.
func (s *Store) Publications(ctx context.Context, after int64, limit int) ([]zone.Publication, error) {
	rows, err := gorm.G[publishedRow](s.reads).Table("domains").Select(strings.Join(publishedColumns, ", ")).
		Where("id > ? AND live_name IS NOT NULL AND zone_version > 0", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list what names publish: %w", translate(err))
	}
	return s.publications(ctx, rows)
}

// publications adds the documents to domain rows.
func (s *Store) publications(ctx context.Context, rows []publishedRow) ([]zone.Publication, error) {
	list, err := each(rows, publishedRow.toPublication)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids, at := make([]int64, len(list)), map[int64]*zone.Publication{}
	for i := range list {
		ids[i], at[list[i].DomainID] = list[i].DomainID, &list[i]
	}
	documents, err := gorm.G[zoneRow](s.reads).Where("domain_id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read zones: %w", translate(err))
	}
	for _, d := range documents {
		switch p := at[d.DomainID]; zone.Kind(d.Kind) {
		case zone.DNS:
			p.Records, err = unpack[[]zone.Record](d.Body, "dns zone")
		case zone.Mail:
			p.Forwards, err = unpack[[]zone.Forward](d.Body, "mail zone")
		}
		if err != nil {
			return nil, fmt.Errorf("domain %d: %w", d.DomainID, err)
		}
	}
	return list, nil
}
