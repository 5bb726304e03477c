package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// Of each kind of a zone the newest versions are kept, and those that are not so old (business time): of these all that are among some more of
// the newest, and beyond them the last of each day. So a client that saves without an end neither fills the history nor drives the
// versions before it out of it. The newest is what is published; version numbers never come again, so a reader that looks for a version
// which has gone finds a gap and not another one.
const (
	zoneVersionsKept  = 50
	zoneVersionsWhole = 1000
	zoneVersionsLive  = 90 * 24 * time.Hour
	// zoneVersionsAtOnce is how many versions one transaction deletes: a zone may have a megabyte.
	zoneVersionsAtOnce = 20
)

// pruneZones deletes the versions that are not kept, and tells how many.
func (s *Store) pruneZones(ctx context.Context) (gone int64, err error) {
	before := micro(s.clock.Now().Add(-zoneVersionsLive))
	for after := int64(0); ; {
		var zones []struct {
			DomainID int64
			Kind     string
		}
		err := s.scans.WithContext(ctx).Raw(`SELECT domain_id, kind FROM zone_history WHERE domain_id > ?
			GROUP BY domain_id, kind HAVING COUNT(*) > ? ORDER BY domain_id LIMIT ?`, after, zoneVersionsKept, pruneAtOnce).Scan(&zones).Error
		if err != nil {
			return gone, fmt.Errorf("look for old versions of zones: %w", translate(err))
		}
		for _, z := range zones {
			n, err := s.pruneZone(ctx, z.DomainID, z.Kind, before)
			gone += n
			if err != nil {
				return gone, fmt.Errorf("the %s zone of domain %d: %w", z.Kind, z.DomainID, err)
			}
			after = z.DomainID
		}
		if len(zones) < pruneAtOnce {
			return gone, nil
		}
		after-- // the other kind of the last one may be on the next page
	}
}

// pruneZone deletes the versions of one kind of a zone that are not kept.
func (s *Store) pruneZone(ctx context.Context, domain int64, kind string, before time.Time) (gone int64, err error) {
	kept, err := s.newestVersion(ctx, domain, kind, zoneVersionsKept)
	if err != nil {
		return 0, err
	}
	whole, err := s.newestVersion(ctx, domain, kind, zoneVersionsWhole)
	if err != nil {
		return 0, err
	}
	for after := int64(0); ; {
		rows, err := rowsOf[zoneVersionRow](s.scans).Select("version", "saved_at").
			Where("domain_id = ? AND kind = ? AND version > ? AND version <= ?", domain, kind, after, kept).Order("version").Limit(pruneAtOnce).Find(ctx)
		if err != nil {
			return gone, translate(err)
		}
		var old []int64
		for i := range len(rows) - 1 {
			if r := rows[i]; r.SavedAt.Before(before) || r.Version < whole && dayOf(r.SavedAt) == dayOf(rows[i+1].SavedAt) {
				old = append(old, r.Version)
			}
		}
		for some := range slices.Chunk(old, zoneVersionsAtOnce) {
			err := s.tx(ctx, func(tx *gorm.DB) error {
				return tx.Exec("DELETE FROM zone_history WHERE domain_id = ? AND kind = ? AND version IN ?", domain, kind, some).Error
			})
			if err != nil {
				return gone, err
			}
			gone += int64(len(some))
		}
		if len(rows) < pruneAtOnce {
			return gone, nil
		}
		after = rows[len(rows)-1].Version - 1 // what follows it is on the next page
	}
}

// newestVersion is the number of the nth newest version of one kind of a zone; 0 if there are fewer.
func (s *Store) newestVersion(ctx context.Context, domain int64, kind string, nth int) (version int64, err error) {
	err = s.scans.WithContext(ctx).Raw("SELECT version FROM zone_history WHERE domain_id = ? AND kind = ? ORDER BY version DESC LIMIT 1 OFFSET ?",
		domain, kind, nth-1).Scan(&version).Error
	return version, translate(err)
}
