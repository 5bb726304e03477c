package store

import (
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// The SOA serial of a zone is the time of its last change, in seconds, or one more than the serial before it (RFC 1982). It is kept
// by name and never goes back: secondaries would take no change from a zone whose serial does.
//
// A name without a row has the serial of when its domain row was made. The floor lies below all of them.

// readSerial reads a live name and the serial that it has.
const readSerial = `SELECT d.name, d.created_at, COALESCE(z.serial, 0), COALESCE(f.serial, 0) FROM domains d
	LEFT JOIN zone_serials z ON z.name = d.name LEFT JOIN zone_floor f ON f.id = 1 WHERE d.id = ?`

// serialOf gives the serial from what the database has.
func serialOf(created time.Time, own, floor int64) uint32 {
	return uint32(max(created.Unix(), own, floor))
}

// raiseSerial raises the serial of a domain's zone, with what changed the zone. The domain row must have been written before in
// the same transaction, so that no other change of the zone comes in between.
func (s *Store) raiseSerial(tx *gorm.DB, domain int64) error {
	var name string
	var created time.Time
	var own, floor int64
	if err := scanRow(tx.Raw(readSerial, domain), &name, &created, &own, &floor); err != nil {
		return err
	}
	now := micro(s.clock.Now())
	serial := max(now.Unix(), int64(serialOf(created, own, floor))+1)
	updated := tx.Exec("UPDATE zone_serials SET serial = ?, changed_at = ? WHERE name = ?", serial, now, name)
	if updated.Error == nil && updated.RowsAffected == 0 {
		updated = tx.Exec("INSERT INTO zone_serials (name, serial, changed_at) VALUES (?, ?, ?)", name, serial, now)
	}
	noteRaised(tx, zone.Change{Name: name, Serial: uint32(serial), At: now})
	return updated.Error
}

// raiseSerialOf raises the serial of a name that was published before and that another account, or the same one anew, is getting.
func (s *Store) raiseSerialOf(tx *gorm.DB, name string) error {
	now := micro(s.clock.Now())
	return tx.Exec("UPDATE zone_serials SET serial = CASE WHEN serial < ? THEN ? ELSE serial + 1 END, changed_at = ? WHERE name = ?",
		now.Unix(), now.Unix(), now, name).Error
}

// publishedOtherwise reports whether a change of a domain row at a time changes its zone, or whether it has one: what was paid for
// does where the name had expired, or has by the change. That a name expires as time goes by is no change.
func publishedOtherwise(before, after reseller.Domain, now time.Time) bool {
	sameHost := func(a, b reseller.Host) bool { return a.Name == b.Name && slices.Equal(a.Addresses, b.Addresses) }
	if before.State != after.State || before.DNSManagement != after.DNSManagement || before.EmailForwarding != after.EmailForwarding || before.SignedHere() != after.SignedHere() || !before.AheadUntil.Equal(after.AheadUntil) {
		return true
	}
	if !micro(before.PaidThrough).Equal(micro(after.PaidThrough)) && (before.Expired(now) || after.Expired(now)) {
		return true
	}
	return !slices.Equal(before.Nameservers, after.Nameservers) || !slices.EqualFunc(before.Hosts, after.Hosts, sameHost)
}

// restoredAhead is how far the serials of a restored database go ahead of the time: the zones that were published since the backup
// was made have serials that it does not know, and each change of a zone within one second takes one more than the time.
var restoredAhead = reseller.Days(1)

// raiseFloor puts the serials of all zones above all that were ever published.
func (s *Store) raiseFloor(tx *gorm.DB) error {
	var top int64
	err := scanRow(tx.Raw("SELECT MAX(serial) FROM (SELECT serial FROM zone_serials UNION ALL SELECT serial FROM zone_floor UNION ALL SELECT 0) s"), &top)
	if err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM zone_floor").Error; err != nil {
		return err
	}
	return tx.Exec("INSERT INTO zone_floor (id, serial) VALUES (1, ?)", max(top+1, s.clock.Now().Add(restoredAhead).Unix())).Error
}
