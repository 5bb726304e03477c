package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

// zoneRow is what a name publishes of one kind. Its version is the zone's when it was saved.
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

// Records reads a domain's DNS records in the order in which they were saved; none if there never were any.
func (s *Store) Records(ctx context.Context, domain int64) ([]zone.Record, error) {
	return loadZone[[]zone.Record](ctx, s, domain, zone.DNS)
}

// Forwards reads a domain's e-mail forwards in the order in which they were saved.
func (s *Store) Forwards(ctx context.Context, domain int64) ([]zone.Forward, error) {
	return loadZone[[]zone.Forward](ctx, s, domain, zone.Mail)
}

// Zones reads the records and forwards of some domains; one that never had any is not among them.
func (s *Store) Zones(ctx context.Context, domains []int64) (map[int64]zone.Publication, error) {
	documents, err := rowsOf[zoneRow](s.reads).Where("domain_id IN ?", domains).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("read zones: %w", translate(err))
	}
	zones := make(map[int64]zone.Publication, len(domains))
	for _, d := range documents {
		p := zones[d.DomainID]
		switch zone.Kind(d.Kind) {
		case zone.DNS:
			p.Records, err = unpack[[]zone.Record](d.Body, "dns zone")
		case zone.Mail:
			p.Forwards, err = unpack[[]zone.Forward](d.Body, "mail zone")
		}
		if err != nil {
			return nil, fmt.Errorf("domain %d: %w", d.DomainID, err)
		}
		zones[d.DomainID] = p
	}
	return zones, nil
}

func loadZone[T any](ctx context.Context, s *Store, domain int64, kind zone.Kind) (T, error) {
	var none T
	row, err := rowsOf[zoneRow](s.reads).Where("domain_id = ? AND kind = ?", domain, string(kind)).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return none, nil
	}
	if err != nil {
		return none, fmt.Errorf("read the %s zone of domain %d: %w", kind, domain, translate(err))
	}
	return unpack[T](row.Body, string(kind)+" zone")
}

// SaveZone saves a domain's records or forwards and, where asked, switches on what makes them work, as one transaction. A save that changes
// something raises the zone's version by one and stays in its history for undo (pruneZones); an equal one writes nothing. The patch's own error is given back, and nothing is written.
// An error of its own (zone_history_limit)
// if the account's budget of history is spent for the day; ErrNotFound if there is no such domain, or if it has just left its account.
func (s *Store) SaveZone(ctx context.Context, domain int64, save zone.Save) error {
	return s.saveZone(ctx, domain, save, s.zoneHistory.Load(), func(tx *gorm.DB) (string, error) {
		switch {
		case save.Kind == zone.Mail && save.PatchForwards != nil:
			return patched(tx, domain, zone.Mail, save.PatchForwards)
		case save.Kind == zone.Mail:
			return pack(save.Forwards), nil
		case save.Patch != nil:
			return patched(tx, domain, zone.DNS, save.Patch)
		}
		return pack(save.Records), nil
	})
}

// patched makes the new body of a kind from the one that is there.
func patched[T any](tx *gorm.DB, domain int64, kind zone.Kind, patch func([]T) ([]T, error)) (string, error) {
	var row zoneRow
	if err := tx.Where("domain_id = ? AND kind = ?", domain, string(kind)).Limit(1).Find(&row).Error; err != nil {
		return "", err
	}
	set, err := unpack[[]T](row.Body, string(kind)+" zone")
	if err != nil {
		return "", err
	}
	if set, err = patch(set); err != nil {
		return "", err
	}
	return pack(set), nil
}

// saveZone saves the body that content gives. The version is written first: whoever saves the same zone at the same time waits
// there, so that content reads what no other save can change. The budget is what the account may add to the history in the day.
func (s *Store) saveZone(ctx context.Context, domain int64, save zone.Save, budget int64, content func(tx *gorm.DB) (body string, err error)) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		err := expectOneRow(tx.Exec("UPDATE domains SET zone_version = zone_version + 1 WHERE id = ? AND live_name IS NOT NULL", domain))
		if errors.Is(err, reseller.ErrConflict) {
			return reseller.ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := s.actorStands(tx, save.By); err != nil {
			return err
		}
		body, err := content(tx)
		if err != nil {
			return err
		}
		equal, err := isSaved(tx, domain, save.Kind, body)
		switch {
		case err != nil:
			return err
		case equal && !save.SwitchOn:
			return errUnchanged
		case equal:
			err = tx.Exec("UPDATE domains SET zone_version = zone_version - 1 WHERE id = ?", domain).Error
		default:
			err = s.writeZone(tx, domain, save, body, budget)
		}
		if err == nil && save.SwitchOn {
			err = s.switchOn(tx, domain, save)
		}
		if err == nil {
			err = s.noteIdleForwards(tx, domain)
		}
		return err
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return fmt.Errorf("save the %s zone of domain %d: %w", save.Kind, domain, err)
	}
	return nil
}

// errUnchanged takes a transaction back that would change nothing.
var errUnchanged = errors.New("nothing is to be changed")

// isSaved reports whether a body is what the zone has already. A zone that was never saved has none.
func isSaved(tx *gorm.DB, domain int64, kind zone.Kind, body string) (bool, error) {
	var row zoneRow
	err := tx.Where("domain_id = ? AND kind = ?", domain, string(kind)).Limit(1).Find(&row).Error
	return row.DomainID == domain && row.Body == body, err
}

