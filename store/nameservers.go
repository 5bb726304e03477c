package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// nameserverRow says that one of a name's servers is a host, or is below it. It follows the list in the row of the name, which is what
// counts: whatever writes one writes the other in the same transaction (addName, indexServers), and verify holds them against each other.
type nameserverRow struct {
	Host      string `gorm:"primaryKey"`
	AccountID int64  `gorm:"primaryKey;autoIncrement:false"`
	DomainID  int64  `gorm:"primaryKey;autoIncrement:false"`
}

func (nameserverRow) TableName() string { return "domain_nameservers" }

// longestHost is how long a host name is at most.
const longestHost = 253

// serverRows are what the index has of a name: of "ns1.example.net" that, "example.net" and "net". No search finds what is no host name.
func serverRows(d domainRow) ([]nameserverRow, error) {
	servers, err := unpack[[]string](d.Nameservers, "name servers")
	var rows []nameserverRow
	for _, host := range servers {
		for host != "" {
			row := nameserverRow{host, d.AccountID, d.ID}
			if len(host) <= longestHost && inASCII(host) && !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
			_, host, _ = strings.Cut(host, ".")
		}
	}
	return rows, err
}

// addName writes the row of a name that there is none of yet.
func addName(tx *gorm.DB, d *domainRow) error {
	if err := tx.Create(d).Error; err != nil {
		return err
	}
	rows, err := serverRows(*d)
	if err != nil || len(rows) == 0 {
		return err
	}
	return tx.Create(&rows).Error
}

// indexServers makes the index what rows of names say, which the transaction has written.
func indexServers(tx *gorm.DB, names ...domainRow) error {
	ids := make([]int64, len(names))
	var want []nameserverRow
	for i, d := range names {
		rows, err := serverRows(d)
		if err != nil {
			return err
		}
		ids[i], want = d.ID, append(want, rows...)
	}
	var have []nameserverRow
	if err := tx.Where("domain_id IN ?", ids).Find(&have).Error; err != nil {
		return err
	}
	extra, lacking := differences(have, want)
	for _, row := range extra {
		if err := tx.Delete(&row).Error; err != nil {
			return err
		}
	}
	for page := range slices.Chunk(lacking, 1000) {
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&page).Error; err != nil {
			return err
		}
	}
	return nil
}

// differences are what only one of two lists has.
func differences(have, want []nameserverRow) (extra, lacking []nameserverRow) {
	seen := make(map[nameserverRow]bool, len(have))
	for _, row := range have {
		seen[row] = true
	}
	for _, row := range want {
		if !seen[row] {
			lacking = append(lacking, row)
		}
		delete(seen, row)
	}
	for _, row := range have {
		if seen[row] {
			extra = append(extra, row)
		}
	}
	return extra, lacking
}

// serversAtOnce is how many names are held against the index at once.
const serversAtOnce = 500

// misindexed holds the names after an id, at most serversAtOnce of them, against the index: those of which it has another picture than their rows, with what
// it has of names that there are not. last is the last that was looked at; 0 once there are no more.
func misindexed(db *gorm.DB, after int64) (wrong []reseller.Contradiction, last int64, err error) {
	var names []domainRow
	if err := db.Select("id", "account_id", "name", "nameservers").Where("id > ?", after).Order("id").Limit(serversAtOnce).Find(&names).Error; err != nil {
		return nil, 0, err
	}
	index := db.Where("domain_id > ?", after)
	if len(names) == serversAtOnce {
		last = names[len(names)-1].ID
		index = index.Where("domain_id <= ?", last)
	}
	var all []nameserverRow
	if err := index.Order("domain_id").Find(&all).Error; err != nil {
		return nil, 0, err
	}
	have := map[int64][]nameserverRow{}
	for _, row := range all {
		have[row.DomainID] = append(have[row.DomainID], row)
	}
	for _, d := range names {
		want, err := serverRows(d)
		if err != nil {
			return nil, 0, err
		}
		if extra, lacking := differences(have[d.ID], want); len(extra)+len(lacking) > 0 {
			wrong = append(wrong, misindexedName(d.ID, d.AccountID, d.Name, append(extra, lacking...)))
		}
		delete(have, d.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(have)) {
		wrong = append(wrong, misindexedName(id, have[id][0].AccountID, "", have[id]))
	}
	return wrong, last, nil
}

func misindexedName(id, account int64, name string, rows []nameserverRow) reseller.Contradiction {
	return reseller.Contradiction{Kind: reseller.ServersMisindexed, ID: id, Account: account, Name: name, Detail: rows[0].Host}
}

// IndexNameservers makes the index of name servers what the rows of the names say, where it is not: for what was there before it, and what servers
// of before write beside this one. It tells how many names it had wrong.
func (s *Store) IndexNameservers(ctx context.Context) (mended int64, err error) {
	for last := int64(-1); last != 0; {
		var wrong []reseller.Contradiction
		if wrong, last, err = misindexed(s.scans.WithContext(ctx), max(last, 0)); err != nil {
			return mended, fmt.Errorf("look at the index of name servers: %w", translate(err))
		}
		for page := range slices.Chunk(wrong, serversAtOnce) {
			if err := s.tx(ctx, func(tx *gorm.DB) error { return reindex(tx, page) }); err != nil {
				return mended, fmt.Errorf("index name servers: %w", err)
			}
		}
		mended += int64(len(wrong))
	}
	return mended, nil
}

// reindex indexes names anew. Nothing of their rows changes, but they are written: whoever changes one of them waits, on another node of a cluster, too.
func reindex(tx *gorm.DB, wrong []reseller.Contradiction) error {
	ids := make([]int64, len(wrong))
	for i, c := range wrong {
		ids[i] = c.ID
	}
	if err := tx.Exec("UPDATE domains SET zone_version = zone_version WHERE id IN ?", ids).Error; err != nil {
		return err
	}
	var names []domainRow
	if err := tx.Where("id IN ?", ids).Find(&names).Error; err != nil {
		return err
	}
	for _, d := range names {
		ids = slices.DeleteFunc(ids, func(id int64) bool { return id == d.ID })
	}
	if len(ids) > 0 {
		if err := tx.Exec("DELETE FROM domain_nameservers WHERE domain_id IN ?", ids).Error; err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return nil
	}
	return indexServers(tx, names...)
}
