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

// plannedPriceRow is a change of a price that is still to apply.
type plannedPriceRow struct {
	AccountID int64     `gorm:"primaryKey;autoIncrement:false"`
	Row       priceRow  `gorm:"embedded"`
	ValidFrom time.Time `gorm:"primaryKey"`
	Removed   bool
	PlannedBy string
	CreatedAt time.Time `gorm:"autoCreateTime:false"` // business time
}

func (plannedPriceRow) TableName() string { return "planned_prices" }

// plannedOrder is the order in which changes apply.
const plannedOrder = "valid_from, account_id, " + priceOrder

func (r plannedPriceRow) toPlanned() (reseller.PlannedPrice, error) {
	price, err := accountPriceRow{r.AccountID, r.Row}.toPrice()
	return reseller.PlannedPrice{Price: price, From: r.ValidFrom.UTC(), Removed: r.Removed, By: r.PlannedBy, At: r.CreatedAt.UTC()}, err
}

// PlanPrices writes changes of prices that apply later, in place of those of the same prices from the same time. All or none. What is planned just
// so already is left as it is, and nobody is told of it again.
func (s *Store) PlanPrices(ctx context.Context, planned []reseller.PlannedPrice, by reseller.Actor) error {
	for _, p := range planned {
		if err := checkPrice(p.Price); err != nil {
			return err
		}
	}
	over := clause.OnConflict{
		Columns:   []clause.Column{{Name: "account_id"}, {Name: "tld"}, {Name: "currency"}, {Name: "operation"}, {Name: "years"}, {Name: "valid_from"}},
		DoUpdates: clause.AssignmentColumns([]string{"net", "cost", "removed", "planned_by", "created_at"}),
	}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		planned, err := unplanned(tx, planned)
		if err != nil || len(planned) == 0 {
			return err
		}
		rows := make([]plannedPriceRow, len(planned))
		for i, p := range planned {
			rows[i] = plannedPriceRow{p.Account, rowOfPrice(p.Price).Row, micro(p.From), p.Removed, clip(by.Name, 255), micro(s.clock.Now())}
		}
		if err := tx.Clauses(over).CreateInBatches(&rows, 200).Error; err != nil {
			return err
		}
		for _, p := range planned {
			if err := s.record(tx, by, p.Account, reseller.AuditPricePlanned, p.TLD, p.Record()); err != nil {
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

// unplanned leaves out what is planned just so already.
func unplanned(tx *gorm.DB, planned []reseller.PlannedPrice) ([]reseller.PlannedPrice, error) {
	title := func(p reseller.PlannedPrice) string {
		p.From = micro(p.From)
		return fmt.Sprintf("%d .%s %s", p.Account, p.TLD, p.Record())
	}
	tlds := []string{}
	for _, p := range planned {
		if !slices.Contains(tlds, p.TLD) {
			tlds = append(tlds, p.TLD)
		}
	}
	there, err := plannedOnes(tx.Where("tld IN ?", tlds))
	known := map[string]bool{}
	for _, p := range there {
		known[title(p)] = true
	}
	return slices.DeleteFunc(slices.Clone(planned), func(p reseller.PlannedPrice) bool { return known[title(p)] }), err
}

// PlannedPrices lists what is planned, in the order in which it applies: of the price list and, if it is not 0, of an account's own list; in
// one currency, or in all if it is empty.
func (s *Store) PlannedPrices(ctx context.Context, account int64, currency string) ([]reseller.PlannedPrice, error) {
	planned, err := plannedOnes(s.reads.WithContext(ctx).Where("account_id IN (0, ?) AND (currency = ? OR ? = '')", account, currency, currency))
	if err != nil {
		return nil, fmt.Errorf("list planned prices: %w", translate(err))
	}
	return planned, nil
}

func plannedOnes(chosen *gorm.DB) ([]reseller.PlannedPrice, error) {
	var rows []plannedPriceRow
	if err := chosen.Order(plannedOrder).Find(&rows).Error; err != nil {
		return nil, err
	}
	return each(rows, plannedPriceRow.toPlanned)
}

// CancelPlannedPrices takes back what is planned like a price: for its account's own list or the price list and its TLD, and its currency,
// operation, years and time where they are set. Accounts that would have paid it are told once. It gives what it took back; ErrNotFound if there is nothing,
// and ErrConflict if it is not what was seen, by its tag; "" = whatever it is.
func (s *Store) CancelPlannedPrices(ctx context.Context, like reseller.PlannedPrice, seen string, by reseller.Actor) (gone []reseller.PlannedPrice, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) (err error) {
		chosen := likePrice(tx, like.Price).Where("account_id = ?", like.Account)
		if !like.From.IsZero() {
			chosen = chosen.Where("valid_from = ?", micro(like.From))
		}
		if gone, err = plannedOnes(asItIsNow(chosen)); err != nil {
			return err
		}
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
			if err := s.record(tx, by, p.Account, reseller.AuditPriceCancelled, p.TLD, p.Record()); err != nil {
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
