//go:build !control_nowireclaim

package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// requestedBy reports whether a transfer request of ours is the order's. A registry that tells no transaction of ours (RFC 5731 §3.1.3
// has none) still tells when it was asked, and an account has one order at a time for a name.
func requestedBy(t *registry.TransferState, o order) bool {
	if t.ClTRID == "" {
		return !t.Requested.Before(o.CreatedAt.Add(-clockSkew))
	}
	return reseller.ClTRIDBaseOf(t.ClTRID) == o.ClTRIDBase
}
