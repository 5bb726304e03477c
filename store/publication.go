package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

const publicationStamp = `SELECT d.id, d.version, d.zone_version, d.created_at, COALESCE(z.serial, 0), COALESCE(f.serial, 0) FROM domains d
	LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1 WHERE d.live_name = ?`

// PublicationStamp reads the stamp of what a name publishes, whosever it is. ErrNotFound if no account has the name.
func (s *Store) PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error) {
	var stamp zone.Stamp
	var row domainRow
	var own, floor int64
	err := s.hot.row(ctx, publicationStamp, []any{name.String()}, &stamp.DomainID, &stamp.DomainVersion, &stamp.ZoneVersion, &row.CreatedAt, &own, &floor)
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

func (s *Store) publication(ctx context.Context, domain int64) (p zone.Publication, err error) {
	if p.Domain, err = s.DomainByID(ctx, domain); err != nil {
		return p, err
	}
	rows, err := gorm.G[zoneRow](s.reads).Where("domain_id = ?", domain).Find(ctx)
	if err != nil {
		return p, fmt.Errorf("read the zone of domain %d: %w", domain, translate(err))
	}
	for _, row := range rows {
		switch zone.Kind(row.Kind) {
		case zone.DNS:
			p.Records, err = unpack[[]zone.Record](row.Body, "dns zone")
		case zone.Mail:
			p.Forwards, err = unpack[[]zone.Forward](row.Body, "mail zone")
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}
