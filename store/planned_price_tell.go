package store

import (
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
	return s.tellTouched(tx, p, plannedEvent)
}

func plannedEvent(touched []reseller.ComingPrice) reseller.Event {
	return reseller.Event{Kind: reseller.EventPricesPlanned, Detail: reseller.EventDetail{Count: len(touched)}}
}

// tellCancelled writes one for each open account that would have paid another price because of what was just cancelled. p was read before that.
func (s *Store) tellCancelled(tx *gorm.DB, p pricePlan) error {
	since := plannedSince(p.planned)
	return s.tellTouched(tx, p, func(touched []reseller.ComingPrice) reseller.Event { return cancelledEvent(touched, since) })
}

// toldCancelled is how many cancelled prices an event has of all.
const toldCancelled = 100

// cancelledEvent says which changes do not come, with what they had been planned since.
func cancelledEvent(touched []reseller.ComingPrice, since sinces) reseller.Event {
	detail := reseller.EventDetail{Count: len(touched)}
	for _, c := range touched[:min(len(touched), toldCancelled)] {
		detail.Currency = c.Currency
		line := reseller.CancelledPrice{TLD: c.TLD, Operation: c.Operation, Years: c.Years, From: c.From, Planned: since[changeOf(c.PriceKey, c.From)]}
		if c.Will != nil {
			line.Net = &c.Will.Net
		}
		detail.Cancelled = append(detail.Cancelled, line)
	}
	return reseller.Event{Kind: reseller.EventPricesCancelled, Detail: detail}
}

// buyers are accounts that pay the same where they have no prices of their own.
type buyers struct{ group, currency string }

// tellTouched writes the event of each open account whose prices a plan touches. What touches a whole group is computed once; for each account
// then only what its own list has.
func (s *Store) tellTouched(tx *gorm.DB, p pricePlan, event func([]reseller.ComingPrice) reseller.Event) error {
	var accounts []accountRow
	if err := tx.Select("id, currency, price_group").Where("closed_at IS NULL").Order("id").Find(&accounts).Error; err != nil {
		return err
	}
	plain := map[buyers][]reseller.ComingPrice{}
	for _, a := range accounts {
		group := reseller.GroupList(zeroText(a.PriceGroup))
		of := buyers{group.Group, a.Currency}
		together, known := plain[of]
		if !known {
			everybody, known := plain[buyers{"", a.Currency}]
			if !known {
				everybody = p.laidOver(nil, a.Currency, reseller.ListOwner{})
				plain[buyers{"", a.Currency}] = everybody
			}
			if together = everybody; !group.Everybody() {
				together = p.laidOver(everybody, a.Currency, group, reseller.ListOwner{})
				plain[of] = together
			}
		}
		touched := p.laidOver(together, a.Currency, reseller.OwnList(a.ID), group, reseller.ListOwner{})
		if err := s.tellPrices(tx, a.ID, touched, event); err != nil {
			return err
		}
	}
	return nil
}

// tellPrices writes the event of an account whose prices are touched.
func (s *Store) tellPrices(tx *gorm.DB, account int64, touched []reseller.ComingPrice, event func([]reseller.ComingPrice) reseller.Event) error {
	if len(touched) == 0 {
		return nil
	}
	e := event(touched)
	e.AccountID, e.At = account, s.clock.Now()
	return addEvent(tx, e)
}
