package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

const zoneState = `SELECT d.created_at, COALESCE(z.serial, 0), COALESCE(f.serial, 0), z.changed_at, COALESCE(z.published, 0), z.published_at
	FROM domains d LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1 WHERE d.live_name = ?`

// ZoneState tells how far a name's zone is on its way to the secondaries. ErrNotFound if no account has the name.
func (s *Store) ZoneState(ctx context.Context, name reseller.Name) (zone.State, error) {
	var state zone.State
	var created time.Time
	var changed, published *time.Time
	var own, floor int64
	err := s.hot.row(ctx, zoneState, []any{name.String()}, &created, &own, &floor, &changed, &state.Published, &published)
	if err != nil {
		return state, fmt.Errorf("state of the zone of %s: %w", name, translate(err))
	}
	state.Serial, state.ChangedAt = serialOf(created, own, floor), created.UTC()
	if changed != nil {
		state.ChangedAt = changed.UTC()
	}
	if published != nil {
		state.PublishedAt = published.UTC()
	}
	return state, nil
}

// ZoneNames lists live names, whosever they are, in keyset pages after a domain's id.
func (s *Store) ZoneNames(ctx context.Context, after int64, limit int) ([]zone.Held, error) {
	var rows []struct {
		Domain    domainRow `gorm:"embedded"`
		Own       int64
		Floor     int64
		Published int64
		Catalogs  int
	}
	err := s.scans.WithContext(ctx).Raw(`SELECT d.id, d.name, d.tld, d.state, d.paid_through, d.ahead_until, d.signing, d.created_at,
		COALESCE(z.serial, 0) AS own, COALESCE(f.serial, 0) AS floor, COALESCE(z.published, 0) AS published, COALESCE(z.catalogs, 0) AS catalogs
		FROM domains d LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1
		WHERE d.id > ? AND d.live_name IS NOT NULL ORDER BY d.id LIMIT ?`, after, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list names with a zone: %w", translate(err))
	}
	list := make([]zone.Held, len(rows))
	for i, r := range rows {
		if list[i].Domain, err = r.Domain.toDomain(); err != nil {
			return nil, err
		}
		list[i].Serial, list[i].Published = serialOf(r.Domain.CreatedAt, r.Own, r.Floor), uint32(r.Published)
		list[i].Catalogs = r.Catalogs
	}
	return list, nil
}

// MarkPublished notes the serials of zones that all secondaries have that they must reach. One that was noted before with a later serial
// stays.
func (s *Store) MarkPublished(ctx context.Context, zones []zone.Change) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for _, z := range zones {
			if err := s.markPublished(tx, z); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note what is published: %w", err)
	}
	return nil
}

func (s *Store) markPublished(tx *gorm.DB, z zone.Change) error {
	at := micro(z.At)
	updated := tx.Exec("UPDATE zone_serials SET published = ?, published_at = ? WHERE name = ? AND published < ?", z.Serial, at, z.Name, z.Serial)
	if updated.Error != nil || updated.RowsAffected > 0 {
		return updated.Error
	}
	var there int
	if err := scanRow(tx.Raw("SELECT COUNT(*) FROM zone_serials WHERE name = ?", z.Name), &there); err != nil || there > 0 {
		return err
	}
	// The zone has not changed since its name came: it has the serial of that time.
	return tx.Exec("INSERT INTO zone_serials (name, serial, changed_at, published, published_at) VALUES (?, ?, ?, ?, ?)",
		z.Name, z.Serial, time.Unix(int64(z.Serial), 0).UTC(), z.Serial, at).Error
}
