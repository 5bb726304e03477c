//go:build !control_capbefore

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// holdWithinCaps reserves an order's charge, and looks then whether the day stays within the caps as they are now. Orders of one account wait
// for one another at its balance, so that each counts those before it.
func (s *Store) holdWithinCaps(tx *gorm.DB, row orderRow, by reseller.Token) (*capReached, error) {
	if err := s.holdCharge(tx, row); err != nil {
		return nil, err
	}
	return s.withinCaps(tx, row, by)
}
