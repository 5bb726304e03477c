package reseller

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// CheckNameservers brings a domain's name servers to lower-case ACE, in the order given. Empty ones are left out. No name
// servers at all are fine; if there are any, there must be as many as the TLD wants. All faults are told (Faults), each with the
// path of the name server among those that were given.
func CheckNameservers(name Name, hosts []string, rules TLD) ([]string, error) {
	var bad Faults
	var checked []string
	seen := map[string]bool{}
	for i, host := range hosts {
		if strings.TrimSpace(host) == "" {
			continue
		}
		field := PathNameservers.At(i)
		canonical, err := CanonicalHost(host, HostRule)
		switch {
		case err != nil:
			bad.Add(Invalid(field, "name server %d of %s: %s", i+1, name, Inner(err)).Because(err))
		case seen[canonical]:
			bad.Add(Invalid(field, "name server %s is there twice", canonical))
		default:
			seen[canonical] = true
			checked = append(checked, canonical)
		}
	}
	if err := bad.Err(); err != nil { // how many there are to be is not known
		return nil, err
	}
	if n := len(checked); n > 0 && n < rules.MinNameservers {
		return nil, Invalid(PathNameservers.At(n), ".%s wants at least %d name servers, not %d", rules.Name, rules.MinNameservers, n)
	}
	if n := len(checked); n > rules.MaxNameservers {
		return nil, Invalid(PathNameservers.At(rules.MaxNameservers), ".%s takes at most %d name servers, not %d", rules.Name, rules.MaxNameservers, n)
	}
	return checked, nil
}

// TooFewNameservers says for people which TLDs want more name servers than a house gives to names that are ordered without any; "" if
// none do, or if it gives none at all.
func (t TLDs) TooFewNameservers(own int) string {
	var short []string
	most := 0
	for name, rules := range t {
		if own > 0 && own < rules.MinNameservers {
			short, most = append(short, "."+name), max(most, rules.MinNameservers)
		}
	}
	if len(short) == 0 {
		return ""
	}
	slices.Sort(short)
	if more := len(short) - shortShown; more > 0 {
		short = append(short[:shortShown], fmt.Sprintf("%d others", more))
	}
	return fmt.Sprintf("names that are ordered without name servers get none and answer nowhere in TLDs that want more than the %d of --nameservers (%s): name %d",
		own, strings.Join(short, ", "), most)
}

// shortShown is how many TLDs are named.
const shortShown = 5

// MaxGlue is how many addresses a child name server may have.
const MaxGlue = 13

// TooMuchGlue is the error of a child name server with more addresses than MaxGlue.
func TooMuchGlue(n int) *Error {
	return Invalid("", "a name server may have at most %d addresses, not %d", MaxGlue, n)
}

// CheckHost checks a child name server: it lies inside the name or is the name itself ("ns1" alone means ns1 in the name), and
// its addresses are public IPv4 or IPv6 addresses, each once, in the order given. All faults are told (Faults), with PathHost or PathAddresses.
func CheckHost(name Name, host string, addrs []string) (Host, error) {
	var bad Faults
	full, err := CheckHostName(name, host)
	bad.Add(err)
	h := Host{Name: full}
	seen := map[netip.Addr]bool{}
	for _, text := range addrs {
		if strings.TrimSpace(text) == "" {
			continue
		}
		addr, err := CheckAddress(text)
		if err != nil {
			bad.Add(AsError(err).In(PathAddresses))
		} else if !seen[addr] {
			seen[addr] = true
			h.Addresses = append(h.Addresses, addr)
		}
	}
	if len(h.Addresses) == 0 && !bad.About(PathAddresses) {
		bad.Add(Missing(PathAddresses))
	}
	if n := len(h.Addresses); n > MaxGlue {
		bad.Add(TooMuchGlue(n).In(PathAddresses))
	}
	if err := bad.Err(); err != nil {
		return Host{}, err
	}
	return h, nil
}

// CheckHostName gives the full name of a child name server. It must be the name itself or lie inside it (RFC 5732 §1.1,
// "subordinate"); one label alone is meant to. Errors carry PathHost.
func CheckHostName(name Name, host string) (string, error) {
	host = strings.TrimSuffix(TrimEnds(host), ".")
	if host == "" {
		return "", Missing(PathHost)
	}
	if !strings.Contains(PlainDots(host), ".") {
		host += "." + name.String()
	}
	full, err := CanonicalHost(host, HostRule)
	if err != nil {
		return "", AsError(err).In(PathHost)
	}
	if !name.Subordinate(full) {
		return "", Invalid(PathHost, "%s does not lie inside %s: only name servers of the domain itself can be registered here", full, name)
	}
	if name.Subordinate(strings.TrimSuffix(full, "."+name.String())) && full != name.String() {
		return "", Invalid(PathHost, "%s holds the domain twice: give it once", full)
	}
	return full, nil
}

// CheckAddress reads the address of a child name server: IPv4 or IPv6, no zone, no IPv4 inside IPv6. Private and other special
// addresses are refused (GlueAddress): no resolver could use them as glue.
func CheckAddress(text string) (netip.Addr, error) {
	text = TrimEnds(text)
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" || addr.Is4In6() {
		return netip.Addr{}, Invalid("", "%q is not an IPv4 or IPv6 address", text).Because(err)
	}
	if !GlueAddress(addr) {
		return netip.Addr{}, Invalid("", "%s is not a public address that a name server can be reached at", addr)
	}
	return addr, nil
}

// Hostless finds the first of a name's name servers (in normal form) that is the name's own and has no address: a registry
// delegates to none such (RFC 5732), and no resolver could follow. Empty if there is none.
func Hostless(name Name, nameservers []string, hosts []Host) string {
	for _, server := range nameservers {
		_, there := Domain{Hosts: hosts}.Host(server)
		if name.Subordinate(server) && !there {
			return server
		}
	}
	return ""
}
