package store

import (
	"slices"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// tellPlanned writes an event for each open account that will pay another price because of what was just planned: one, however many prices
// that are.
func (s *Store) tellPlanned(tx *gorm.DB, planned []reseller.PlannedPrice) error {
	p, err := readPlan(tx, planned)
	if err != nil {
		return err
	}
	var accounts []accountRow
	if err := tx.Where("closed_at IS NULL").Order("id").Find(&accounts).Error; err != nil {
		return err
	}
	plain := map[string]int{} // how many touch an account without prices of its own, by currency
	for _, a := range accounts {
		touched, known := plain[a.Currency]
		if own := len(p.today[a.ID])+len(p.ahead[a.ID]) > 0; own || !known {
			if touched = p.touches(a.ID, a.Currency); !own {
				plain[a.Currency] = touched
			}
		}
		if touched == 0 {
			continue
		}
		e := reseller.Event{AccountID: a.ID, Kind: reseller.EventPricesPlanned, Detail: reseller.EventDetail{Count: touched}, At: s.clock.Now()}
		if err := addEvent(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// pricePlan is what was planned together, with all prices of the same things by whose they are.
type pricePlan struct {
	made  []reseller.PlannedPrice
	today map[int64][]reseller.Price
	ahead map[int64][]reseller.PlannedPrice
}

func readPlan(tx *gorm.DB, made []reseller.PlannedPrice) (pricePlan, error) {
	p := pricePlan{made, map[int64][]reseller.Price{}, map[int64][]reseller.PlannedPrice{}}
	keys, tlds := map[reseller.PriceKey]bool{}, map[string]bool{}
	var of []string
	for _, m := range made {
		if keys[m.Key()] = true; !tlds[m.TLD] {
			tlds[m.TLD], of = true, append(of, m.TLD)
		}
	}
	var rows []accountPriceRow
	err := tx.Raw("SELECT account_id, "+priceColumns+" FROM account_prices WHERE tld IN ? UNION ALL SELECT 0, "+priceColumns+" FROM prices WHERE tld IN ?", of, of).Scan(&rows).Error
	if err != nil {
		return p, err
	}
	today, err := each(rows, accountPriceRow.toPrice)
	if err != nil {
		return p, err
	}
	for _, price := range today {
		if keys[price.Key()] {
			p.today[price.Account] = append(p.today[price.Account], price)
		}
	}
	ahead, err := plannedOnes(tx.Where("tld IN ?", of))
	for _, a := range ahead {
		if keys[a.Key()] {
			p.ahead[a.Account] = append(p.ahead[a.Account], a)
		}
	}
	return p, err
}

// touches counts the changes of what an account pays that the plan makes.
func (p pricePlan) touches(account int64, currency string) (n int) {
	type change struct {
		reseller.PriceKey
		from int64
	}
	made := map[change]bool{}
	for _, m := range p.made {
		if m.Currency == currency && (m.Account == 0 || m.Account == account) {
			made[change{m.Key(), m.From.UnixMicro()}] = true
		}
	}
	if len(made) == 0 {
		return 0
	}
	for _, c := range reseller.ComingPrices(account, slices.Concat(p.today[account], p.today[0]), slices.Concat(p.ahead[account], p.ahead[0])) {
		if made[change{c.PriceKey, c.From.UnixMicro()}] {
			n++
		}
	}
	return n
}
