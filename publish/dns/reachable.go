//go:build !control_innernetwork

package dns

import (
	"net/netip"
	"slices"
)

// Addresses that are no host's on the internet, beside those that netip knows of (RFC 6890, RFC 6052 §2.1, RFC 8215).
var elsewhere = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("fec0::/10"),
}

// reachable reports whether an address can be one that the internet reaches.
func reachable(address netip.Addr) bool {
	return address.IsGlobalUnicast() && !address.IsPrivate() && !address.Is4In6() &&
		!slices.ContainsFunc(elsewhere, func(p netip.Prefix) bool { return p.Contains(address) })
}
