//go:build !control_staleform

package actions

import (
	"slices"

	"nameyard/reseller"
)

// check refuses a save of a set that is another one.
func (m IfMatch) check(have any) error {
	if len(m) == 0 || slices.Contains(m, reseller.Tag(have)) {
		return nil
	}
	return movedOn()
}
