//go:build control_noneverheld

package store

import "gorm.io/gorm"

// neverHeld is broken on purpose: any closed row of the account is taken for the new name, whatever it held.
// Caught by: TestRowThatHeldANameIsTakenByNone
func neverHeld(q *gorm.DB) *gorm.DB { return q }
