//go:build control_refundtwice

package store

import "gorm.io/gorm"

// isRefunded is broken on purpose: what was given back before is given back again.
// Caught by: TestRefundIsPostedOnce
func isRefunded(*gorm.DB, int64) (bool, error) { return false, nil }
