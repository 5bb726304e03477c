package zone

import (
	"slices"
	"strings"

	"nameyard/reseller"
)

// HasWebForward reports whether records hold a web forward.
func HasWebForward(records []Record) bool {
	return slices.ContainsFunc(records, Record.WebForward)
}

// maxAliases bounds how many aliases are followed: a zone that was saved under older rules may have a circle of them.
const maxAliases = 8

// WebForwardAt gives the web forward of a zone that answers for a host in the domain, as its name servers would lead there: over
// wildcards (RFC 4592) and aliases, not below delegations. Where an alias leads out of the domain, host is what it leads to and
// found is false.
func WebForwardAt(name reseller.Name, records []Record, at string) (forward Record, host string, found bool) {
	placed := make([]placedRecord, len(records))
	for i, r := range records {
		placed[i] = placedRecord{r, i}
	}
	t := newTree(name, placed)
	for range maxAliases {
		alias, aliased := t.answer(at, TypeCNAME)
		if !aliased {
			break
		}
		at = alias.Address
	}
	r, found := t.answer(at, TypeURL, TypeURL302, TypeFrame)
	return r.Record, at, found
}

// WebHosts lists the hosts of a zone at which a web forward answers, without wildcards.
func WebHosts(name reseller.Name, records []Record) []string {
	if !HasWebForward(records) {
		return nil
	}
	var hosts []string
	for _, r := range records {
		host := hostOf(r.Hostname, name)
		if strings.HasPrefix(host, "*") || slices.Contains(hosts, host) || !r.WebForward() && r.Type != TypeCNAME {
			continue
		}
		if _, _, found := WebForwardAt(name, records, host); found {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// hostOf is the full name of a hostname.
func hostOf(hostname string, name reseller.Name) string {
	if hostname == "@" {
		return name.String()
	}
	return hostname + "." + name.String()
}
