//go:build control_forgottendeletion

package orders

import (
	"context"

	"nameyard/reseller"
)

// dueDeletions is broken on purpose: a deletion whose process died stays as it was left.
// Caught by: TestDeletionWhoseProcessDiesIsCarriedOnOrSetBack
func (s *Service) dueDeletions(context.Context) ([]reseller.Deletion, error) { return nil, nil }
