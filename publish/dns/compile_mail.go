package dns

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"nameyard/zone"
)

// easyExchanger makes an MX to a host that is made up for an address, and that host.
func (b *builder) easyExchanger(r zone.Record) error {
	address, err := netip.ParseAddr(r.Address)
	if err != nil {
		return err
	}
	host := b.easyHost(address)
	b.add(b.owner(r.Host()), ttl(r), &dns.MX{Preference: priority(r), Mx: host})
	b.address(host, ttl(r), address)
	return nil
}

// easyHost is the name of the host that is made up for an address, as other registrars have it: mxe-host-for-ip-192-0-2-1. It gets a
// number if rows of the zone have the name for something else, since what they say must stay as it is.
func (b *builder) easyHost(address netip.Addr) string {
	label := "mxe-host-for-ip-" + strings.NewReplacer(".", "-", ":", "-").Replace(address.StringExpanded())
	host := label + "." + b.apex
	for n := 2; b.has(host) && !b.isHostOf(host, address); n++ {
		host = label + "-" + strconv.Itoa(n) + "." + b.apex
	}
	return host
}

// isHostOf reports whether a name has an address and nothing else.
func (b *builder) isHostOf(host string, address netip.Addr) bool {
	if len(b.made[host]) != 1 {
		return false
	}
	for _, set := range b.made[host] {
		switch rr := set[0].(type) {
		case *dns.A:
			return len(set) == 1 && rr.A.Equal(address.AsSlice())
		case *dns.AAAA:
			return len(set) == 1 && rr.AAAA.Equal(address.AsSlice())
		}
	}
	return false
}

// mailForwards makes the MX of a name with e-mail forwards that names no mail server itself, and an SPF that lets them send, where
// there is none.
func (b *builder) mailForwards(rows []zone.Record, forwards []zone.Forward) {
	if len(forwards) == 0 || b.platform.MX == "" || b.has(b.apex, dns.TypeMX) {
		return
	}
	b.add(b.apex, defaultTTL, &dns.MX{Preference: 10, Mx: dns.Fqdn(b.platform.MX)})
	for _, r := range rows {
		if r.Host() == "@" && r.Type == zone.TypeTXT && strings.HasPrefix(strings.ToLower(r.Text()), "v=spf1") {
			return
		}
	}
	b.add(b.apex, defaultTTL, &dns.TXT{Txt: []string{"v=spf1 mx ~all"}})
}
