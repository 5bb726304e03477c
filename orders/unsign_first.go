//go:build !control_stalesigner

package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// unsignFirst takes the DNSSEC data of a name away before it goes to name servers of which none serves it now: they cannot have its
// keys, and resolvers would take what they say for forged (RFC 4035 §5).
func unsignFirst(ctx context.Context, a attempt, servers []string) (unsigning, error) {
	shown, err := secDNSShown(ctx, a)
	if err != nil || shown == nil || !shown.Ours {
		return unsigning{}, err
	}
	if shown.SecDNS.IsZero() || !reseller.LeavesSigner(shown.Nameservers, servers) {
		return unsigning{left: &shown.SecDNS}, nil
	}
	if err := setSecDNS(ctx, a, reseller.SecDNS{}); err != nil {
		if errors.Is(err, registry.ErrUnknown) {
			return unsigning{}, err
		}
		return unsigning{left: &shown.SecDNS}, err
	}
	return unsigning{taken: shown.SecDNS, left: &reseller.SecDNS{}}, nil
}
