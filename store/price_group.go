package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// priceGroupRow is a group of accounts with a list of prices in common.
type priceGroupRow struct {
	Name      string    `gorm:"primaryKey"`
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (priceGroupRow) TableName() string { return "price_groups" }

// AddPriceGroup makes a price group with no prices and nobody in it. ErrDuplicate if there is one of that name.
func (s *Store) AddPriceGroup(ctx context.Context, name string, by reseller.Actor) (reseller.PriceGroup, error) {
	row := priceGroupRow{name, micro(s.clock.Now())}
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.record(tx, by, 0, reseller.AuditPriceGroupAdded, name, "", made(one("name", name))...)
	})
	if err != nil {
		return reseller.PriceGroup{}, fmt.Errorf("add price group %s: %w", name, err)
	}
	return reseller.PriceGroup{Name: name, CreatedAt: row.CreatedAt}, nil
}

// PriceGroups lists the price groups by name.
func (s *Store) PriceGroups(ctx context.Context) ([]reseller.PriceGroup, error) {
	groups, err := s.priceGroups(ctx, "1 = 1")
	if err != nil {
		return nil, fmt.Errorf("list price groups: %w", translate(err))
	}
	return groups, nil
}

// PriceGroup finds a price group. ErrNotFound if there is none.
func (s *Store) PriceGroup(ctx context.Context, name string) (reseller.PriceGroup, error) {
	var groups []reseller.PriceGroup
	var err error
	if inASCII(name) {
		groups, err = s.priceGroups(ctx, "g.name = ?", name)
	}
	if err == nil && len(groups) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return reseller.PriceGroup{}, fmt.Errorf("price group %s: %w", name, translate(err))
	}
	return groups[0], nil
}

func (s *Store) priceGroups(ctx context.Context, chosen string, args ...any) (groups []reseller.PriceGroup, err error) {
	var rows []struct {
		Group    priceGroupRow `gorm:"embedded"`
		Accounts int
		Prices   int
	}
	err = s.reads.WithContext(ctx).Raw(`SELECT g.name, g.created_at,
		(SELECT COUNT(*) FROM accounts a WHERE a.price_group = g.name AND a.closed_at IS NULL) AS accounts,
		(SELECT COUNT(*) FROM group_prices p WHERE p.price_group = g.name) AS prices
		FROM price_groups g WHERE `+chosen+" ORDER BY g.name", args...).Scan(&rows).Error
	for _, r := range rows {
		groups = append(groups, reseller.PriceGroup{Name: r.Group.Name, CreatedAt: r.Group.CreatedAt.UTC(), Accounts: r.Accounts, Prices: r.Prices})
	}
	return groups, err
}

// groupIsThere refuses a list of a group that there is not.
func groupIsThere(tx *gorm.DB, owner reseller.ListOwner) error {
	if owner.Group == "" {
		return nil
	}
	err := tx.Where("name = ?", owner.Group).Take(&priceGroupRow{}).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no price group %s; nothing was done", owner.Group)
	}
	return err
}

// RemovePriceGroup removes a price group with its prices. ErrConflict, with what is left, while open accounts are in it or changes of its prices
// are planned; closed ones leave it. ErrNotFound if there is none.
func (s *Store) RemovePriceGroup(ctx context.Context, name string, by reseller.Actor) (left reseller.GroupRemains, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		if err := takePriceTurn(tx); err != nil {
			return err
		}
		if err := asItIsNow(tx).Where("name = ?", name).Take(&priceGroupRow{}).Error; err != nil {
			return err
		}
		var closed []accountRow
		if left, closed, err = groupRemains(tx, name); err != nil {
			return err
		}
		if !left.Empty() {
			return reseller.ErrConflict
		}
		for _, a := range closed {
			if err := s.moveToGroup(tx, a, nil, by); err != nil {
				return err
			}
		}
		prices, err := onList(asItIsNow(tx), reseller.GroupList(name))
		if err != nil {
			return err
		}
		if err := s.takeOff(tx, prices, by, ""); err != nil {
			return err
		}
		if err := expectOneRow(tx.Delete(&priceGroupRow{Name: name})); err != nil {
			return err
		}
		return s.record(tx, by, 0, reseller.AuditPriceGroupRemoved, name, "", ended(one("name", name))...)
	})
	if err != nil {
		return left, fmt.Errorf("remove price group %s: %w", name, err)
	}
	return left, nil
}

// groupRemains tells what keeps a group from being removed, and which closed accounts are in it.
func groupRemains(tx *gorm.DB, name string) (left reseller.GroupRemains, closed []accountRow, err error) {
	var accounts []accountRow
	if err := asItIsNow(tx).Where("price_group = ?", name).Order("email").Find(&accounts).Error; err != nil {
		return left, nil, err
	}
	for _, a := range accounts {
		if a.ClosedAt != nil {
			closed = append(closed, a)
			continue
		}
		left.Accounts = append(left.Accounts, a.Email)
	}
	var planned int64
	err = tx.Model(&plannedGroupPriceRow{}).Where("price_group = ?", name).Count(&planned).Error
	left.Planned = int(planned)
	return left, closed, err
}
