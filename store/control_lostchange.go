//go:build control_lostchange

package store

import "gorm.io/gorm"

// asItIsNow is broken on purpose: the row is read without a lock, so that another may change it before it is written.
// Caught by: TestTwoChangesOfAnAccountAtOnceBothCount
func asItIsNow(tx *gorm.DB) *gorm.DB { return tx }
