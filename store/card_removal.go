package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// cardRemovalRow is a card that the provider is to keep no longer.
type cardRemovalRow struct {
	Method    string `gorm:"primaryKey"`
	Customer  string
	AccountID int64
	WantedAt  time.Time
	LookAt    *time.Time // NULL = the provider has confirmed
}

func (cardRemovalRow) TableName() string { return "card_removals" }

func (r cardRemovalRow) toRemoval() (reseller.CardRemoval, error) {
	return reseller.CardRemoval{Method: r.Method, Customer: r.Customer, AccountID: r.AccountID, WantedAt: r.WantedAt.UTC()}, nil
}

// WantCardRemoved notes that the provider is to keep a card no longer, which has paid and was not kept here. One that is an account's card now stays, and one that is noted is noted.
func (s *Store) WantCardRemoved(ctx context.Context, c reseller.CardRemoval) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		kept, err := exists(tx, &topUpRow{}, "account_id = ? AND method = ?", c.AccountID, c.Method)
		if err != nil || kept {
			return err
		}
		return s.wantCardRemoved(tx, c)
	})
	if err != nil {
		return fmt.Errorf("note that a card of account %d is to be removed: %w", c.AccountID, err)
	}
	return nil
}

// isRemoved reports whether the provider keeps a card no longer, or is to.
func isRemoved(tx *gorm.DB, method string) (bool, error) {
	return exists(tx, &cardRemovalRow{}, "method = ?", method)
}

// RemoveCard removes an account's card, which switches automatic top-up off, and notes that the provider is to keep it no longer. Closed and disabled accounts can have theirs removed,
// too. The card is the zero one where there is none.
func (s *Store) RemoveCard(ctx context.Context, account int64, by reseller.Actor) (removed reseller.CardRemoval, err error) {
	err = s.tx(ctx, func(tx *gorm.DB) error {
		removed = reseller.CardRemoval{}
		var row topUpRow
		there, err := exists(tx, &row, "account_id = ?", account)
		if err != nil || !there || row.Method == "" {
			return err
		}
		was := row.toTopUp()
		removed = s.removalOf(was)
		next := fromTopUp(reseller.TopUp{AccountID: account, State: reseller.TopUpOff, Version: was.Version + 1, CardFrom: was.CardFrom})
		if err := expectOneRow(tx.Model(&topUpRow{}).Where("account_id = ? AND version = ?", account, was.Version).Select("*").Updates(&next)); err != nil {
			return err
		}
		if err := s.wantCardRemoved(tx, removed); err != nil {
			return err
		}
		return s.recordTopUp(tx, by, "card removed", row, next)
	})
	if err != nil {
		return removed, fmt.Errorf("remove the card of account %d: %w", account, err)
	}
	return removed, nil
}

func (s *Store) removalOf(t reseller.TopUp) reseller.CardRemoval {
	return reseller.CardRemoval{Method: t.Method, Customer: t.Customer, AccountID: t.AccountID, WantedAt: s.clock.Wall()}
}

// DueCardRemovals lists cards of which the provider is to be asked by a wall time, the longest due first.
func (s *Store) DueCardRemovals(ctx context.Context, wall time.Time, limit int) ([]reseller.CardRemoval, error) {
	rows, err := rowsOf[cardRemovalRow](s.reads).Where("look_at <= ?", micro(wall)).Order("look_at").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list cards to be removed: %w", translate(err))
	}
	return each(rows, cardRemovalRow.toRemoval)
}

// CardRemovalAsked notes when the provider is asked again to keep a card no longer; the zero time: it has confirmed.
func (s *Store) CardRemovalAsked(ctx context.Context, method string, again time.Time) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("UPDATE card_removals SET look_at = ? WHERE method = ? AND look_at IS NOT NULL", nullTime(again), method).Error
	})
	if err != nil {
		return fmt.Errorf("note that the provider was asked to remove a card: %w", err)
	}
	return nil
}
