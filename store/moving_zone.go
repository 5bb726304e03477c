//go:build !control_darkmove

package store

import (
	"gorm.io/gorm"

	"nameyard/reseller"
)

// readMovingZone reads what goes with the name.
func readMovingZone(tx *gorm.DB, m reseller.DomainMove) (moving movingZone, err error) {
	if !m.WithZone {
		return moving, nil
	}
	if err := tx.Raw("SELECT zone_version FROM domains WHERE id = ?", m.From.ID).Scan(&moving.version).Error; err != nil {
		return moving, err
	}
	return moving, tx.Where("domain_id = ?", m.From.ID).Order("kind").Find(&moving.documents).Error
}
