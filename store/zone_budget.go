package store

import (
	"context"
	"math"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

const (
	// zoneHistoryMiB is how many MiB of history an account's saves may add on a UTC day, unless SetZoneHistory says otherwise.
	zoneHistoryMiB = 64
	// zoneVersionBytes is what a version takes beside its body: an empty zone that is saved again and again fills the disk, too.
	zoneVersionBytes = 256
	// zoneBytesKept is how long the counters of days that are over stay, business time.
	zoneBytesKept = 2 * 24 * time.Hour
	// noBudget is for what is counted and never refused.
	noBudget = math.MaxInt64
)

// zoneBytesRow counts what an account's saves have added to the history of zones on a day.
type zoneBytesRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Day       int64 `gorm:"primaryKey;autoIncrement:false"`
	Bytes     int64
}

func (zoneBytesRow) TableName() string { return "zone_bytes" }

// dayOf is a UTC day as it is kept: 20260301.
func dayOf(t time.Time) int64 {
	t = t.UTC()
	return int64(t.Year()*10000 + int(t.Month())*100 + t.Day())
}

// SetZoneHistory says how many MiB the saves of records and forwards of one account may add to the history of zones on a UTC day.
func (s *Store) SetZoneHistory(mib int64) { s.zoneHistory.Store(mib << 20) }

// spendHistory counts a version that is being written against its account's budget of the day, most bytes. Beyond it the error is one
// for the caller, and the transaction must end without effect.
func (s *Store) spendHistory(tx *gorm.DB, domain int64, body string, most int64) error {
	var account int64
	if err := tx.Raw("SELECT account_id FROM domains WHERE id = ?", domain).Scan(&account).Error; err != nil {
		return err
	}
	now, need := s.clock.Now(), int64(len(body)+zoneVersionBytes)
	row := zoneBytesRow{AccountID: account, Day: dayOf(now)}
	fits, err := addHistory(tx, row, need, most)
	if err != nil || fits {
		return err
	}
	// The day's first save has no counter yet.
	if err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err == nil {
		fits, err = addHistory(tx, row, need, most)
	}
	if err != nil || fits {
		return err
	}
	var spent int64
	err = tx.Raw("SELECT bytes FROM zone_bytes WHERE account_id = ? AND day = ?", row.AccountID, row.Day).Scan(&spent).Error
	if err != nil {
		return err
	}
	return beyondBudget(need, spent, most, now)
}

// beyondBudget says what a save needs, what is left, and when it is free again.
func beyondBudget(need, spent, most int64, now time.Time) error {
	if need > most {
		return reseller.Errorf(reseller.KindLimited, reseller.CodeZoneHistoryLimit,
			"nothing was saved: this save needs %d bytes, and the records and forwards that an account saves in a day (UTC) may take %d MiB of history: save fewer or shorter ones",
			need, most>>20)
	}
	return reseller.Errorf(reseller.KindLimited, reseller.CodeZoneHistoryLimit,
		"nothing was saved: this save needs %d bytes, and of the %d MiB of history that the records and forwards of an account may take in a day (UTC) %d bytes are left: try again after %s",
		need, most>>20, max(0, most-spent), reseller.NextDay(now))
}

// pruneZoneBytes deletes the counters of days that are over, and tells how many.
func (s *Store) pruneZoneBytes(ctx context.Context) (gone int64, err error) {
	before := dayOf(s.clock.Now().Add(-zoneBytesKept))
	err = s.tx(ctx, func(tx *gorm.DB) error {
		deleted := tx.Exec("DELETE FROM zone_bytes WHERE day < ?", before)
		gone = deleted.RowsAffected
		return deleted.Error
	})
	if err != nil {
		return 0, err
	}
	return gone, nil
}
