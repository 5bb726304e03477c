package reseller

import "net/netip"

// special are the ranges that are not for the public internet: the special-purpose registries of IANA (RFC 6890), multicast,
// and what leads to IPv4 addresses in disguise. Of IPv6 only 2000::/3 is handed out at all.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),      // this network
	netip.MustParsePrefix("10.0.0.0/8"),     // private
	netip.MustParsePrefix("100.64.0.0/10"),  // carriers
	netip.MustParsePrefix("127.0.0.0/8"),    // this machine
	netip.MustParsePrefix("169.254.0.0/16"), // link, metadata services
	netip.MustParsePrefix("172.16.0.0/12"),  // private
	netip.MustParsePrefix("192.0.0.0/24"),   // protocols
	netip.MustParsePrefix("192.88.99.0/24"), // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"), // private
	netip.MustParsePrefix("198.18.0.0/15"),  // benchmarks
	netip.MustParsePrefix("224.0.0.0/4"),    // multicast
	netip.MustParsePrefix("240.0.0.0/4"),    // reserved, broadcast
	netip.MustParsePrefix("2001::/23"),      // protocols, Teredo, ORCHID
	netip.MustParsePrefix("2002::/16"),      // 6to4: an IPv4 address inside
}

// documentation are the ranges of examples (RFC 5737, RFC 3849, RFC 9637).
var documentation = []netip.Prefix{
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("3fff::/20"),
}

var globalIPv6 = netip.MustParsePrefix("2000::/3")

// PublicAddress reports whether an address can be reached from the public internet.
func PublicAddress(addr netip.Addr) bool { return GlueAddress(addr) && !inAny(documentation, addr) }

// GlueAddress reports whether a registry can publish an address as a name server's: a public one, or one of the ranges for
// examples, which the documentation of the APIs uses.
func GlueAddress(addr netip.Addr) bool {
	return addr.IsValid() && addr.Zone() == "" && !addr.Is4In6() && (addr.Is4() || globalIPv6.Contains(addr)) && !inAny(special, addr)
}

func inAny(ranges []netip.Prefix, addr netip.Addr) bool {
	for _, r := range ranges {
		if r.Contains(addr) {
			return true
		}
	}
	return false
}
