//go:build control_openclosed

package store

import "gorm.io/gorm"

// mustBeOpen is broken on purpose: whatever comes is let into a closed account, and an account is closed while something comes.
// Caught by: TestClosedAccountLetsNothingIn
func (s *Store) mustBeOpen(*gorm.DB, int64) error { return nil }
