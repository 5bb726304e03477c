package zone

import (
	"strings"

	"nameyard/reseller"
)

// signer checks a DS, which vouches for the keys of a delegation (RFC 4034 §5).
func (z zoneCheck) signer(rec *Record) error {
	switch {
	case rec.Hostname == "@":
		return reseller.Invalid(partType, "the DS of the domain itself stands in the registry's zone, not in this one")
	case strings.HasPrefix(rec.Hostname, "*"):
		return reseller.Invalid(partType, "a wildcard cannot be delegated (RFC 4592 §4.2), and a DS belongs to a delegation")
	}
	return z.presentation(rec)
}

// checkSigner refuses a DS where nothing is delegated (RFC 4035 §2.4).
func (t tree) checkSigner(r placedRecord) error {
	if r.Type != TypeDS {
		return nil
	}
	if _, delegated := t.find(r.Hostname, TypeNS); !delegated {
		return reseller.Invalid(partHostname, "a DS belongs to a delegation (RFC 4035 §2.4), and there is no NS at %s: add the name servers of %s, or leave the DS out",
			r.Hostname, t.full(r.Hostname))
	}
	return nil
}

// checkDelegated refuses a record that nobody will ever see, because other name servers answer for its hostname (RFC 1034
// §4.2.1, RFC 2181 §6.1). Addresses of name servers are glue.
func (t tree) checkDelegated(r placedRecord) error {
	ns, ok := t.cut(r.Host())
	if !ok || ((r.Type == TypeNS || r.Type == TypeDS) && r.Hostname == ns.Hostname) {
		return nil
	}
	if (r.Type == TypeA || r.Type == TypeAAAA) && t.servers[r.Hostname] {
		return nil
	}
	return reseller.Invalid(partHostname, "%s (NS) delegates %s to other name servers, which answer for it and all below it: this record (%s) would never be seen",
		ns.place(), t.full(ns.Hostname), r.Type)
}

// checkDelegation refuses an NS whose name server cannot be found.
func (t tree) checkDelegation(r placedRecord) error {
	host, inside := t.inside(r.Address)
	if r.Type != TypeNS || !inside || t.hasAddress(host) {
		return nil
	}
	if cut, delegated := t.cut(host); delegated && !below(host, r.Hostname) && t.reachable(cut.Hostname) {
		return nil // its own name servers know the address
	}
	if alias, found := t.find(t.source(host), TypeCNAME); found {
		return reseller.Invalid(partAddress, "%s is an alias (%s), and a name server must not be one (RFC 2181 §10.3)", r.Address, alias.place())
	}
	return reseller.Invalid(partAddress, "the name server %s lies in the domain and has no address: add an A or AAAA record for it", r.Address)
}

// checkExchanger refuses an MX whose mail host is an alias: mail servers are told not to follow it (RFC 2181 §10.3).
func (t tree) checkExchanger(r placedRecord) error {
	if r.Type != TypeMX {
		return nil
	}
	if alias, found := t.answer(r.Address, TypeCNAME); found {
		return reseller.Invalid(partAddress, "%s is an alias (%s), and a mail host must not be one (RFC 2181 §10.3): name the host that it leads to, or give it an address",
			r.Address, alias.place())
	}
	return nil
}

// hasAddress reports whether the zone has an address for a hostname.
func (t tree) hasAddress(hostname string) bool {
	if t.children[hostname] {
		return true
	}
	if _, delegated := t.cut(hostname); !delegated {
		hostname = t.source(hostname)
	}
	_, found := t.find(hostname, TypeA, TypeAAAA)
	return found
}

// reachable reports whether a delegation has a name server that can be found without asking another delegation of the zone.
func (t tree) reachable(hostname string) bool {
	for _, r := range t.at[hostname] {
		if host, inside := t.inside(r.Address); r.Type == TypeNS && (!inside || t.hasAddress(host)) {
			return true
		}
	}
	return false
}
