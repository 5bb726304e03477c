package epp

import (
	"net"
	"net/netip"
	"regexp"
	"strings"
)

// The kinds of systems that registries run.
const (
	systemTest = "test"
	systemLive = "live"
)

// testHost are the words by which registries tell their test systems from the live ones, as a part of the host name of its own or at the end
// of one: epptest.iis.se, epp-ote.example.net.
var testHost = regexp.MustCompile(`(^|[.-])(ote|preview|sandbox|staging|stage|demo|uat|beta|(epp|reg|ra)?test(ing|bed)?)[0-9]*([.-]|$)`)

// looksLikeTest reports whether an address says of itself that it is a test system.
func looksLikeTest(host string) bool {
	host = strings.ToLower(host)
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback()
	}
	return host == "localhost" || testHost.MatchString(host)
}

// system holds what the operator says of a system against its address: a test account on a live address buys names that somebody pays for,
// and a live account on a test system sells names that nobody has.
func (r *reader) system(said, address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return said // the address has been told of
	}
	test := looksLikeTest(host)
	switch said {
	case systemTest:
		r.check(test || port != "700", "system is \"test\", but nothing in the address %s says that it is a test system: names bought there would be real; want the registry's test address, or system \"live\"", address)
	case systemLive:
		loopback := host == "localhost" || net.ParseIP(host).IsLoopback()
		r.check(!test || loopback, "system is \"live\", but the address %s is that of a test system: names bought there would not be real; want the registry's live address, or system \"test\"", address)
	case "":
		if test {
			return systemTest
		}
	default:
		r.check(false, "system is %q: want test or live, whichever your account there is for, or nothing", said)
	}
	return said
}

// System says what kind of system this is: "test" or "live"; empty if nobody has said, and the address does not either.
func (c *Connector) System() string { return c.set.System }
