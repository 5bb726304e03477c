//go:build control_heldaway

package orders

import "context"

// stillMay is broken on purpose: what waits for its registry when the operator begins to keep the name is sent all the same, and gives it away.
// Caught by: TestAKeptNameStaysWhereItIs
func (s *Service) stillMay(context.Context, attempt) error { return nil }
