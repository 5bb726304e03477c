package web

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"time"
)

// Reach knows where the DNS leads hosts that are to be reached here.
type Reach struct {
	Addresses []netip.Addr  // at which the world reaches us; none = nobody knows
	Resolver  *net.Resolver // nil = the system's
}

const resolveIn = 5 * time.Second

// leadsHere reports whether all addresses of a host are ours: an authority may ask any of them.
func (r Reach) leadsHere(ctx context.Context, host string) bool {
	ctx, stop := context.WithTimeout(ctx, resolveIn)
	defer stop()
	resolver := r.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	addresses, err := resolver.LookupNetIP(ctx, "ip", host)
	return err == nil && len(addresses) > 0 && !slices.ContainsFunc(addresses, func(ip netip.Addr) bool { return !slices.Contains(r.Addresses, ip.Unmap()) })
}
