package store

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
	"nameyard/zone"
)

// aliasTargetRow is a host that ALIAS records point to. Times are wall time.
type aliasTargetRow struct {
	Host       string `gorm:"primaryKey"`
	Addresses  string
	WantedAt   time.Time // when a save last named it
	AskedAt    *time.Time
	ResolvedAt *time.Time
	NextAt     time.Time
	Failures   int
	Problem    string
}

func (aliasTargetRow) TableName() string { return "alias_targets" }

func (r aliasTargetRow) toTarget() (zone.AliasTarget, error) {
	addresses, err := readAddresses(r.Addresses)
	return zone.AliasTarget{
		Host: r.Host, Addresses: addresses, AskedAt: zeroTime(r.AskedAt), ResolvedAt: zeroTime(r.ResolvedAt), NextAt: r.NextAt.UTC(),
		Failures: r.Failures, Problem: r.Problem,
	}, err
}

// zoneAliasRow is an ALIAS record of a zone, with what the zone publishes there.
type zoneAliasRow struct {
	DomainID  int64  `gorm:"primaryKey;autoIncrement:false"`
	Owner     string `gorm:"primaryKey"`
	Target    string
	Addresses string
}

func (zoneAliasRow) TableName() string { return "zone_aliases" }

// addressesText is how addresses are kept.
func addressesText(list []netip.Addr) string {
	words := make([]string, len(list))
	for i, address := range list {
		words[i] = address.String()
	}
	return strings.Join(words, " ")
}

func readAddresses(text string) ([]netip.Addr, error) {
	var list []netip.Addr
	for word := range strings.FieldsSeq(text) {
		address, err := netip.ParseAddr(word)
		if err != nil {
			return nil, err
		}
		list = append(list, address)
	}
	return list, nil
}

// writeAliases notes the ALIAS records of a zone that is being saved, so that what they point to is followed. One whose host is known
// publishes its addresses at once. The host's row is written before it is read: whoever finds other addresses at the same time waits, and
// then sees this zone among those that publish them.
func (s *Store) writeAliases(tx *gorm.DB, domain int64, body string) error {
	if err := tx.Exec("DELETE FROM zone_aliases WHERE domain_id = ?", domain).Error; err != nil || !strings.Contains(body, zone.TypeAlias) {
		return err
	}
	records, err := unpack[[]zone.Record](body, "dns zone")
	if err != nil {
		return err
	}
	var name, tld string
	if err := scanRow(tx.Raw("SELECT name, tld FROM domains WHERE id = ?", domain), &name, &tld); err != nil {
		return err
	}
	now := micro(s.clock.Wall())
	for _, r := range records {
		if r.Type != zone.TypeAlias {
			continue
		}
		fresh := aliasTargetRow{Host: r.Address, WantedAt: now, NextAt: now}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
			return err
		}
		if err := tx.Exec("UPDATE alias_targets SET wanted_at = ? WHERE host = ?", now, r.Address).Error; err != nil {
			return err
		}
		row := zoneAliasRow{DomainID: domain, Owner: r.Owner(reseller.NameOf(name, tld)), Target: r.Address}
		if err := scanRow(tx.Raw("SELECT addresses FROM alias_targets WHERE host = ?", r.Address), &row.Addresses); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
	}
	return nil
}

// aliased adds the addresses of ALIAS records to the publications that have some.
func aliased(db *gorm.DB, list []zone.Publication) error {
	at := map[int64]*zone.Publication{}
	var ids []int64
	for i, p := range list {
		for _, r := range p.Records {
			if r.Type == zone.TypeAlias {
				ids, at[p.DomainID] = append(ids, p.DomainID), &list[i]
				break
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []zoneAliasRow
	if err := db.Where("domain_id IN ?", ids).Find(&rows).Error; err != nil {
		return fmt.Errorf("read the addresses of ALIAS records: %w", translate(err))
	}
	for _, r := range rows {
		addresses, err := readAddresses(r.Addresses)
		if err != nil {
			return fmt.Errorf("domain %d: %w", r.DomainID, err)
		}
		p := at[r.DomainID]
		if p.Aliased == nil {
			p.Aliased = map[string][]netip.Addr{}
		}
		p.Aliased[r.Target] = addresses
	}
	return nil
}
