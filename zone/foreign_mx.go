package zone

import (
	"strings"

	"nameyard/reseller"
)

// WithoutEffect says for people why the e-mail forwards of a name have no effect beside its records: the domain itself names mail servers,
// and mx, ours, is not among them. "" if they have.
func WithoutEffect(name reseller.Name, records []Record, mx string) string {
	host := foreignMX(records, mx)
	if host == "" {
		return ""
	}
	return name.String() + " has a mail server of its own (MX " + host + "), which takes its mail; the forwards have no effect"
}

// foreignMX gives the first mail server that records name for the domain itself, if mx is not among them.
func foreignMX(records []Record, mx string) string {
	first := ""
	for _, r := range records {
		if r.Hostname != "@" || r.Type != TypeMX && r.Type != TypeMXE {
			continue
		}
		if r.Type == TypeMX && mx != "" && strings.TrimSuffix(r.Address, ".") == mx {
			return ""
		}
		if first == "" {
			first = r.Address
		}
	}
	return first
}
