package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Park parks the zones of at most so many names that have expired, or, if parking is off, lets go of those that are parked. It tells how
// many it has changed; 0 = nothing is left to do. What is parked shows by the zone's serial, which rises.
func (s *Store) Park(ctx context.Context, parking bool, limit int) (changed int, err error) {
	const expired = `SELECT d.id FROM domains d LEFT JOIN zone_serials z ON z.name = d.name
		WHERE d.live_name IS NOT NULL AND d.state = ? AND d.paid_through <= ? AND COALESCE(z.parked, 0) = 0 ORDER BY d.id LIMIT ?`
	const parked = `SELECT d.id FROM zone_serials z JOIN domains d ON d.live_name = z.name WHERE z.parked = 1 AND (? OR d.paid_through > ?) ORDER BY d.id LIMIT ?`
	now := micro(s.clock.Now())
	var park, free []int64
	if parking {
		err = s.scans.WithContext(ctx).Raw(expired, string(reseller.DomainActive), now, limit).Scan(&park).Error
	}
	if err == nil { // also a name that was registered anew, of which the flag is left from before
		err = s.scans.WithContext(ctx).Raw(parked, !parking, now, limit).Scan(&free).Error
	}
	if err != nil {
		return 0, fmt.Errorf("look for names to park: %w", translate(err))
	}
	for _, id := range park {
		if err := s.tx(ctx, func(tx *gorm.DB) error { return s.park(tx, id, now) }); err != nil {
			return changed, fmt.Errorf("park domain %d: %w", id, err)
		}
		changed++
	}
	for _, id := range free {
		if err := s.tx(ctx, func(tx *gorm.DB) error { return s.unpark(tx, id) }); err != nil {
			return changed, fmt.Errorf("unpark domain %d: %w", id, err)
		}
		changed++
	}
	return changed, nil
}

// park parks a domain's zone, if the domain has still expired.
func (s *Store) park(tx *gorm.DB, domain int64, now time.Time) error {
	still := tx.Exec("UPDATE domains SET version = version + 1 WHERE id = ? AND state = ? AND paid_through <= ?", domain, string(reseller.DomainActive), now)
	if still.Error != nil || still.RowsAffected == 0 {
		return still.Error
	}
	if err := s.raiseSerial(tx, domain); err != nil {
		return err
	}
	return tx.Exec("UPDATE zone_serials SET parked = 1 WHERE name = (SELECT name FROM domains WHERE id = ?)", domain).Error
}

// unpark lets a domain's own records and forwards be seen again, if it is parked. The domain row must be free of other changes.
func (s *Store) unpark(tx *gorm.DB, domain int64) error {
	freed, err := unflag(tx, domain)
	if err != nil || !freed {
		return err
	}
	return s.raiseSerial(tx, domain)
}

// unflag takes the flag of a parked name away and reports whether it was set; the zone's serial must rise then.
func unflag(tx *gorm.DB, domain int64) (was bool, err error) {
	freed := tx.Exec("UPDATE zone_serials SET parked = 0 WHERE parked = 1 AND name = (SELECT name FROM domains WHERE id = ?)", domain)
	return freed.RowsAffected > 0, freed.Error
}
