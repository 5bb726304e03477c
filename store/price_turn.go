//go:build !control_pricesatonce

package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// priceTurnRow is the one row that is written before prices change.
type priceTurnRow struct {
	ID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Changes int64
}

func (priceTurnRow) TableName() string { return "price_turn" }

// takePriceTurn lets one transaction at a time change prices, plan changes of them, or move an account between groups: what it reads then stays
// until it ends. Locks on the prices would not do that: of one that is not there yet, there is nothing to lock.
func takePriceTurn(tx *gorm.DB) error {
	next := clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.Assignments(map[string]any{"changes": gorm.Expr("price_turn.changes + 1")}),
	}
	return tx.Clauses(next).Create(&priceTurnRow{ID: 1, Changes: 1}).Error
}
