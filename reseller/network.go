package reseller

import "net/netip"

// ParseNetwork reads an address range such as 192.0.2.0/24; a single address is a range of one. IPv4 addresses written as IPv6 ones
// (::ffff:192.0.2.0/120) are those of IPv4, as clients come from them. It reports false for other text.
func ParseNetwork(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	if p.Addr().Is4In6() && p.Bits() >= mappedBits {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mappedBits)
	}
	return p.Masked(), err == nil
}

// mappedBits is how long the part of an IPv4-mapped IPv6 address is that stands before the IPv4 address (RFC 4291 §2.5.5.2).
const mappedBits = 96
