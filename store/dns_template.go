package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
	"nameyard/zone"
)

type dnsTemplateRow struct {
	ID        int64
	AccountID int64
	Name      string
	NameKey   string
	Body      string
	ForNew    bool
	ChangedAt time.Time
}

func (dnsTemplateRow) TableName() string { return "dns_templates" }

func (r dnsTemplateRow) toTemplate() (reseller.DNSTemplate, error) {
	return reseller.DNSTemplate{ID: r.ID, AccountID: r.AccountID, Name: r.Name, Text: r.Body, ForNew: r.ForNew, ChangedAt: r.ChangedAt.UTC()}, nil
}

// set takes over what can be changed of a template.
func (r *dnsTemplateRow) set(t reseller.DNSTemplate, now time.Time) error {
	r.Name, r.NameKey, r.Body, r.ForNew, r.ChangedAt = t.Name, reseller.TemplateKey(t.Name), t.Text, t.ForNew, micro(now)
	return fits(reseller.PathTemplateName, t.Name, reseller.MaxTemplateName)
}

// maxDNSTemplates is how many templates an account may have.
const maxDNSTemplates = 50

// DNSTemplates lists the templates of an account by name, without their texts.
func (s *Store) DNSTemplates(ctx context.Context, account int64) ([]reseller.DNSTemplate, error) {
	rows, err := rowsOf[dnsTemplateRow](s.reads).Select("id", "account_id", "name", "for_new", "changed_at").Where("account_id = ?", account).Order("name_key").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", translate(err))
	}
	return each(rows, dnsTemplateRow.toTemplate)
}

// DNSTemplate finds a template of an account. ErrNotFound if the account has none of this id.
func (s *Store) DNSTemplate(ctx context.Context, account, id int64) (reseller.DNSTemplate, error) {
	row, err := rowsOf[dnsTemplateRow](s.reads).Where("id = ? AND account_id = ?", id, account).Take(ctx)
	if err != nil {
		return reseller.DNSTemplate{}, fmt.Errorf("template %d: %w", id, translate(err))
	}
	return row.toTemplate()
}

// AddDNSTemplate keeps a new template. ErrDuplicate if the account has one of that name.
func (s *Store) AddDNSTemplate(ctx context.Context, t reseller.DNSTemplate, by reseller.Actor) (reseller.DNSTemplate, error) {
	row := dnsTemplateRow{AccountID: t.AccountID}
	if err := row.set(t, s.clock.Wall()); err != nil {
		return t, err
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row.ID = 0
		if err := s.mustBeOpen(tx, t.AccountID); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		// The record counts what the account does in the day: whoever adds another one waits there, so that the number is right behind it.
		if err := s.record(tx, by, t.AccountID, "dns_template.add", t.Name, "", made(templateFacts(t, ""))...); err != nil {
			return err
		}
		if err := s.onlyForNew(tx, row, by); err != nil {
			return err
		}
		var have int64
		err := tx.Model(&dnsTemplateRow{}).Where("account_id = ?", t.AccountID).Count(&have).Error
		if err == nil && have > maxDNSTemplates {
			err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "there are %d DNS templates, as many as an account may have; nothing was saved: remove one first", maxDNSTemplates)
		}
		return err
	})
	if err != nil {
		return t, fmt.Errorf("add a template: %w", translate(err))
	}
	return row.toTemplate()
}

// ChangeDNSTemplate changes name and text of a template as it is now: its row is read under a lock, changed and written in one transaction. apply may
// run several times; its error leaves the template as it is. One that changes nothing writes nothing. ErrNotFound if the account has none of
// this id, ErrDuplicate if another one has that name.
func (s *Store) ChangeDNSTemplate(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.DNSTemplate) error) (t reseller.DNSTemplate, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var row dnsTemplateRow
		if err := asItIsNow(tx).Where("id = ? AND account_id = ?", id, account).Take(&row).Error; err != nil {
			return err
		}
		before, err := row.toTemplate()
		if err != nil {
			return err
		}
		t = before
		if err := apply(&t); err != nil || t == before {
			return err
		}
		if err := row.set(t, s.clock.Wall()); err != nil {
			return err
		}
		if err := expectOneRow(tx.Model(&dnsTemplateRow{}).Where("id = ?", id).Select("name", "name_key", "body", "for_new", "changed_at").Updates(&row)); err != nil {
			return err
		}
		t.ChangedAt = row.ChangedAt
		if err := s.record(tx, by, account, "dns_template.change", t.Name, "", between(templateFacts(before, t.Text), templateFacts(t, before.Text))...); err != nil {
			return err
		}
		return s.onlyForNew(tx, row, by)
	})
	if err != nil {
		return t, fmt.Errorf("change template %d: %w", id, translate(err))
	}
	return t, nil
}

