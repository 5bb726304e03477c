//go:build control_capbefore

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// holdWithinCaps is broken on purpose: it looks whether there is room before its order waits for those of its account, and not after.
// Caught by: TestOrdersAtOnceStayWithinTheSpendCap
func (s *Store) holdWithinCaps(tx *gorm.DB, row orderRow, by reseller.Token) (*capReached, error) {
	reached, err := s.withinCaps(tx, row, by)
	if err == nil {
		err = s.holdCharge(tx, row)
	}
	return reached, err
}
