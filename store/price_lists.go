package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// priceRow is a row of the price list.
type priceRow struct {
	TLD       string `gorm:"column:tld;primaryKey"`
	Currency  string `gorm:"primaryKey"`
	Operation string `gorm:"primaryKey"`
	Years     int    `gorm:"primaryKey;autoIncrement:false"`
	Net       int64
	Cost      int64
}

func (priceRow) TableName() string { return "prices" }

// accountPriceRow is an account's own price.
type accountPriceRow struct {
	AccountID int64    `gorm:"primaryKey;autoIncrement:false"`
	Row       priceRow `gorm:"embedded"`
}

func (accountPriceRow) TableName() string { return "account_prices" }

// groupPriceRow is a price of a group.
type groupPriceRow struct {
	PriceGroup string   `gorm:"primaryKey"`
	Row        priceRow `gorm:"embedded"`
}

func (groupPriceRow) TableName() string { return "group_prices" }

// ownerRow says whose list a row is on that was read: as reseller.ListOwner has it.
type ownerRow struct {
	AccountID  int64
	PriceGroup string
}

func (r ownerRow) owner() reseller.ListOwner {
	return reseller.ListOwner{Account: r.AccountID, Group: r.PriceGroup}
}

// listedRow is a price of any list as it is read.
type listedRow struct {
	Of  ownerRow `gorm:"embedded"`
	Row priceRow `gorm:"embedded"`
}

func (r listedRow) toPrice() (reseller.Price, error) { return r.Row.on(r.Of.owner()), nil }

func (r priceRow) on(owner reseller.ListOwner) reseller.Price {
	return reseller.Price{
		Owner: owner, TLD: r.TLD, Currency: r.Currency, Operation: reseller.Operation(r.Operation), Years: r.Years, Net: r.Net, Cost: r.Cost,
	}
}

func rowOfPrice(p reseller.Price) priceRow {
	return priceRow{p.TLD, p.Currency, string(p.Operation), p.Years, p.Net, p.Cost}
}

// What the lists have, and the order in which one is read.
const (
	priceColumns = "tld, currency, operation, years, net, cost"
	priceOrder   = "tld, currency, operation, years"
)

// listTable is where the prices of an owner's list are, or what is planned of them.
type listTable struct {
	name  string
	owner string // the columns of ownerRow
	key   string // the column that tells lists apart; "" if there is one list
}

// The tables of each kind of lists. Those of the price list are what everybody pays, also by servers that know no other.
var (
	everybodysTable = listTable{"prices", "0 AS account_id, '' AS price_group, ", ""}
	groupsTable     = listTable{"group_prices", "0 AS account_id, price_group, ", "price_group"}
	accountsTable   = listTable{"account_prices", "account_id, '' AS price_group, ", "account_id"}
)

// tableOf is the table of an owner's list, and what its key column has.
func tableOf(owner reseller.ListOwner) (listTable, any) {
	switch {
	case owner.Account != 0:
		return accountsTable, owner.Account
	case owner.Group != "":
		return groupsTable, owner.Group
	}
	return everybodysTable, nil
}

// onList reads the prices of a list that are chosen.
func onList(chosen *gorm.DB, owner reseller.ListOwner) ([]reseller.Price, error) {
	table, key := tableOf(owner)
	if table.key != "" {
		chosen = chosen.Where(table.key+" = ?", key)
	}
	var rows []listedRow
	if err := chosen.Table(table.name).Select(table.owner + priceColumns).Order(priceOrder).Find(&rows).Error; err != nil {
		return nil, err
	}
	return each(rows, listedRow.toPrice)
}

// after are the lists that an account pays from after an owner's own, the price list last: those of an account begin with its group's.
func after(tx *gorm.DB, owner reseller.ListOwner) ([]reseller.ListOwner, error) {
	if owner.Account != 0 {
		var row accountRow
		if err := tx.Where("id = ?", owner.Account).Take(&row).Error; err != nil {
			return nil, err
		}
		if row.PriceGroup != nil {
			return []reseller.ListOwner{reseller.GroupList(*row.PriceGroup), {}}, nil
		}
	}
	return []reseller.ListOwner{{}}, nil
}

// onLists reads, locked, the prices of some lists for some TLDs, those for the same thing together.
func onLists(tx *gorm.DB, tlds []string, owners []reseller.ListOwner) (all []reseller.Price, err error) {
	for _, owner := range owners {
		list, err := onList(asItIsNow(tx).Where("tld IN ?", tlds), owner)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, byKey)
	return all, nil
}

func byKey(a, b reseller.Price) int { return a.Key().Compare(b.Key()) }

// listsOf reads the prices of an account's lists (its own, its group's and the price list) that a condition chooses, in one statement, those
// for the same thing together. An account that was in no group when it was read has no prices of one: asking for them takes MariaDB up to
// twice as long. They are sorted here, because it takes as long again if it has to sort a whole price list of two tables.
func (s *Store) listsOf(ctx context.Context, account reseller.Account, chosen string, args ...any) ([]reseller.Price, error) {
	query := "SELECT " + accountsTable.owner + priceColumns + " FROM account_prices WHERE account_id = ? AND " + chosen +
		" UNION ALL SELECT " + everybodysTable.owner + priceColumns + " FROM prices WHERE " + chosen
	all := slices.Concat([]any{account.ID}, args, args)
	if account.PriceGroup != "" {
		all = slices.Concat(all, []any{account.ID}, args)
		query += " UNION ALL SELECT " + groupsTable.owner + priceColumns + " FROM group_prices WHERE " + inItsGroup + " AND " + chosen
	}
	var rows []listedRow
	if err := s.reads.WithContext(ctx).Raw(query, all...).Scan(&rows).Error; err != nil {
		return nil, err
	}
	prices, err := each(rows, listedRow.toPrice)
	slices.SortFunc(prices, byKey)
	return prices, err
}

// rowsOn are prices as rows of their list's table, for an insertion.
func rowsOn(owner reseller.ListOwner, prices []reseller.Price) any {
	switch {
	case owner.Account != 0:
		return rowsAs(prices, func(r priceRow) accountPriceRow { return accountPriceRow{owner.Account, r} })
	case owner.Group != "":
		return rowsAs(prices, func(r priceRow) groupPriceRow { return groupPriceRow{owner.Group, r} })
	}
	return rowsAs(prices, func(r priceRow) priceRow { return r })
}

func rowsAs[R any](prices []reseller.Price, as func(priceRow) R) *[]R {
	rows := make([]R, len(prices))
	for i, p := range prices {
		rows[i] = as(rowOfPrice(p))
	}
	return &rows
}