// writeZone writes a body under the zone's version: the document, its history, counted against a budget, and what is to be told of the
// save. It is the one place through which a zone changes.
func (s *Store) writeZone(tx *gorm.DB, domain int64, save zone.Save, body string, budget int64) error {
	now := micro(s.clock.Now())
	if err := s.wantTargets(tx, domain, save, body); err != nil {
		return err
	}
	updated := tx.Exec("UPDATE zone_documents SET version = (SELECT zone_version FROM domains WHERE id = ?), body = ?, updated_at = ? WHERE domain_id = ? AND kind = ?",
		domain, body, now, domain, string(save.Kind))
	if updated.Error == nil && updated.RowsAffected == 0 {
		updated = tx.Exec(`INSERT INTO zone_documents (domain_id, kind, version, body, updated_at)
			SELECT id, ?, zone_version, ?, ? FROM domains WHERE id = ?`, string(save.Kind), body, now, domain)
	}
	if updated.Error != nil {
		return updated.Error
	}
	if save.Kind == zone.DNS {
		if err := s.writeAliases(tx, domain, body); err != nil {
			return err
		}
	}
	if err := s.raiseSerial(tx, domain); err != nil {
		return err
	}
	if err := s.spendHistory(tx, domain, body, budget); err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO zone_history (domain_id, kind, version, body, saved_at, saved_by, request_id)
		SELECT id, ?, zone_version, ?, ?, ?, ? FROM domains WHERE id = ?`,
		string(save.Kind), body, now, clip(save.By.Name, 255), clip(save.By.RequestID, 64), domain).Error
}

// switchOn makes the domain use what was saved.
func (s *Store) switchOn(tx *gorm.DB, domain int64, save zone.Save) error {
	before, after, err := s.changeDomain(tx, domain, func(d *reseller.Domain) error {
		if save.Kind == zone.Mail {
			d.EmailForwarding = true
		} else {
			d.DNSManagement = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.recordSettings(tx, save.By, save.Action, before, after)
}

// ZoneVersions lists a page of the saved versions of one kind of a zone, newest first.
func (s *Store) ZoneVersions(ctx context.Context, domain int64, kind zone.Kind, page reseller.Page) ([]zone.Revision, error) {
	rows, err := versionsIn(rowsOf[zoneVersionRow](s.reads).Select("version", "saved_at", "saved_by", "request_id"), domain, kind, page).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", translate(err))
	}
	return each(rows, func(r zoneVersionRow) (zone.Revision, error) { return r.revision(), nil })
}

// RecordVersions is ZoneVersions of the records, with what they were.
func (s *Store) RecordVersions(ctx context.Context, domain int64, page reseller.Page) ([]zone.Saved, error) {
	rows, err := versionsIn(rowsOf[zoneVersionRow](s.reads), domain, zone.DNS, page).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list versions of records: %w", translate(err))
	}
	return each(rows, func(r zoneVersionRow) (zone.Saved, error) {
		records, err := unpack[[]zone.Record](r.Body, "dns zone")
		return zone.Saved{Revision: r.revision(), Records: records}, err
	})
}

// versionsIn chooses a page of the versions of one kind of a zone.
func versionsIn(from query[zoneVersionRow], domain int64, kind zone.Kind, page reseller.Page) query[zoneVersionRow] {
	before := page.Before
	if before == 0 {
		before = math.MaxInt64
	}
	return from.Where("domain_id = ? AND kind = ? AND version < ?", domain, string(kind), before).Order("version DESC").Limit(page.Limit)
}

func (r zoneVersionRow) revision() zone.Revision {
	return zone.Revision{Version: r.Version, SavedAt: r.SavedAt.UTC(), SavedBy: r.SavedBy, RequestID: r.RequestID}
}

// ZoneVersion reads what a saved version of one kind of a zone holds: records, or forwards. ErrNotFound if there is no such version.
func (s *Store) ZoneVersion(ctx context.Context, domain int64, kind zone.Kind, version int64) (records []zone.Record, forwards []zone.Forward, err error) {
	row, err := rowsOf[zoneVersionRow](s.reads).Where("domain_id = ? AND kind = ? AND version = ?", domain, string(kind), version).Take(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("version %d of the %s zone: %w", version, kind, translate(err))
	}
	if kind == zone.Mail {
		forwards, err = unpack[[]zone.Forward](row.Body, "mail zone")
	} else {
		records, err = unpack[[]zone.Record](row.Body, "dns zone")
	}
	return records, forwards, err
}

// RestoreZone saves an old version again, as a new version. It is counted against the budget of the name's account and never refused for
// it: an operator needs it most where a client's broken loop has spent the day's. ErrNotFound if there is no such version.
func (s *Store) RestoreZone(ctx context.Context, domain int64, kind zone.Kind, version int64, by reseller.Actor) error {
	row, err := rowsOf[zoneVersionRow](s.reads).Where("domain_id = ? AND kind = ? AND version = ?", domain, string(kind), version).Take(ctx)
	if err != nil {
		return fmt.Errorf("version %d of the %s zone: %w", version, kind, translate(err))
	}
	return s.saveZone(ctx, domain, zone.Save{Kind: kind, By: by}, noBudget, func(*gorm.DB) (string, error) { return row.Body, nil })
}