// RemoveDNSTemplate takes a template away; names keep the records that they have of it. ErrConflict if the account has none of this id.
func (s *Store) RemoveDNSTemplate(ctx context.Context, t reseller.DNSTemplate, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row dnsTemplateRow
		if _, err := exists(tx, &row, "id = ? AND account_id = ?", t.ID, t.AccountID); err != nil {
			return err
		}
		was := templateFacts(reseller.DNSTemplate{Name: row.Name, Text: row.Body, ForNew: row.ForNew}, "")
		if err := expectOneRow(tx.Exec("DELETE FROM dns_templates WHERE id = ? AND account_id = ?", t.ID, t.AccountID)); err != nil {
			return err
		}
		return s.record(tx, by, t.AccountID, "dns_template.remove", t.Name, "", ended(was)...)
	})
	if err != nil {
		return fmt.Errorf("remove template %d: %w", t.ID, err)
	}
	return nil
}

// onlyForNew takes it from all other templates that new names begin with them, if they are to begin with this one. The transaction has written
// its record: another one that chooses for the account waits until then.
func (s *Store) onlyForNew(tx *gorm.DB, row dnsTemplateRow, by reseller.Actor) error {
	if !row.ForNew {
		return nil
	}
	var others []dnsTemplateRow
	if err := asItIsNow(tx).Where("account_id = ? AND id <> ? AND for_new = TRUE", row.AccountID, row.ID).Find(&others).Error; err != nil {
		return err
	}
	no := between(one("for_new_names", "true"), one("for_new_names", "false"))
	for _, other := range others {
		if err := expectOneRow(tx.Exec("UPDATE dns_templates SET for_new = FALSE WHERE id = ? AND for_new = TRUE", other.ID)); err != nil {
			return err
		}
		if err := s.record(tx, by, row.AccountID, "dns_template.change", other.Name, "", no...); err != nil {
			return err
		}
	}
	return nil
}

// NewNameTemplate finds the template that new names of an account begin with. ErrNotFound if there is none.
func (s *Store) NewNameTemplate(ctx context.Context, account int64) (reseller.DNSTemplate, error) {
	row, err := rowsOf[dnsTemplateRow](s.reads).Where("account_id = ? AND for_new = TRUE", account).Take(ctx)
	if err != nil {
		return reseller.DNSTemplate{}, fmt.Errorf("the template of new names: %w", translate(err))
	}
	return row.toTemplate()
}

// beginZone gives a name to be the DNS records that it begins with, in the transaction of its order: it has them before its registry hears of it. A row that
// has records already keeps them. The history is counted, and never refused: a name is not.
func (s *Store) beginZone(tx *gorm.DB, domain int64, o reseller.Opening) error {
	var had int64
	if err := tx.Model(&zoneRow{}).Where("domain_id = ? AND kind = ?", domain, string(zone.DNS)).Count(&had).Error; err != nil || had > 0 {
		return err
	}
	made, err := zone.ReadFile(o.Order.Name, o.ZoneFile).Onto(o.Order.Name, nil)
	if err != nil {
		return err
	}
	if err := expectOneRow(tx.Exec("UPDATE domains SET zone_version = zone_version + 1 WHERE id = ?", domain)); err != nil {
		return err
	}
	return s.writeZone(tx, domain, zone.Save{Kind: zone.DNS, By: o.Order.By}, pack(made.Records), noBudget)
}

// templateFacts are a template in audit records. Of its text they have the lines that another one has not.
func templateFacts(t reseller.DNSTemplate, other string) facts {
	return one("name", t.Name).and("for_new_names", strconv.FormatBool(t.ForNew)).and("records", beside(t.Text, other, listsBy["records"]))
}
