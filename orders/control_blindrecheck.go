//go:build control_blindrecheck

package orders

import (
	"context"

	"nameyard/reseller"
)

// unfinished is broken on purpose: a done change is compared with the registry and set again whatever is under way.
// Caught by: TestChangeUnderWayIsNotTakenForALateCommand
func (s *Service) unfinished(context.Context, reseller.Order) (bool, error) { return false, nil }
