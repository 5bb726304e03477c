package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// packHad is how it is kept what a name had before an order: NULL where nothing is on record.
func packHad(had reseller.Had) *string {
	if had == nil {
		return nil
	}
	text := pack(had)
	return &text
}

// hadNow is what a name has of what an order sets, as the books are in the transaction.
func hadNow(tx *gorm.DB, o reseller.Order) (reseller.Had, error) {
	var row domainRow
	if err := tx.Where("id = ?", o.DomainID).Take(&row).Error; err != nil {
		return nil, err
	}
	d, err := row.toDomain()
	return o.HadOf(d), err
}
