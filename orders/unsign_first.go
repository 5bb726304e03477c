//go:build !control_stalesigner

package orders

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// unsignFirst takes the DNSSEC data of a name away before it goes to name servers of which none serves it now: they cannot have its
// keys, and resolvers would take what they say for forged (RFC 4035 §5). It gives what the registry then has.
func unsignFirst(ctx context.Context, a attempt, servers []string) (*reseller.SecDNS, error) {
	shown, err := secDNSShown(ctx, a)
	if shown == nil || err != nil {
		return nil, err
	}
	if !shown.Ours || shown.SecDNS.IsZero() || !reseller.LeavesSigner(shown.Nameservers, servers) {
		return &shown.SecDNS, nil
	}
	if _, err := a.conn.(registry.Signer).SetSecDNS(ctx, a.ClTRID(), a.Name, reseller.SecDNS{}); err != nil {
		return nil, err
	}
	return &reseller.SecDNS{}, nil
}
