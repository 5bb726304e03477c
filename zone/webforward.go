package zone

import (
	"slices"

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
