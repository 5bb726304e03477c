package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// publishedColumns are what it takes to say what a name publishes and whether it is served: no contacts and fields.
var publishedColumns = strings.Join(append([]string{"zone_version", "hosts"}, listedColumns...), ", ")

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

// Publications lists what live names publish that ever saved records or forwards, in keyset pages after a domain's id.
func (s *Store) Publications(ctx context.Context, after int64, limit int) ([]zone.Publication, error) {
	rows, err := rowsOf[publishedRow](s.reads).Table("domains").Select(publishedColumns).
		Where("id > ? AND live_name IS NOT NULL AND zone_version > 0", after).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list what names publish: %w", translate(err))
	}
	return s.publicationsOf(ctx, rows)
}

// PublicationsOf reads what some domains publish, by their ids. A name that no account has any more, or that was written while it was
// read, has another stamp than before.
func (s *Store) PublicationsOf(ctx context.Context, domains []int64) ([]zone.Publication, error) {
	rows, err := rowsOf[publishedRow](s.reads).Table("domains").Select(publishedColumns).Where("id IN ? AND live_name IS NOT NULL", domains).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what %d names publish: %w", len(domains), translate(err))
	}
	return s.publicationsOf(ctx, rows)
}

// publicationsOf adds the documents to domain rows, and then their serials.
func (s *Store) publicationsOf(ctx context.Context, rows []publishedRow) ([]zone.Publication, error) {
	list, err := s.publications(ctx, rows)
	if err != nil {
		return nil, err
	}
	return list, s.serials(ctx, rows, list)
}

// PublicationStamps lists the stamps of live names that ever saved records or forwards, in keyset pages after a domain's id.
func (s *Store) PublicationStamps(ctx context.Context, after int64, limit int) ([]zone.Stamped, error) {
	rows, err := s.scans.WithContext(ctx).Raw(`SELECT d.id, d.name, d.tld, d.version, d.zone_version, d.created_at, COALESCE(z.serial, 0), COALESCE(f.serial, 0),
		COALESCE(z.parked, 0) FROM domains d LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1
		WHERE d.id > ? AND d.live_name IS NOT NULL AND d.zone_version > 0 ORDER BY d.id LIMIT ?`, after, limit).Rows()
	if err != nil {
		return nil, fmt.Errorf("list stamps of what names publish: %w", translate(err))
	}
	defer rows.Close()
	var list []zone.Stamped
	for rows.Next() {
		var stamped zone.Stamped
		var name, tld string
		var created time.Time
		var own, floor int64
		err := rows.Scan(&stamped.DomainID, &name, &tld, &stamped.DomainVersion, &stamped.ZoneVersion, &created, &own, &floor, &stamped.Parked)
		if err != nil {
			return nil, fmt.Errorf("list stamps of what names publish: %w", translate(err))
		}
		stamped.Name, stamped.Serial = reseller.NameOf(name, tld), serialOf(created, own, floor)
		list = append(list, stamped)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list stamps of what names publish: %w", translate(err))
	}
	return list, nil
}

// serials adds the serials to the publications of rows.
func (s *Store) serials(ctx context.Context, rows []publishedRow, list []zone.Publication) error {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Domain.Name
	}
	var own []struct {
		Name   string
		Serial int64
		Parked bool
	}
	if err := s.reads.WithContext(ctx).Raw("SELECT name, serial, parked FROM zone_serials WHERE name IN ?", names).Scan(&own).Error; err != nil {
		return fmt.Errorf("read serials of zones: %w", translate(err))
	}
	var floor int64
	if err := s.reads.WithContext(ctx).Raw("SELECT COALESCE(MAX(serial), 0) FROM zone_floor").Scan(&floor).Error; err != nil {
		return fmt.Errorf("read the floor of serials: %w", translate(err))
	}
	of, parked := map[string]int64{}, map[string]bool{}
	for _, o := range own {
		of[o.Name], parked[o.Name] = o.Serial, o.Parked
	}
	for i, r := range rows {
		list[i].Serial, list[i].Parked = serialOf(r.Domain.CreatedAt, of[r.Domain.Name], floor), parked[r.Domain.Name]
	}
	return nil
}

// publications adds the documents to domain rows.
func (s *Store) publications(ctx context.Context, rows []publishedRow) ([]zone.Publication, error) {
	list, err := each(rows, publishedRow.toPublication)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.DomainID
	}
	zones, err := s.Zones(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, p := range list {
		list[i].Records, list[i].Forwards = zones[p.DomainID].Records, zones[p.DomainID].Forwards
	}
	return list, aliased(s.reads.WithContext(ctx), list)
}
