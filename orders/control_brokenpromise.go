//go:build control_brokenpromise

package orders

import (
	"context"

	"nameyard/reseller"
)

// keepsPromise is broken on purpose: whatever was shown, the deletion comes to what it does at the moment.
// Caught by: TestDeletionKeepsWhatWasPromised
func (s *Service) keepsPromise(context.Context, Request, reseller.TLD) error { return nil }
