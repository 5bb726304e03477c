package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// ApplyPlannedPrices writes the prices whose time has come into the lists that are charged, in the order of their times, and tells how many.
// One transaction does all of it and takes them out of what is planned: however many servers do this, and wherever one dies, each applies
// once. ErrConflict if another server has just done it, or somebody has changed what is planned.
func (s *Store) ApplyPlannedPrices(ctx context.Context, by reseller.Actor) (applied int, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		until := micro(plannedUntil(s.clock.Now()))
		due, err := plannedOnes(tx.Where("valid_from <= ?", until))
		if applied = len(due); err != nil || applied == 0 {
			return err
		}
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		if due, err = plannedOnes(asItIsNow(tx.Where("valid_from <= ?", until))); err != nil {
			return err
		}
		for _, p := range due {
			if err := takePlanned(tx, p); err != nil {
				return err
			}
		}
		applied = len(due)
		return s.applyPrices(tx, due, by)
	})
	if err != nil {
		return 0, fmt.Errorf("apply planned prices: %w", err)
	}
	return applied, nil
}

// applyPrices does what "price set" and "price remove" do. Records name who planned it.
func (s *Store) applyPrices(tx *gorm.DB, due []reseller.PlannedPrice, by reseller.Actor) error {
	for len(due) > 0 {
		of, n := due[0], 0
		var set []reseller.Price
		for ; n < len(due) && due[n].From.Equal(of.From) && due[n].Owner == of.Owner && due[n].By == of.By && due[n].Removed == of.Removed; n++ {
			set = append(set, due[n].Price)
		}
		planner := "; planned by " + of.By
		var err error
		if of.Removed {
			err = s.takeAwayPlanned(tx, set, by, planner)
		} else {
			err = s.setOnList(tx, of.Owner, set, nil, by, planner)
		}
		if err != nil {
			return err
		}
		due = due[n:]
	}
	return nil
}

// takeAwayPlanned takes prices off their list. One that is gone already stays gone.
func (s *Store) takeAwayPlanned(tx *gorm.DB, prices []reseller.Price, by reseller.Actor, more string) error {
	for _, p := range prices {
		held, err := onList(asItIsNow(likePrice(tx, p)), p.Owner)
		if err != nil {
			return err
		}
		if err := s.takeOff(tx, held, by, more); err != nil {
			return err
		}
	}
	return nil
}

// NextPlannedPrices is when the next planned prices apply, zero if none are planned.
func (s *Store) NextPlannedPrices(ctx context.Context) (next time.Time, err error) {
	for _, table := range plannedTables {
		var first []time.Time
		if err := s.reads.WithContext(ctx).Table(table.name).Order("valid_from").Limit(1).Pluck("valid_from", &first).Error; err != nil {
			return next, fmt.Errorf("look for planned prices: %w", translate(err))
		}
		if len(first) > 0 && (next.IsZero() || first[0].Before(next)) {
			next = first[0].UTC()
		}
	}
	return next, nil
}
