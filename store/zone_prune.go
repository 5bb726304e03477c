package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Of each kind of a zone the newest versions are kept, and all that are not so old (business time). The newest is what is published;
// version numbers never come again, so a reader that looks for a version which has gone finds a gap and not another one.
const (
	zoneVersionsKept = 50
	zoneVersionsLive = 90 * 24 * time.Hour
	// zoneVersionsAtOnce is how many versions one transaction deletes: a zone may have a megabyte.
	zoneVersionsAtOnce = 20
)

// pruneZones deletes versions that are neither among the newest nor young, and tells how many.
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

// pruneZone deletes the old versions of one kind of a zone.
func (s *Store) pruneZone(ctx context.Context, domain int64, kind string, before time.Time) (gone int64, err error) {
	for n := zoneVersionsAtOnce; n == zoneVersionsAtOnce; gone += int64(n) {
		err := s.tx(ctx, func(tx *gorm.DB) error {
			var kept int64
			var old []int64
			err := tx.Raw("SELECT version FROM zone_history WHERE domain_id = ? AND kind = ? ORDER BY version DESC LIMIT 1 OFFSET ?",
				domain, kind, zoneVersionsKept-1).Scan(&kept).Error
			if err == nil {
				err = tx.Raw("SELECT version FROM zone_history WHERE domain_id = ? AND kind = ? AND version < ? AND saved_at < ? ORDER BY version LIMIT ?",
					domain, kind, kept, before, zoneVersionsAtOnce).Scan(&old).Error
			}
			if n = len(old); err != nil || n == 0 {
				return err
			}
			return tx.Exec("DELETE FROM zone_history WHERE domain_id = ? AND kind = ? AND version IN ?", domain, kind, old).Error
		})
		if err != nil {
			return gone, err
		}
	}
	return gone, nil
}
