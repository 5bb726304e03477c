//go:build control_goodwilltwice

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// checkGoodwill is broken on purpose: a charge is given back by refunds as often as the operator likes, also after it has gone back.
// Caught by: TestWhatCannotBeCreditedIsRefusedWithTheWay
func checkGoodwill(*gorm.DB, reseller.Entry) error { return nil }
