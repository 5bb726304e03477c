//go:build control_oldbooks

package store

import "gorm.io/gorm"

// workable is broken on purpose: orders and deletions of a backup are worked on as if nothing had happened since.
// Caught by: TestOrdersOfTheBackupAreLeftToTheComparison
func (s *Store) workable(*gorm.DB) error { return nil }
