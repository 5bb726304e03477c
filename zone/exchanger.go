package zone

import (
	"net/netip"
	"strings"

	"nameyard/reseller"
)

// exchanger checks an MX. Its address may carry the preference, as in "10 mail.example.com".
func (z zoneCheck) exchanger(rec *Record) (err error) {
	if err := rec.takePreference(); err != nil {
		return err
	}
	if rec.Address == "." { // RFC 7505: the domain takes no mail
		rec.Priority = new(int)
		return nil
	}
	rec.Address, err = z.target(rec.Address, reseller.HostRule)
	return err
}

// easyExchanger checks an MXE. With a host name instead of an address it is a plain MX, as other registrars have it.
func (z zoneCheck) easyExchanger(rec *Record) error {
	if err := rec.takePreference(); err != nil {
		return err
	}
	addr, err := netip.ParseAddr(rec.Address)
	if err != nil {
		rec.Type = TypeMX
		return z.exchanger(rec)
	}
	if addr.Zone() != "" || addr.Is4In6() {
		return reseller.Invalid("", "%q is not a plain IPv4 or IPv6 address", rec.Address)
	}
	rec.Address = addr.String()
	return nil
}

// takePreference takes the preference off the address of an MX or MXE, if there is one, or sets the usual one.
func (r *Record) takePreference() error {
	switch parts := strings.Fields(r.Address); {
	case len(parts) == 2:
		r.Address = parts[1]
		if err := r.takePriority(parts[0]); err != nil {
			return err
		}
	case len(parts) > 2:
		return reseller.Invalid("", "%q is not a mail host, nor a preference and a mail host as in 10 mail.example.com", r.Address)
	}
	if r.Priority == nil {
		preference := defaultPreference
		r.Priority = &preference
	}
	return nil
}
