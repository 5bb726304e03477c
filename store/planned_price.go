package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// PlanPrices writes changes of prices that apply later, in place of those of the same prices from the same time. All or none. What is planned just
// so already is left as it is, and nobody is told of it again.
func (s *Store) PlanPrices(ctx context.Context, planned []reseller.PlannedPrice, by reseller.Actor) error {
	return s.planPrices(ctx, func(*gorm.DB) ([]reseller.PlannedPrice, error) { return planned, nil }, by)
}

// PlanPricesAs is PlanPrices of changes of one list in some TLDs. Which ones it asks as an Agreement is asked: held and listed are the prices
// at the time from which they apply, as it is planned so far.
func (s *Store) PlanPricesAs(ctx context.Context, owner reseller.ListOwner, tlds []string, from time.Time,
	asked func(held, listed []reseller.Price) ([]reseller.PlannedPrice, error), by reseller.Actor,
) error {
	return s.planPrices(ctx, func(tx *gorm.DB) ([]reseller.PlannedPrice, error) {
		held, listed, err := heldThen(tx, owner, tlds, from)
		if err != nil {
			return nil, err
		}
		return asked(held, listed)
	}, by)
}

// heldThen gives the prices that a list will have at a time, and those of the lists that come after it.
func heldThen(tx *gorm.DB, owner reseller.ListOwner, tlds []string, at time.Time) (held, listed []reseller.Price, err error) {
	owners, err := after(tx, owner)
	if err != nil {
		return nil, nil, err
	}
	if !owner.Everybody() {
		owners = append([]reseller.ListOwner{owner}, owners...)
	}
	today, err := onLists(tx, tlds, owners)
	if err != nil {
		return nil, nil, err
	}
	planned, err := plannedOnes(asItIsNow(tx).Where("tld IN ?", tlds))
	if err != nil {
		return nil, nil, err
	}
	planned = slices.DeleteFunc(planned, func(p reseller.PlannedPrice) bool { return !slices.Contains(owners, p.Owner) })
	for _, p := range reseller.PricesOn(today, planned, at) {
		if p.Owner == owner {
			held = append(held, p)
		}
		if p.Owner != owner || owner.Everybody() {
			listed = append(listed, p)
		}
	}
	return held, listed, nil
}

func (s *Store) planPrices(ctx context.Context, plan func(tx *gorm.DB) ([]reseller.PlannedPrice, error), by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		planned, err := plan(tx)
		if err != nil {
			return err
		}
		there, err := plannedOnes(asItIsNow(tx).Where("tld IN ?", tldsOf(pricesOf(planned))))
		if planned = unplanned(there, planned); err != nil || len(planned) == 0 {
			return err
		}
		if err := s.writePlanned(tx, planned, by); err != nil {
			return err
		}
		for _, p := range planned {
			if err := s.recordPrice(tx, by, p.Price, reseller.AuditPricePlanned, p.Record(), between(plannedBefore(there, p), plannedFacts(p))); err != nil {
				return err
			}
		}
		return s.tellPlanned(tx, planned)
	})
	if err != nil {
		return fmt.Errorf("plan prices: %w", err)
	}
	return nil
}

// writePlanned writes what is planned over what was planned of the same prices from the same time.
func (s *Store) writePlanned(tx *gorm.DB, planned []reseller.PlannedPrice, by reseller.Actor) error {
	var groups []plannedGroupPriceRow
	var others []plannedPriceRow
	there := reseller.ListOwner{}
	for _, p := range planned {
		if err := checkPrice(p.Price); err != nil {
			return err
		}
		if p.Owner != there {
			if err := groupIsThere(tx, p.Owner); err != nil {
				return err
			}
			there = p.Owner
		}
		row, plan := rowOfPrice(p.Price), planRow{micro(p.From), p.Removed, clip(by.Name, 255), micro(s.clock.Now())}
		if p.Owner.Group != "" {
			groups = append(groups, plannedGroupPriceRow{p.Owner.Group, row, plan})
		} else {
			others = append(others, plannedPriceRow{p.Owner.Account, row, plan})
		}
	}
	over := func(key string) *gorm.DB {
		return tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: key}, {Name: "tld"}, {Name: "currency"}, {Name: "operation"}, {Name: "years"}, {Name: "valid_from"}},
			DoUpdates: clause.AssignmentColumns([]string{"net", "cost", "removed", "planned_by", "created_at"}),
		})
	}
	if len(groups) > 0 {
		if err := over("price_group").CreateInBatches(&groups, 200).Error; err != nil {
			return err
		}
	}
	if len(others) == 0 {
		return nil
	}
	return over("account_id").CreateInBatches(&others, 200).Error
}

// unplanned leaves out what is planned just so already.
func unplanned(there, planned []reseller.PlannedPrice) []reseller.PlannedPrice {
	type title struct {
		owner       reseller.ListOwner
		tld, record string
	}
	titleOf := func(p reseller.PlannedPrice) title {
		p.From = micro(p.From)
		return title{p.Owner, p.TLD, p.Record()}
	}
	known := map[title]bool{}
	for _, p := range there {
		known[titleOf(p)] = true
	}
	return slices.DeleteFunc(slices.Clone(planned), func(p reseller.PlannedPrice) bool { return known[titleOf(p)] })
}

// plannedBefore are the parts of the change of a list that another one is planned over; none if there is no such change.
func plannedBefore(there []reseller.PlannedPrice, p reseller.PlannedPrice) facts {
	p.From = micro(p.From)
	for _, was := range there {
		if was.Compare(p) == 0 {
			return plannedFacts(was)
		}
	}
	return nil
}

// pricesOf are the prices of changes.
func pricesOf(planned []reseller.PlannedPrice) []reseller.Price {
	prices := make([]reseller.Price, len(planned))
	for i, p := range planned {
		prices[i] = p.Price
	}
	return prices
}

// CancelPlannedPrices takes back what is planned like a price: for its owner's list and its TLD, and its currency, operation, years and time
// where they are set. Accounts that would have paid it are told once. It gives what it took back; ErrNotFound if there is nothing,
// and ErrConflict if it is not what was seen, by its tag; "" = whatever it is.
func (s *Store) CancelPlannedPrices(ctx context.Context, like reseller.PlannedPrice, seen string, by reseller.Actor) (gone []reseller.PlannedPrice, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) (err error) {
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		chosen := likePrice(tx, like.Price)
		if !like.From.IsZero() {
			chosen = chosen.Where("valid_from = ?", micro(like.From))
		}
		if gone, err = plannedOnes(asItIsNow(chosen)); err != nil {
			return err
		}
		gone = slices.DeleteFunc(gone, func(p reseller.PlannedPrice) bool { return p.Owner != like.Owner })
		if len(gone) == 0 {
			return gorm.ErrRecordNotFound
		}
		plan, err := readPlan(tx, gone)
		if err != nil {
			return err
		}
		for _, p := range gone {
			if seen != "" && p.Tag() != seen {
				return reseller.ErrConflict
			}
			if err := takePlanned(tx, p); err != nil {
				return err
			}
			if err := s.recordPrice(tx, by, p.Price, reseller.AuditPriceCancelled, p.Record(), ended(plannedFacts(p))); err != nil {
				return err
			}
		}
		return s.tellCancelled(tx, plan)
	})
	if err != nil {
		return nil, fmt.Errorf("cancel planned prices of .%s: %w", like.TLD, err)
	}
	return gone, nil
}
