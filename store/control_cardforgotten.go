//go:build control_cardforgotten

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// wantCardRemoved is broken on purpose: a card that the provider does not remove at once is kept there for ever, and may be kept here again.
// Caught by: TestCardThatIsNotKeptIsDetached
func (s *Store) wantCardRemoved(*gorm.DB, reseller.CardRemoval) error { return nil }
