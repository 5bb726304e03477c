package store

import (
	"slices"
	"time"

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
	return s.tellTouched(tx, p, func(touched []reseller.ComingPrice) reseller.Event {
		return reseller.Event{Kind: reseller.EventPricesPlanned, Detail: reseller.EventDetail{Count: len(touched)}}
	})
}

// toldCancelled is how many cancelled prices an event has of all.
const toldCancelled = 100

// tellCancelled writes one for each open account that would have paid another price because of what was just cancelled. p was read before that.
func (s *Store) tellCancelled(tx *gorm.DB, p pricePlan) error {
	return s.tellTouched(tx, p, func(touched []reseller.ComingPrice) reseller.Event {
		detail := reseller.EventDetail{Count: len(touched)}
		for _, c := range touched[:min(len(touched), toldCancelled)] {
			detail.Currency = c.Currency
			line := reseller.CancelledPrice{TLD: c.TLD, Operation: c.Operation, Years: c.Years, From: c.From, Planned: p.plannedAt(c)}
			if c.Will != nil {
				line.Net = &c.Will.Net
			}
			detail.Cancelled = append(detail.Cancelled, line)
		}
		return reseller.Event{Kind: reseller.EventPricesCancelled, Detail: detail}
	})
}

// tellTouched writes the event of each open account whose prices a plan touches.
func (s *Store) tellTouched(tx *gorm.DB, p pricePlan, event func([]reseller.ComingPrice) reseller.Event) error {
	var accounts []accountRow
	if err := tx.Where("closed_at IS NULL").Order("id").Find(&accounts).Error; err != nil {
		return err
	}
	plain := map[string][]reseller.ComingPrice{} // what touches an account without prices of its own, by currency
	for _, a := range accounts {
		touched, known := plain[a.Currency]
		if own := len(p.today[a.ID])+len(p.ahead[a.ID]) > 0; own || !known {
			if touched = p.touched(a.ID, a.Currency); !own {
				plain[a.Currency] = touched
			}
		}
		if len(touched) == 0 {
			continue
		}
		e := event(touched)
		e.AccountID, e.At = a.ID, s.clock.Now()
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

// touched are the changes of what an account pays that the plan makes.
func (p pricePlan) touched(account int64, currency string) (touched []reseller.ComingPrice) {
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
		return nil
	}
	for _, c := range reseller.ComingPrices(account, slices.Concat(p.today[account], p.today[0]), slices.Concat(p.ahead[account], p.ahead[0])) {
		if made[change{c.PriceKey, c.From.UnixMicro()}] {
			touched = append(touched, c)
		}
	}
	return touched
}

// plannedAt is when a change was planned.
func (p pricePlan) plannedAt(c reseller.ComingPrice) (at time.Time) {
	for _, m := range p.made {
		if m.Key() == c.PriceKey && m.From.Equal(c.From) && (at.IsZero() || m.At.Before(at)) {
			at = m.At
		}
	}
	return at
}
