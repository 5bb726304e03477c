//go:build control_earlychanges

package store

import "gorm.io/gorm"

// changeable is broken on purpose: books from a backup change names before they know what has happened since.
// Caught by: TestNothingIsChangedBeforeTheComparison
func (s *Store) changeable(*gorm.DB) error { return nil }
