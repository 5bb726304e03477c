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

// maxText is the size of a TXT in bytes; longer ones do not fit the answers that resolvers like.
const maxText = 4096

// recordText takes the outer quotes off a TXT and keeps everything inside as it is, backslashes included. A text cut into
// several quoted strings, as zone files have long DKIM keys, is joined.
func recordText(text string) (string, error) {
	for {
		inner, ok := unquote(strings.TrimSpace(text))
		if !ok {
			break
		}
		text = inner
	}
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	if !utf8.ValidString(text) {
		return "", reseller.Invalid("", "the text is not valid UTF-8")
	}
	if i := strings.IndexFunc(text, unicode.IsControl); i >= 0 {
		return "", reseller.Invalid("", "the text holds the control character %U", []rune(text[i:])[0])
	}
	if len(text) > maxText {
		return "", reseller.Invalid("", "the text has %d bytes, at most %d are allowed", len(text), maxText)
	}
	return text, nil
}

// unquote takes off one pair of outer quotes, and those of all pieces if the text is nothing but quoted pieces.
func unquote(text string) (string, bool) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return text, false
	}
	pieces := strings.Split(text, `"`) // quotes stand between: outside, inside, outside, …
	if len(pieces)%2 == 0 || len(pieces) < 5 {
		return text[1 : len(text)-1], true
	}
	var joined strings.Builder
	for i, piece := range pieces {
		if i%2 == 1 {
			joined.WriteString(piece)
		} else if strings.TrimSpace(piece) != "" || (piece == "" && i > 0 && i < len(pieces)-1) {
			return text[1 : len(text)-1], true
		}
	}
	return joined.String(), true
}

// recordCAA checks a CAA (RFC 8659 §4): flags, tag and value.
func recordCAA(text string) (string, error) {
	flags, rest, _ := strings.Cut(text, " ")
	tag, value, _ := strings.Cut(strings.TrimSpace(rest), " ")
	value = strings.TrimSpace(value)
	if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
		value = value[1 : len(value)-1]
	}
	n, err := strconv.ParseUint(flags, 10, 8)
	tag = strings.ToLower(tag)
	if err != nil || tag == "" || len(tag) > 15 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return "", reseller.Invalid("", `%q is not a CAA: write flags, tag and value, for example 0 issue "letsencrypt.org"`, text)
	}
	for _, c := range value {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return "", reseller.Invalid("", "the value of a CAA takes printable ASCII without quotes and backslashes")
		}
	}
	if len(value) > 255 {
		return "", reseller.Invalid("", "the value of a CAA has %d characters, at most 255 are allowed", len(value))
	}
	return strconv.FormatUint(n, 10) + " " + tag + ` "` + value + `"`, nil
}

// CheckURL brings the target of a web forward to normal form: http or https, host in lower-case ACE, everything after it as
// given. A target without a scheme gets http://. Credentials, control characters and blanks are refused.
func CheckURL(text string) (string, error) {
	text = strings.TrimSpace(text)
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
