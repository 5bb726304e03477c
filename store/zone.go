package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// ZoneKind is which part of what a domain publishes a document holds.
type ZoneKind string

// The kinds of zone documents.
const (
	ZoneDNS  ZoneKind = "dns"  // []zone.Record
	ZoneMail ZoneKind = "mail" // []zone.Forward
)

type zoneRow struct {
	DomainID  int64  `gorm:"primaryKey;autoIncrement:false"`
	Kind      string `gorm:"primaryKey"`
	Version   int64
	Body      string
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
}

func (zoneRow) TableName() string { return "zone_documents" }

type zoneVersionRow struct {
	DomainID  int64  `gorm:"primaryKey;autoIncrement:false"`
	Kind      string `gorm:"primaryKey"`
	Version   int64  `gorm:"primaryKey;autoIncrement:false"`
	Body      string
	SavedAt   time.Time
	SavedBy   string
	RequestID string
}

func (zoneVersionRow) TableName() string { return "zone_history" }

// ZoneVersion is one saved version of a zone document.
type ZoneVersion struct {
	Version   int64     `json:"version"`
	SavedAt   time.Time `json:"saved_at"`
	SavedBy   string    `json:"saved_by"`
	RequestID string    `json:"request_id,omitempty"`
}

// Records reads a domain's DNS records in the order in which they were saved; none if there never were any.
func (s *Store) Records(ctx context.Context, domain int64) ([]zone.Record, error) {
	return loadZone[[]zone.Record](ctx, s, domain, ZoneDNS)
}

// SaveRecords replaces a domain's DNS records as a whole and keeps the version for undo.
func (s *Store) SaveRecords(ctx context.Context, domain int64, records []zone.Record, by reseller.Actor) error {
	return s.saveZone(ctx, domain, ZoneDNS, pack(records), by)
}

// PatchRecords changes a domain's DNS records, made from what they are at that moment, and keeps the version for undo. patch may
// run more than once and must depend on nothing but its argument; its error is given back and nothing is written.
func (s *Store) PatchRecords(ctx context.Context, domain int64, by reseller.Actor, patch func([]zone.Record) ([]zone.Record, error)) error {
	now := micro(s.clock.Now())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row zoneRow
		found := tx.Where("domain_id = ? AND kind = ?", domain, string(ZoneDNS)).Limit(1).Find(&row)
		if found.Error != nil {
			return found.Error
		}
		records, err := unpack[[]zone.Record](row.Body, "dns zone")
		if err != nil {
			return err
		}
		if records, err = patch(records); err != nil {
			return err
		}
		next := zoneRow{domain, string(ZoneDNS), row.Version + 1, pack(records), now}
		if found.RowsAffected == 0 {
			if err := tx.Create(&next).Error; err != nil {
				return err
			}
		} else if err := overtaken(expectOneRow(tx.Exec("UPDATE zone_documents SET version = ?, body = ?, updated_at = ? WHERE domain_id = ? AND kind = ? AND version = ?",
			next.Version, next.Body, now, domain, string(ZoneDNS), row.Version))); err != nil {
			return err
		}
		return tx.Create(&zoneVersionRow{domain, string(ZoneDNS), next.Version, next.Body, now, clip(by.Name, 255), clip(by.RequestID, 64)}).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) { // the first save ever, twice at once
		return s.PatchRecords(ctx, domain, by, patch)
	}
	if err != nil {
		return fmt.Errorf("change the dns zone of domain %d: %w", domain, err)
	}
	return nil
}

// overtaken makes a transaction whose guard did not hold run again.
func overtaken(err error) error {
	if errors.Is(err, reseller.ErrConflict) {
		return errOvertaken
	}
	return err
}

// Forwards reads a domain's e-mail forwards in the order in which they were saved.
func (s *Store) Forwards(ctx context.Context, domain int64) ([]zone.Forward, error) {
	return loadZone[[]zone.Forward](ctx, s, domain, ZoneMail)
}

// SaveForwards replaces a domain's e-mail forwards as a whole and keeps the version for undo.
func (s *Store) SaveForwards(ctx context.Context, domain int64, forwards []zone.Forward, by reseller.Actor) error {
	return s.saveZone(ctx, domain, ZoneMail, pack(forwards), by)
}

func loadZone[T any](ctx context.Context, s *Store, domain int64, kind ZoneKind) (T, error) {
	var none T
	row, err := gorm.G[zoneRow](s.reads).Where("domain_id = ? AND kind = ?", domain, string(kind)).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return none, nil
	}
	if err != nil {
		return none, fmt.Errorf("read the %s zone of domain %d: %w", kind, domain, translate(err))
	}
	return unpack[T](row.Body, string(kind)+" zone")
}

// saveZone writes the document and its history in one transaction. The version grows by one with every save; the row is
// written first, so that two saves follow one another.
func (s *Store) saveZone(ctx context.Context, domain int64, kind ZoneKind, body string, by reseller.Actor) error {
	now := micro(s.clock.Now())
	err := s.tx(ctx, func(tx *gorm.DB) error {
		updated := tx.Exec("UPDATE zone_documents SET version = version + 1, body = ?, updated_at = ? WHERE domain_id = ? AND kind = ?",
			body, now, domain, string(kind))
		if updated.Error != nil {
			return updated.Error
		}
		if updated.RowsAffected == 0 {
			if err := tx.Create(&zoneRow{domain, string(kind), 1, body, now}).Error; err != nil {
				return err
			}
		}
		return tx.Exec(`INSERT INTO zone_history (domain_id, kind, version, body, saved_at, saved_by, request_id)
			SELECT domain_id, kind, version, body, updated_at, ?, ? FROM zone_documents WHERE domain_id = ? AND kind = ?`,
			clip(by.Name, 255), clip(by.RequestID, 64), domain, string(kind)).Error
	})
	if errors.Is(err, reseller.ErrDuplicate) { // the first save ever, twice at once
		return s.saveZone(ctx, domain, kind, body, by)
	}
	if err != nil {
		return fmt.Errorf("save the %s zone of domain %d: %w", kind, domain, err)
	}
	return nil
}

// ZoneVersions lists the saved versions of a zone document, newest first.
func (s *Store) ZoneVersions(ctx context.Context, domain int64, kind ZoneKind) ([]ZoneVersion, error) {
	rows, err := gorm.G[zoneVersionRow](s.reads).Select("version", "saved_at", "saved_by", "request_id").
		Where("domain_id = ? AND kind = ?", domain, string(kind)).Order("version DESC").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", translate(err))
	}
	return each(rows, func(r zoneVersionRow) (ZoneVersion, error) {
		return ZoneVersion{r.Version, r.SavedAt.UTC(), r.SavedBy, r.RequestID}, nil
	})
}

// RestoreZone saves an old version again, as a new version. ErrNotFound if there is no such version.
func (s *Store) RestoreZone(ctx context.Context, domain int64, kind ZoneKind, version int64, by reseller.Actor) error {
	row, err := gorm.G[zoneVersionRow](s.reads).Where("domain_id = ? AND kind = ? AND version = ?", domain, string(kind), version).Take(ctx)
	if err != nil {
		return fmt.Errorf("version %d of the %s zone: %w", version, kind, translate(err))
	}
	return s.saveZone(ctx, domain, kind, row.Body, by)
}
