package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// Agreement is asked within the transaction that changes prices of a list, under their locks: held is what that list has now for the TLDs in
// question, listed what the price list has. Its error ends the transaction with nothing changed. It may be asked more than
// once; nil has nothing against anything.
type Agreement func(held, listed []reseller.Price) error

// SetPrices writes prices, each on its account's own list or the price list, replacing those for the same. All or none.
func (s *Store) SetPrices(ctx context.Context, prices []reseller.Price, by reseller.Actor) error {
	return s.SetPricesAs(ctx, prices, nil, by)
}

// SetPricesAs is SetPrices if agreed has nothing against it.
func (s *Store) SetPricesAs(ctx context.Context, prices []reseller.Price, agreed Agreement, by reseller.Actor) error {
	lists := map[int64][]reseller.Price{}
	for _, p := range prices {
		if err := checkPrice(p); err != nil {
			return err
		}
		lists[p.Account] = append(lists[p.Account], p)
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		for account, list := range lists {
			if err := s.setOnList(tx, account, list, agreed, by, ""); err != nil {
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

// checkPrice refuses what is beyond every sum.
func checkPrice(p reseller.Price) error {
	if max(p.Net, p.Cost) <= reseller.MaxAmount {
		return nil
	}
	return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "a price of .%s is too large: %s at most", p.TLD,
		reseller.Money{Minor: reseller.MaxAmount, Currency: p.Currency})
}

// setOnList writes prices of one list, and a record of each with what it was and with more words, or none.
func (s *Store) setOnList(tx *gorm.DB, account int64, prices []reseller.Price, agreed Agreement, by reseller.Actor, more string) error {
	tlds := make([]string, len(prices))
	for i, p := range prices {
		tlds[i] = p.TLD
	}
	held, err := agreedOn(tx, account, tlds, agreed)
	if err != nil {
		return err
	}
	was := map[reseller.PriceKey]reseller.Price{}
	for _, p := range held {
		was[p.Key()] = p
	}
	if err := writeOnList(tx, account, prices); err != nil {
		return err
	}
	for _, p := range prices {
		detail := priceDetail(p)
		if old, there := was[p.Key()]; there {
			detail += fmt.Sprintf(", was net %d, cost %d", old.Net, old.Cost)
		} else if more != "" {
			detail += ", was none"
		}
		if err := s.record(tx, by, account, "price.set", p.TLD, detail+more); err != nil {
			return err
		}
	}
	return nil
}

// agreedOn gives the prices of a list for some TLDs, locked, if agreed has nothing against what is going to be done.
func agreedOn(tx *gorm.DB, account int64, tlds []string, agreed Agreement) ([]reseller.Price, error) {
	slices.Sort(tlds)
	tlds = slices.Compact(tlds)
	held, err := onList(asItIsNow(tx).Where("tld IN ?", tlds), account)
	if err != nil || agreed == nil {
		return held, err
	}
	listed := held
	if account != 0 {
		if listed, err = onList(asItIsNow(tx).Where("tld IN ?", tlds), 0); err != nil {
			return nil, err
		}
	}
	return held, agreed(held, listed)
}

// priceDetail is a price in records.
func priceDetail(p reseller.Price) string {
	return fmt.Sprintf("%s %d years: net %d, cost %d %s", p.Operation, p.Years, p.Net, p.Cost, p.Currency)
}

// writeOnList writes prices over those for the same.
func writeOnList(tx *gorm.DB, account int64, prices []reseller.Price) error {
	over := clause.OnConflict{
		Columns:   []clause.Column{{Name: "tld"}, {Name: "currency"}, {Name: "operation"}, {Name: "years"}},
		DoUpdates: clause.AssignmentColumns([]string{"net", "cost"}),
	}
	if account == 0 {
		rows := make([]priceRow, len(prices))
		for i, p := range prices {
			rows[i] = rowOfPrice(p).Row
		}
		return tx.Clauses(over).CreateInBatches(&rows, 200).Error
	}
	over.Columns = append(over.Columns, clause.Column{Name: "account_id"})
	rows := make([]accountPriceRow, len(prices))
	for i, p := range prices {
		rows[i] = rowOfPrice(p)
	}
	return tx.Clauses(over).CreateInBatches(&rows, 200).Error
}

// RemovePrices takes the prices off an account's own list, or the price list, that are like one: its account and TLD, and its currency,
// operation and years where they are set. It gives them as they were; ErrNotFound if there are none.
func (s *Store) RemovePrices(ctx context.Context, like reseller.Price, agreed Agreement, by reseller.Actor) ([]reseller.Price, error) {
	var gone []reseller.Price
	err := s.tx(ctx, func(tx *gorm.DB) (err error) {
		if _, err := agreedOn(tx, like.Account, []string{like.TLD}, agreed); err != nil {
			return err
		}
		if gone, err = onList(asItIsNow(likePrice(tx, like)), like.Account); err != nil {
			return err
		}
		if len(gone) == 0 {
			return gorm.ErrRecordNotFound
		}
		return s.takeOff(tx, gone, by, "")
	})
	if err != nil {
		return nil, fmt.Errorf("remove prices of .%s: %w", like.TLD, err)
	}
	return gone, nil
}

// likePrice chooses the prices of a TLD, and of a currency, operation and years where they are set.
func likePrice(tx *gorm.DB, like reseller.Price) *gorm.DB {
	return tx.Where("tld = ? AND (currency = ? OR ? = '') AND (operation = ? OR ? = '') AND (years = ? OR ? = 0)", like.TLD,
		like.Currency, like.Currency, string(like.Operation), string(like.Operation), like.Years, like.Years)
}

// takeOff deletes prices from their lists, and writes a record of each with more words, or none.
func (s *Store) takeOff(tx *gorm.DB, prices []reseller.Price, by reseller.Actor, more string) error {
	for _, p := range prices {
		row := rowOfPrice(p)
		var of any = &row
		if p.Account == 0 {
			of = &row.Row
		}
		if err := expectOneRow(tx.Delete(of)); err != nil {
			return err
		}
		if err := s.record(tx, by, p.Account, "price.remove", p.TLD, priceDetail(p)+more); err != nil {
			return err
		}
	}
	return nil
}
