//go:build !control_lostchange

package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// asItIsNow reads a row under a lock: nobody else changes it between that and the end of the transaction.
func asItIsNow(tx *gorm.DB) *gorm.DB {
	return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
}
