//go:build control_brokenpromise

package orders

import (
	"context"

	"nameyard/reseller"
)

// comesTo is broken on purpose: whatever was shown, the deletion comes to what it does at the moment.
// Caught by: TestDeletionKeepsWhatWasPromised
func (s *Service) comesTo(context.Context, reseller.Domain, reseller.TLD, bool, reseller.DeletionPromise) error {
	return nil
}
