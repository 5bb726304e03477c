//go:build !control_cardforgotten

package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

// wantCardRemoved notes that the provider is to keep a card no longer, before it is asked: it is asked until it has confirmed.
func (s *Store) wantCardRemoved(tx *gorm.DB, c reseller.CardRemoval) error {
	at := micro(c.WantedAt)
	return tx.Clauses(clause.OnConflict{DoNothing: true}).
		Create(&cardRemovalRow{Method: c.Method, Customer: c.Customer, AccountID: c.AccountID, WantedAt: at, LookAt: &at}).Error
}
