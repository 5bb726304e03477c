package reseller

import (
	"strings"
	"unicode/utf8"
)

// NameRule says what besides letters, digits and inner hyphens may stand in the labels of a name in the DNS.
type NameRule struct {
	wildcard   bool // "*" as the leftmost label (RFC 4592)
	underscore bool // "_" in labels, for service and key names (RFC 8552)
}

// The rules for the places where names stand.
var (
	HostRule  = NameRule{}                                 // a host: mail exchangers, name servers
	AliasRule = NameRule{underscore: true}                 // what CNAME and SRV point to
	OwnerRule = NameRule{wildcard: true, underscore: true} // the name of a record
)

// dots turns the dots of UTS #46 §2.3 into the one of the DNS.
var dots = strings.NewReplacer("。", ".", "．", ".", "｡", ".")

// PlainDots gives a text with the dots that other scripts write in names as the one of the DNS.
func PlainDots(text string) string {
	if isASCII(text) { // nearly always
		return text
	}
	return dots.Replace(text)
}

// CanonicalName brings a dotted name to lower-case ACE. It takes no empty labels and no trailing dot.
func CanonicalName(name string, rule NameRule) (string, error) {
	if tooLong(name) {
		return "", Invalid("", "the name has %d characters, at most %d are allowed", utf8.RuneCountInString(name), maxName)
	}
	if strings.Contains(name, "://") {
		return "", Invalid("", "%q looks like a URL: a host name is needed, such as www.example.com", name)
	}
	name = PlainDots(name)
	labels := strings.Split(name, ".")
	for i, label := range labels {
		if label == "*" && i == 0 && rule.wildcard {
			continue
		}
		canonical, err := canonicalLabel(label, rule)
		if err != nil {
			return "", err
		}
		labels[i] = canonical
	}
	name = strings.Join(labels, ".")
	if len(name) > maxName {
		return "", Invalid("", "the name has %d characters, at most %d are allowed", len(name), maxName)
	}
	return name, nil
}

// canonicalLabel brings one label to lower-case ACE. Plain ASCII labels may have hyphens in the third and fourth place,
// which UTS #46 forbids and hosts on the internet have.
func canonicalLabel(label string, rule NameRule) (string, error) {
	lower := strings.ToLower(label)
	if isASCII(label) && !strings.HasPrefix(lower, "xn--") {
		return lower, checkLabel(label, lower, rule)
	}
	ace, err := toACE(label)
	if err != nil || strings.Contains(ace, ".") {
		return "", Invalid("", "%q is not a valid label of a domain name", label).Because(err)
	}
	return ace, checkLabel(label, ace, rule)
}

func checkLabel(given, label string, rule NameRule) error {
	switch {
	case label == "":
		return Invalid("", "the name has an empty label: there are two dots in a row, or one at an end")
	case len(label) > 63:
		return Invalid("", "label %q is longer than 63 characters", given)
	case strings.Contains(label, "*"):
		return Invalid("", "* may stand only alone as the leftmost label of a record's name")
	case label[0] == '-' || label[len(label)-1] == '-':
		return Invalid("", "label %q begins or ends with a hyphen", given)
	}
	for _, c := range label {
		letter := (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'
		if !letter && !(c == '_' && rule.underscore) {
			return Invalid("", "%q is not allowed in label %q", string(c), given)
		}
	}
	return nil
}

// CanonicalHost brings a full host name to lower-case ACE without a trailing dot. It must have at least two labels and
// must not look like an IPv4 address.
func CanonicalHost(host string, rule NameRule) (string, error) {
	host, err := CanonicalName(strings.TrimSuffix(TrimEnds(host), "."), rule)
	if err != nil {
		return "", err
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return "", Invalid("", "%q is not a full host name such as ns1.example.com", host)
	}
	if AllDigits(host[dot+1:]) {
		return "", Invalid("", "%q is an address or ends in a number: a host name is needed", host)
	}
	return host, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
