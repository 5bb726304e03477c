package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// Agreement is asked within the transaction that changes prices of a list, when nobody else changes any: held is what that list has now for
// the TLDs in question, or will have at the time of a change to come, and listed what the lists have that come after it; of the price list, it
// itself. Its error ends the transaction with nothing changed. It may be asked more than once; nil has nothing against anything.
type Agreement func(held, listed []reseller.Price) error

// SetPrices writes prices, each on its owner's list, replacing those for the same. All or none.
func (s *Store) SetPrices(ctx context.Context, prices []reseller.Price, by reseller.Actor) error {
	return s.SetPricesAs(ctx, prices, nil, by)
}

// SetPricesAs is SetPrices if agreed has nothing against it. ErrNotFound if there is no group like that.
func (s *Store) SetPricesAs(ctx context.Context, prices []reseller.Price, agreed Agreement, by reseller.Actor) error {
	lists := map[reseller.ListOwner][]reseller.Price{}
	for _, p := range prices {
		if err := checkPrice(p); err != nil {
			return err
		}
		lists[p.Owner] = append(lists[p.Owner], p)
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		for _, owner := range slices.SortedFunc(maps.Keys(lists), reseller.ListOwner.Compare) {
			if err := s.setOnList(tx, owner, lists[owner], agreed, by, ""); err != nil {
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
func (s *Store) setOnList(tx *gorm.DB, owner reseller.ListOwner, prices []reseller.Price, agreed Agreement, by reseller.Actor, more string) error {
	if err := groupIsThere(tx, owner); err != nil {
		return err
	}
	held, err := agreedOn(tx, owner, tldsOf(prices), agreed)
	if err != nil {
		return err
	}
	was := map[reseller.PriceKey]reseller.Price{}
	for _, p := range held {
		was[p.Key()] = p
	}
	if err := writeOnList(tx, owner, prices); err != nil {
		return err
	}
	for _, p := range prices {
		detail, before := priceDetail(p), facts(nil)
		if old, there := was[p.Key()]; there {
			detail += fmt.Sprintf(", was net %d, cost %d", old.Net, old.Cost)
			before = priceFacts(old)
		} else if more != "" {
			detail += ", was none"
		}
		if err := s.recordPrice(tx, by, p, "price.set", detail+more, between(before, priceFacts(p))); err != nil {
			return err
		}
	}
	return nil
}

// recordPrice writes a record about a price of a list.
func (s *Store) recordPrice(tx *gorm.DB, by reseller.Actor, p reseller.Price, action, detail string, changes []reseller.AuditChange) error {
	return s.record(tx, by, p.Owner.Account, action, p.Owner.Recorded(p.TLD), detail, changes...)
}

// tldsOf are the TLDs of prices, each once.
func tldsOf(prices []reseller.Price) []string {
	tlds := make([]string, len(prices))
	for i, p := range prices {
		tlds[i] = p.TLD
	}
	slices.Sort(tlds)
	return slices.Compact(tlds)
}

// agreedOn gives the prices of a list for some TLDs, locked, if agreed has nothing against what is going to be done.
func agreedOn(tx *gorm.DB, owner reseller.ListOwner, tlds []string, agreed Agreement) ([]reseller.Price, error) {
	held, err := onList(asItIsNow(tx).Where("tld IN ?", tlds), owner)
	if err != nil || agreed == nil {
		return held, err
	}
	if owner.Everybody() {
		return held, agreed(held, held)
	}
	later, err := after(tx, owner)
	if err != nil {
		return nil, err
	}
	listed, err := onLists(tx, tlds, later)
	if err != nil {
		return nil, err
	}
	return held, agreed(held, listed)
}

// priceDetail is a price in records.
func priceDetail(p reseller.Price) string {
	return fmt.Sprintf("%s %d years: net %d, cost %d %s", p.Operation, p.Years, p.Net, p.Cost, p.Currency)
}

// writeOnList writes prices over those for the same.
func writeOnList(tx *gorm.DB, owner reseller.ListOwner, prices []reseller.Price) error {
	over := clause.OnConflict{
		Columns:   []clause.Column{{Name: "tld"}, {Name: "currency"}, {Name: "operation"}, {Name: "years"}},
		DoUpdates: clause.AssignmentColumns([]string{"net", "cost"}),
	}
	if table, _ := tableOf(owner); table.key != "" {
		over.Columns = append(over.Columns, clause.Column{Name: table.key})
	}
	return tx.Clauses(over).CreateInBatches(rowsOn(owner, prices), 200).Error
}

// RemovePrices takes the prices off a list that are like one: its owner and TLD, and its currency, operation and years where they are set.
// It gives them as they were; ErrNotFound if there are none.
func (s *Store) RemovePrices(ctx context.Context, like reseller.Price, agreed Agreement, by reseller.Actor) ([]reseller.Price, error) {
	var gone []reseller.Price
	err := s.tx(ctx, func(tx *gorm.DB) (err error) {
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		if _, err := agreedOn(tx, like.Owner, []string{like.TLD}, agreed); err != nil {
			return err
		}
		if gone, err = onList(asItIsNow(likePrice(tx, like)), like.Owner); err != nil {
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
		if err := expectOneRow(tx.Delete(rowsOn(p.Owner, []reseller.Price{p}))); err != nil {
			return err
		}
		if err := s.recordPrice(tx, by, p, "price.remove", priceDetail(p)+more, ended(priceFacts(p))); err != nil {
			return err
		}
	}
	return nil
}
