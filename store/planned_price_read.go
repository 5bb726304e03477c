package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// planRow is what a change has beside the price that it leads to.
type planRow struct {
	ValidFrom time.Time `gorm:"primaryKey"`
	Removed   bool
	PlannedBy string
	CreatedAt time.Time `gorm:"autoCreateTime:false"` // business time
}

// plannedPriceRow is a change that is still to apply, of an account's own price or, with an account of 0, of the price list.
type plannedPriceRow struct {
	AccountID int64    `gorm:"primaryKey;autoIncrement:false"`
	Row       priceRow `gorm:"embedded"`
	Plan      planRow  `gorm:"embedded"`
}

func (plannedPriceRow) TableName() string { return "planned_prices" }

// plannedGroupPriceRow is a change that is still to apply of a price of a group.
type plannedGroupPriceRow struct {
	PriceGroup string   `gorm:"primaryKey"`
	Row        priceRow `gorm:"embedded"`
	Plan       planRow  `gorm:"embedded"`
}

func (plannedGroupPriceRow) TableName() string { return "planned_group_prices" }

// listedPlanRow is a change of any list as it is read.
type listedPlanRow struct {
	Of   ownerRow `gorm:"embedded"`
	Row  priceRow `gorm:"embedded"`
	Plan planRow  `gorm:"embedded"`
}

func (r listedPlanRow) toPlanned() (reseller.PlannedPrice, error) {
	return reseller.PlannedPrice{
		Price: r.Row.on(r.Of.owner()), From: r.Plan.ValidFrom.UTC(), Removed: r.Plan.Removed, By: r.Plan.PlannedBy, At: r.Plan.CreatedAt.UTC(),
	}, nil
}

const planColumns = priceColumns + ", valid_from, removed, planned_by, created_at"

// plannedTables are the tables of what is planned, as those of prices are.
var plannedTables = []listTable{
	{"planned_prices", accountsTable.owner, accountsTable.key},
	{"planned_group_prices", groupsTable.owner, groupsTable.key},
}

// plannedOnes reads what is planned of all lists that is chosen, in the order in which it applies.
func plannedOnes(chosen *gorm.DB) ([]reseller.PlannedPrice, error) {
	chosen = chosen.Session(&gorm.Session{})
	var all []listedPlanRow
	for _, table := range plannedTables {
		var rows []listedPlanRow
		if err := chosen.Table(table.name).Select(table.owner + planColumns).Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return inOrder(all)
}

// inOrder gives what is planned in the order in which it applies.
func inOrder(rows []listedPlanRow) ([]reseller.PlannedPrice, error) {
	planned, err := each(rows, listedPlanRow.toPlanned)
	slices.SortFunc(planned, reseller.PlannedPrice.Compare)
	return planned, err
}

// plannedOf reads what is planned of an owner's list, and of those that come after it, that a condition chooses, in one statement.
func (s *Store) plannedOf(ctx context.Context, owner reseller.ListOwner, chosen string, args ...any) ([]reseller.PlannedPrice, error) {
	inGroup, group := "price_group = ?", any(owner.Group)
	if owner.Account != 0 {
		inGroup, group = inItsGroup, owner.Account
	}
	var rows []listedPlanRow
	err := s.reads.WithContext(ctx).Raw("SELECT "+accountsTable.owner+planColumns+" FROM planned_prices WHERE account_id IN (0, ?) AND "+chosen+
		" UNION ALL SELECT "+groupsTable.owner+planColumns+" FROM planned_group_prices WHERE "+inGroup+" AND "+chosen,
		slices.Concat([]any{owner.Account}, args, []any{group}, args)...).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return inOrder(rows)
}

// PlannedPrices lists what is planned, in the order in which it applies, of an owner's list and of those that come after it: of an account's,
// its group's and the price list. In one currency, or in all if it is empty.
func (s *Store) PlannedPrices(ctx context.Context, owner reseller.ListOwner, currency string) ([]reseller.PlannedPrice, error) {
	planned, err := s.plannedOf(ctx, owner, "(currency = ? OR ? = '')", currency, currency)
	if err != nil {
		return nil, fmt.Errorf("list planned prices: %w", err)
	}
	return planned, nil
}

// PlannedPricesOf lists what is planned of an operation's prices in an account's currency, on its lists, in the order in which it applies.
func (s *Store) PlannedPricesOf(ctx context.Context, account reseller.Account, op reseller.Operation) ([]reseller.PlannedPrice, error) {
	planned, err := s.plannedOf(ctx, reseller.OwnList(account.ID), "currency = ? AND operation = ?", account.Currency, string(op))
	if err != nil {
		return nil, fmt.Errorf("planned prices of %s: %w", op, err)
	}
	return planned, nil
}

// PricesOf lists the prices of an operation in some TLDs and an account's currency, on its lists, those for the same thing together.
func (s *Store) PricesOf(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string) ([]reseller.Price, error) {
	prices, err := s.listsOf(ctx, account, "tld IN ? AND currency = ? AND operation = ?", tlds, account.Currency, string(op))
	if err != nil {
		return nil, fmt.Errorf("prices of %s: %w", op, translate(err))
	}
	return prices, nil
}

// ComingPrices are the changes of what an account pays, in its currency.
func (s *Store) ComingPrices(ctx context.Context, account reseller.Account) ([]reseller.ComingPrice, error) {
	planned, err := s.PlannedPrices(ctx, reseller.OwnList(account.ID), account.Currency)
	if err != nil || len(planned) == 0 {
		return nil, err
	}
	today, err := s.listsOf(ctx, account, "currency = ?", account.Currency)
	if err != nil {
		return nil, fmt.Errorf("list the prices of account %d: %w", account.ID, translate(err))
	}
	return reseller.ComingPrices(today, planned), nil
}
