//go:build !control_rehearsalkept

package store

import (
	"errors"

	"gorm.io/gorm"
)

// errRehearsed rolls a transaction back that would have been committed.
var errRehearsed = errors.New("rehearsed, and rolled back")

// rehearsed is fn without its commit: it runs to its end, and everything that can refuse it has had its say.
func rehearsed(fn func(tx *gorm.DB) error) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errRehearsed
	}
}
