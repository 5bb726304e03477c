//go:build control_nowireclaim

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// requestedBy is broken on purpose: a registry that does not tell our transaction has dropped our request, and its price is paid back.
// Caught by: TestWhatProvesAPurchase
func requestedBy(t *registry.TransferState, o order) bool {
	return reseller.ClTRIDBaseOf(t.ClTRID) == o.ClTRIDBase
}
