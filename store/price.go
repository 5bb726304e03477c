package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type priceRow struct {
	TLD       string `gorm:"column:tld;primaryKey"`
	Currency  string `gorm:"primaryKey"`
	Operation string `gorm:"primaryKey"`
	Years     int    `gorm:"primaryKey;autoIncrement:false"`
	Net       int64
	Cost      int64
}

func (priceRow) TableName() string { return "prices" }

func (r priceRow) toPrice() (reseller.Price, error) {
	return reseller.Price{
		TLD: r.TLD, Currency: r.Currency, Operation: reseller.Operation(r.Operation), Years: r.Years, Net: r.Net, Cost: r.Cost,
	}, nil
}

// SetPrices writes prices, replacing those of the same TLD, currency, operation and years. All or none.
func (s *Store) SetPrices(ctx context.Context, prices []reseller.Price, by reseller.Actor) error {
	rows := make([]priceRow, len(prices))
	for i, p := range prices {
		if max(p.Net, p.Cost) > reseller.MaxAmount {
			return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "a price of .%s is too large: %s at most", p.TLD,
				reseller.Money{Minor: reseller.MaxAmount, Currency: p.Currency})
		}
		rows[i] = priceRow{p.TLD, p.Currency, string(p.Operation), p.Years, p.Net, p.Cost}
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "tld"}, {Name: "currency"}, {Name: "operation"}, {Name: "years"}},
			DoUpdates: clause.AssignmentColumns([]string{"net", "cost"}),
		}).CreateInBatches(&rows, 200).Error; err != nil {
			return err
		}
		for _, p := range prices {
			detail := fmt.Sprintf("%s %d years: net %d, cost %d %s", p.Operation, p.Years, p.Net, p.Cost, p.Currency)
			if err := s.record(tx, by, 0, "price.set", p.TLD, detail); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("set prices: %w", err)
	}
	return nil
}

// RemovePrices takes the prices off the list that are like one: its TLD, and its currency, operation and years where they are set. It
// gives them as they were; ErrNotFound if there are none.
func (s *Store) RemovePrices(ctx context.Context, like reseller.Price, by reseller.Actor) ([]reseller.Price, error) {
	var rows []priceRow
	err := s.tx(ctx, func(tx *gorm.DB) error {
		rows = nil
		chosen := tx.Where("tld = ? AND (currency = ? OR ? = '') AND (operation = ? OR ? = '') AND (years = ? OR ? = 0)", like.TLD,
			like.Currency, like.Currency, string(like.Operation), string(like.Operation), like.Years, like.Years)
		if err := asItIsNow(chosen).Order("currency, operation, years").Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return gorm.ErrRecordNotFound
		}
		for _, r := range rows {
			if err := expectOneRow(tx.Delete(&r)); err != nil {
				return err
			}
			detail := fmt.Sprintf("%s %d years: net %d, cost %d %s", r.Operation, r.Years, r.Net, r.Cost, r.Currency)
			if err := s.record(tx, by, 0, "price.remove", r.TLD, detail); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("remove prices of .%s: %w", like.TLD, err)
	}
	return each(rows, priceRow.toPrice)
}

// Price finds one price. ErrNotFound if it is not on the list.
func (s *Store) Price(ctx context.Context, tld, currency string, op reseller.Operation, years int) (reseller.Price, error) {
	row, err := gorm.G[priceRow](s.reads).
		Where("tld = ? AND currency = ? AND operation = ? AND years = ?", tld, currency, string(op), years).Take(ctx)
	if err != nil {
		return reseller.Price{}, fmt.Errorf("price of .%s %s: %w", tld, op, translate(err))
	}
	return row.toPrice()
}

// Prices lists the price list in one currency, or in all if currency is empty.
func (s *Store) Prices(ctx context.Context, currency string) ([]reseller.Price, error) {
	rows, err := gorm.G[priceRow](s.reads).Where("currency = ? OR ? = ''", currency, currency).
		Order("tld, currency, operation, years").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list prices: %w", translate(err))
	}
	return each(rows, priceRow.toPrice)
}
