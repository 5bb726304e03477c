package webhooks

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"nameyard/reseller"
)

// Policy says where posts may go. Its zero value lets them go to public addresses over https.
//
// An account names the address, so a post could be made to reach what only this machine can reach: itself, its neighbours, a
// cloud's metadata service. What a name resolves to is therefore looked at when the connection is made, after the resolver,
// on the very address that is connected to; a name that resolves differently the second time gains nothing.
type Policy struct {
	PlainHTTP bool           // also http, for a demo
	Allow     []netip.Prefix // addresses that are fine although they are not public
}

// notPublic are the ranges that are not for the public internet: the special-purpose registries of IANA (RFC 6890), multicast,
// and what leads to IPv4 addresses in disguise. Of IPv6 only 2000::/3 is handed out at all.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // carriers
	netip.MustParsePrefix("127.0.0.0/8"),     // this machine
	netip.MustParsePrefix("169.254.0.0/16"),  // link, metadata services
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocols
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("2001::/23"),       // protocols, Teredo, ORCHID
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4: an IPv4 address inside
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

var publicIPv6 = netip.MustParsePrefix("2000::/3")

// forbidden is the error of a connection that must not be made.
type forbidden struct{ words string }

func (f *forbidden) Error() string { return f.words }

// checkAddr reports whether posts may go to an address.
func (p Policy) checkAddr(addr netip.Addr) error {
	if addr.Zone() != "" {
		return &forbidden{fmt.Sprintf("%s is an address of this machine's networks only", addr)}
	}
	addr = addr.Unmap()
	for _, ok := range p.Allow {
		if ok.Contains(addr) {
			return nil
		}
	}
	if addr.Is6() && !publicIPv6.Contains(addr) {
		return &forbidden{fmt.Sprintf("%s is not a public address", addr)}
	}
	for _, not := range notPublic {
		if not.Contains(addr) {
			return &forbidden{fmt.Sprintf("%s is not a public address", addr)}
		}
	}
	return nil
}

// checkPort reports whether posts may go to a port: those of the web, and the ones that no standard service has.
func (p Policy) checkPort(port uint16) error {
	if port == 443 || port >= 1024 || port == 80 && p.PlainHTTP {
		return nil
	}
	return &forbidden{fmt.Sprintf("port %d is not one that webhooks go to: use 443 or one from 1024", port)}
}

// control looks at a connection just before it is made (net.Dialer.Control).
func (p Policy) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &forbidden{fmt.Sprintf("%q is not an address", address)}
	}
	if err := p.checkPort(to.Port()); err != nil {
		return err
	}
	return p.checkAddr(to.Addr())
}

var (
	hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$`)
	// numberHost is the last label of what some resolvers take for an IPv4 address: decimal, octal or hexadecimal
	// (WHATWG URL, "ends in a number").
	numberHost = regexp.MustCompile(`(^|\.)([0-9]+|0x[0-9a-f]*)\.?$`)
)

// CheckURL reports whether events may be posted to a URL, and gives it in the form that is kept. What its name resolves to is
// looked at with each post. Errors are of kind invalid, field url.
func (p Policy) CheckURL(text string) (string, error) {
	u, err := url.Parse(text)
	bad := func(format string, args ...any) (string, error) {
		return "", reseller.Invalid("url", "the webhook's URL %s", fmt.Sprintf(format, args...))
	}
	switch {
	case err != nil || len(text) > 2000 || !isPlain(text):
		return bad("cannot be read: it must be like https://example.net/hooks, in ASCII")
	case u.Scheme != "https" && (u.Scheme != "http" || !p.PlainHTTP):
		return bad("must begin with https://")
	case u.Opaque != "" || u.Host == "":
		return bad("has no host")
	case u.User != nil:
		return bad("must not have a user name or password: posts are signed instead")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return bad("must not have a fragment (#…)")
	}
	if text := u.Port(); text != "" || strings.HasSuffix(u.Host, ":") {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return bad("has the port %q, which is none", text)
		}
		if err := p.checkPort(uint16(port)); err != nil {
			return bad("is not allowed: %v", err)
		}
	}
	host := strings.ToLower(u.Hostname())
	if addr, err := netip.ParseAddr(host); err == nil {
		if err := p.checkAddr(addr); err != nil {
			return bad("is not allowed: %v", err)
		}
		return u.String(), nil
	}
	if !hostName.MatchString(host) || len(host) > 253 || numberHost.MatchString(host) {
		return bad("has the host %q, which is neither a host name nor an IP address in its usual form", host)
	}
	return u.String(), nil
}

// isPlain reports whether a text is ASCII without blanks and control characters.
func isPlain(text string) bool {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f || c == '\\' {
			return false
		}
	}
	return true
}
