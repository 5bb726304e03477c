//go:build control_nostanding

package orders

import (
	"context"

	"nameyard/reseller"
)

// stands is broken on purpose: what was done once counts as done for ever, as a cache of answers has it.
// Caught by: TestRestoreOfANameThatWasDeletedAgainIsNoRepeat
func (s *Service) stands(context.Context, reseller.Order) (bool, error) { return true, nil }
