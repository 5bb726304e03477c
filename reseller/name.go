package reseller

import (
	"strings"
)

// Name is a domain name that can exist: lower case, ACE (xn--), no trailing dot, for example "xn--bcher-kva.co.uk".
// Make one with ParseName; the zero Name is no name. Whether it can be sold, TLD.CheckName says.
type Name struct {
	label string
	tld   string
}

// ToASCII turns a host name in Unicode or ACE into lower-case ACE without a trailing dot (UTS #46, RFC 5891).
func ToASCII(host string) (string, error) {
	host = strings.TrimSuffix(TrimEnds(host), ".")
	ascii, err := toACE(host)
	if err != nil {
		return "", Invalid("", "%q is not a valid host name", host).Because(err)
	}
	return ascii, nil
}

// ParseTLD reads a TLD as clients send it: with or without a leading dot, in Unicode or ACE, "co.uk" included.
func ParseTLD(tld string) (string, error) {
	trimmed := strings.TrimPrefix(TrimEnds(tld), ".")
	if trimmed == "" {
		return "", Missing(PathTLD)
	}
	ascii, err := ToASCII(trimmed)
	if err != nil {
		return "", Invalid(PathTLD, "%q is not a valid TLD", tld).Because(err)
	}
	return ascii, nil
}

// ParseName joins the label before the TLD and the TLD. Errors carry PathLabel or PathTLD.
func ParseName(label, tld string) (Name, error) {
	suffix, err := ParseTLD(tld)
	if err != nil {
		return Name{}, err
	}
	label = TrimEnds(label)
	if label == "" {
		return Name{}, Missing(PathLabel)
	}
	ascii, err := ToASCII(label)
	if err != nil || strings.HasSuffix(label, ".") {
		return Name{}, Invalid(PathLabel, "%q is not a valid domain label: letters, digits and inner hyphens, 1 to 63 of them", label).Because(err)
	}
	if strings.Contains(ascii, ".") {
		return Name{}, Invalid(PathLabel, "%s %q has more than one label: send the label before the TLD only, and the rest in %s", PathLabel, label, PathTLD)
	}
	if len(ascii)+1+len(suffix) > maxName {
		return Name{}, Invalid(PathLabel, "the name is longer than 253 characters")
	}
	return Name{ascii, suffix}, nil
}

// NameOf makes a Name of a stored full name and its TLD. It does not check; the store calls it on what ParseName made.
func NameOf(full, tld string) Name {
	return Name{strings.TrimSuffix(full, "."+tld), tld}
}

// SLD is the label before the TLD.
func (n Name) SLD() string { return n.label }

// TLD is the suffix that is on the price list, without a leading dot: "com", "co.uk".
func (n Name) TLD() string { return n.tld }

// IsZero reports whether n is no name.
func (n Name) IsZero() bool { return n.label == "" }

// String is the whole name in ACE.
func (n Name) String() string {
	if n.IsZero() {
		return ""
	}
	return n.label + "." + n.tld
}

// Unicode is the whole name for people.
func (n Name) Unicode() string { return UnicodeOf(n.String()) }

// UnicodeOf is a name or host in ACE for people; what is none stays as it is.
func UnicodeOf(ace string) string {
	if u, err := profile.ToUnicode(ace); err == nil {
		return u
	}
	return ace
}

// BothForms is the whole name for people, with its ACE form behind it if that differs: "bücher.se (xn--bcher-kva.se)".
func (n Name) BothForms() string { return BothFormsOf(n.String()) }

// BothFormsOf is BothForms of a name in ACE.
func BothFormsOf(ace string) string {
	if unicode := UnicodeOf(ace); unicode != ace {
		return unicode + " (" + ace + ")"
	}
	return ace
}

// Contains reports whether host (ACE, lower case) lies inside the name: ns1.example.com in example.com. The name itself does not.
func (n Name) Contains(host string) bool { return strings.HasSuffix(host, "."+n.String()) }

// Subordinate reports whether host (ACE, lower case) is the name's own (RFC 5732): it lies inside the name, or is the name itself.
func (n Name) Subordinate(host string) bool { return host == n.String() || n.Contains(host) }
