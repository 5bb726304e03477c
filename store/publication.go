package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

const publicationStamp = `SELECT d.id, d.version, d.zone_version, d.created_at, COALESCE(z.serial, 0), COALESCE(f.serial, 0), COALESCE(z.parked, 0) FROM domains d
	LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1 WHERE d.live_name = ?`

// PublicationStamp reads the stamp of what a name publishes, whosever it is. ErrNotFound if no account has the name.
func (s *Store) PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error) {
	var stamp zone.Stamp
	var row domainRow
	var own, floor int64
	err := s.hot.row(ctx, publicationStamp, []any{name.String()}, &stamp.DomainID, &stamp.DomainVersion, &stamp.ZoneVersion, &row.CreatedAt, &own, &floor, &stamp.Parked)
	if err != nil {
		return stamp, fmt.Errorf("stamp of %s: %w", name, translate(err))
	}
	stamp.Serial = serialOf(row.CreatedAt, own, floor)
	return stamp, nil
}

// publicationTries bounds how often a publication is read again because it changed meanwhile.
const publicationTries = 10

// Publication reads all that a name publishes as it is at one moment, whosever the name is. ErrNotFound if no account has it.
func (s *Store) Publication(ctx context.Context, name reseller.Name) (zone.Publication, error) {
	var p zone.Publication
	for range publicationTries {
		before, err := s.PublicationStamp(ctx, name)
		if err != nil {
			return p, err
		}
		if p, err = s.publication(ctx, before.DomainID); err != nil {
			return p, err
		}
		if p.Stamp, err = s.PublicationStamp(ctx, name); err != nil {
			return p, err
		}
		if p.Stamp == before { // nothing was written while the parts were read
			return p, nil
		}
	}
	return p, fmt.Errorf("what %s publishes changes too fast to be read: %w", name, reseller.ErrConflict)
}

// publication reads the parts of a publication.
func (s *Store) publication(ctx context.Context, domain int64) (zone.Publication, error) {
	row, err := rowsOf[publishedRow](s.reads).Table("domains").Select(publishedColumns).Where("id = ?", domain).Take(ctx)
	if err != nil {
		return zone.Publication{}, fmt.Errorf("domain %d: %w", domain, translate(err))
	}
	list, err := s.publications(ctx, []publishedRow{row})
	if err != nil {
		return zone.Publication{}, err
	}
	return list[0], nil
}

// ZoneChanges lists the zones that have changed since a time of business, that included, in the order of the changes.
func (s *Store) ZoneChanges(ctx context.Context, since time.Time) ([]zone.Change, error) {
	var rows []struct {
		Name      string
		Serial    int64
		ChangedAt time.Time
	}
	err := s.reads.WithContext(ctx).Raw("SELECT name, serial, changed_at FROM zone_serials WHERE changed_at >= ? ORDER BY changed_at", micro(since)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list zones that have changed: %w", translate(err))
	}
	list := make([]zone.Change, len(rows))
	for i, r := range rows {
		list[i] = zone.Change{Name: r.Name, Serial: uint32(r.Serial), At: r.ChangedAt.UTC()}
	}
	return list, nil
}
