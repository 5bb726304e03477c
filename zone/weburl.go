package zone

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nameyard/reseller"
)

// recordAddress reads the address of an A or AAAA, strictly. 0.0.0.0 is accepted: clients park names with it.
func recordAddress(text, kind string) (string, error) {
	addr, err := netip.ParseAddr(text)
	wanted := "IPv4 address such as 192.0.2.1"
	if kind == TypeAAAA {
		wanted = "IPv6 address such as 2001:db8::1"
	}
	if err != nil || addr.Is4() != (kind == TypeA) || addr.Zone() != "" || addr.Is4In6() {
		return "", reseller.Invalid("", "%q is not an %s", text, wanted)
	}
	return addr.String(), nil
}

// CheckURL brings the target of a web forward to normal form: http or https, host in lower-case ACE, everything after it as
// given. A target without a scheme gets http://. Credentials, control characters and blanks are refused.
func CheckURL(text string) (string, error) {
	text = reseller.TrimEnds(text)
	if i := strings.IndexFunc(text, func(c rune) bool {
		return unicode.IsControl(c) || unicode.IsSpace(c) || strings.ContainsRune("\"<>\\^`{|}", c)
	}); i >= 0 {
		return "", reseller.Invalid("", "the URL holds %q, which must be percent-encoded", []rune(text[i:])[0])
	}
	if len(text) > 2048 || !utf8.ValidString(text) {
		return "", reseller.Invalid("", "the URL must be valid UTF-8 of at most 2048 characters")
	}
	scheme, rest := splitScheme(text)
	if scheme != "http" && scheme != "https" {
		return "", reseller.Invalid("", "visitors can be sent to http and https URLs only, not to %s:", scheme)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, err := canonicalAuthority(rest[:end])
	if err != nil {
		return "", err
	}
	full := scheme + "://" + authority + escapeUnicode(rest[end:])
	if _, err := url.Parse(full); err != nil {
		return "", reseller.Invalid("", "%q is not a valid URL", text).Because(err)
	}
	return full, nil
}

// splitScheme cuts the scheme off. "example.com:8080/x" has none: a port follows the colon.
func splitScheme(text string) (scheme, rest string) {
	if rest, ok := strings.CutPrefix(text, "//"); ok {
		return "http", rest
	}
	if scheme, rest, ok := strings.Cut(text, "://"); ok && !strings.ContainsAny(scheme, "/?#.") {
		return strings.ToLower(scheme), rest
	}
	before, after, ok := strings.Cut(text, ":")
	if ok && !strings.ContainsAny(before, "/?#[") && (after == "" || after[0] < '0' || after[0] > '9') {
		return strings.ToLower(before), after
	}
	return "http", text
}

// canonicalAuthority checks host and port of a URL.
func canonicalAuthority(authority string) (string, error) {
	if strings.Contains(authority, "@") {
		return "", reseller.Invalid("", "the URL holds credentials before its host: leave them out")
	}
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		host, port = authority[:i], authority[i+1:]
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return "", reseller.Invalid("", "%q is not a port from 1 to 65535", port)
		}
		port = strconv.FormatUint(n, 10)
	}
	host, err := webHost(host)
	if err != nil {
		return "", err
	}
	if port == "" {
		return host, nil
	}
	return host + ":" + port, nil
}

func webHost(host string) (string, error) {
	literal, bracketed := strings.CutPrefix(host, "[")
	literal, closed := strings.CutSuffix(literal, "]")
	if addr, err := netip.ParseAddr(literal); err == nil && addr.Zone() == "" && bracketed == closed && addr.Is6() == bracketed {
		if bracketed {
			return "[" + addr.String() + "]", nil
		}
		return addr.String(), nil
	}
	if net.ParseIP(host) != nil || bracketed || closed {
		return "", reseller.Invalid("", "%q is not a valid address in a URL", host)
	}
	return reseller.CanonicalHost(host, reseller.AliasRule)
}

// escapeUnicode percent-encodes what is not ASCII (RFC 3987 §3.1) and leaves the rest as it is.
func escapeUnicode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c), 16)))
		}
	}
	return b.String()
}
