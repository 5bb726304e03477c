//go:build control_nohostuse

package actions

import (
	"context"

	"nameyard/reseller"
)

// mustBeUnused is broken on purpose: it leaves it to the registry to say no, which names nobody.
// Caught by: TestHostThatNamesUseStaysAndSoDoesItsName
func (s *Service) mustBeUnused(context.Context, Call, reseller.Domain, reseller.Path, ...string) error {
	return nil
}
