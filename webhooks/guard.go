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
	if !reseller.PublicAddress(addr) {
		return &forbidden{fmt.Sprintf("%s is not a public address", addr)}
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
		return "", reseller.Invalid(reseller.PathURL, "the webhook's URL %s", fmt.Sprintf(format, args...))
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
