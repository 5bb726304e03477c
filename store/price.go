package store

import (
	"context"
	"fmt"
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

// What both lists have, and the order in which they are read.
const (
	priceColumns = "tld, currency, operation, years, net, cost"
	priceOrder   = "tld, currency, operation, years"
)

// accountPriceRow is an account's own price. With an account of 0 it is one of the price list.
type accountPriceRow struct {
	AccountID int64    `gorm:"primaryKey;autoIncrement:false"`
	Row       priceRow `gorm:"embedded"`
}

func (accountPriceRow) TableName() string { return "account_prices" }

func (r accountPriceRow) toPrice() (reseller.Price, error) {
	p := r.Row
	return reseller.Price{
		Account: r.AccountID, TLD: p.TLD, Currency: p.Currency, Operation: reseller.Operation(p.Operation), Years: p.Years, Net: p.Net, Cost: p.Cost,
	}, nil
}

func rowOfPrice(p reseller.Price) accountPriceRow {
	return accountPriceRow{p.Account, priceRow{p.TLD, p.Currency, string(p.Operation), p.Years, p.Net, p.Cost}}
}

// Price finds what something costs an account (reseller.AccountPrices). ErrNotFound if it is neither among its own prices nor on the
// price list.
func (s *Store) Price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (reseller.AccountPrice, error) {
	paid, err := s.PricesFor(ctx, account, op, []string{tld}, []int{years})
	if err == nil && len(paid) == 0 {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return reseller.AccountPrice{}, fmt.Errorf("price of .%s %s: %w", tld, op, err)
	}
	return paid[0], nil
}

// PricesFor finds what an operation costs an account in each of some TLDs, for each of some numbers of years, in its currency. What has no
// price is missing.
func (s *Store) PricesFor(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string, years []int) ([]reseller.AccountPrice, error) {
	return s.paidBy(ctx, account.ID, "tld IN ? AND currency = ? AND operation = ? AND years IN ?", tlds, account.Currency, string(op), years)
}

// AccountPrices lists what an account pays, in its currency, by TLD, operation and years.
func (s *Store) AccountPrices(ctx context.Context, account reseller.Account) ([]reseller.AccountPrice, error) {
	paid, err := s.paidBy(ctx, account.ID, "currency = ?", account.Currency)
	if err != nil {
		return nil, fmt.Errorf("list the prices of account %d: %w", account.ID, err)
	}
	return paid, nil
}

// paidBy reads what an account pays of what a condition chooses, in one statement. It is sorted here, because MariaDB takes twice as long if
// it has to sort a whole price list of two tables.
func (s *Store) paidBy(ctx context.Context, account int64, chosen string, args ...any) ([]reseller.AccountPrice, error) {
	prices, err := s.bothLists(ctx, account, chosen, args...)
	if err != nil {
		return nil, translate(err)
	}
	return reseller.AccountPrices(prices), nil
}

// bothLists reads an account's own prices and those of the price list, those for the same thing together.
func (s *Store) bothLists(ctx context.Context, account int64, chosen string, args ...any) ([]reseller.Price, error) {
	var rows []accountPriceRow
	err := s.reads.WithContext(ctx).Raw("SELECT account_id, "+priceColumns+" FROM account_prices WHERE account_id = ? AND "+chosen+
		" UNION ALL SELECT 0, "+priceColumns+" FROM prices WHERE "+chosen,
		slices.Concat([]any{account}, args, args)...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	prices, err := each(rows, accountPriceRow.toPrice)
	slices.SortFunc(prices, func(a, b reseller.Price) int { return a.Key().Compare(b.Key()) })
	return prices, err
}

// Prices lists an account's own prices, or for 0 the price list, in one currency, or in all if currency is empty.
func (s *Store) Prices(ctx context.Context, account int64, currency string) ([]reseller.Price, error) {
	prices, err := onList(s.reads.WithContext(ctx).Where("currency = ? OR ? = ''", currency, currency), account)
	if err != nil {
		return nil, fmt.Errorf("list prices: %w", translate(err))
	}
	return prices, nil
}

// onList reads the prices of an account's own list, or for 0 of the price list, that are chosen.
func onList(chosen *gorm.DB, account int64) ([]reseller.Price, error) {
	var rows []accountPriceRow
	if account == 0 {
		chosen = chosen.Table("prices").Select("0 AS account_id, " + priceColumns)
	} else {
		chosen = chosen.Where("account_id = ?", account)
	}
	if err := chosen.Order(priceOrder).Find(&rows).Error; err != nil {
		return nil, err
	}
	return each(rows, accountPriceRow.toPrice)
}
