package account

import (
	"context"
	"testing"

	"nameyard/reseller"
)

// After a fault nobody says that an act has ended; its context has.
func TestAnActIsHeldNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	end()
	Pages{}.holdAct(ctx, reseller.BulkAct{}, make(chan struct{}), nil)
}
