//go:build control_leftunsigned

package orders

import (
	"context"

	"nameyard/reseller"
)

// signAgain is broken on purpose: what was taken away for a change that the registry refused is taken for being there still.
// Caught by: TestRefusedChangeOfNameServersLeavesTheNameSigned
func signAgain(_ context.Context, _ attempt, data reseller.SecDNS, refusal error) (*reseller.SecDNS, error) {
	return &data, refusal
}
