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

// WebForwardAt gives the web forward of a zone that answers for a path of a host in the domain, as its name servers would lead there: over
// wildcards (RFC 4592) and aliases, not below delegations. Rest is what the path has below that of the forward. Where an alias leads out
// of the domain, host is what it leads to and found is false. Paths are in their escaped form.
func WebForwardAt(name reseller.Name, records []Record, at, path string) (forward Record, host, rest string, found bool) {
	answers, host := webAnswers(name, records, at)
	r, rest, found := longest(answers, path)
	return r.Record, host, rest, found
}

// HasWebForwardAt reports whether a host in the domain has a web forward, whatever its path. Host is as WebForwardAt gives it.
func HasWebForwardAt(name reseller.Name, records []Record, at string) (host string, found bool) {
	answers, host := webAnswers(name, records, at)
	return host, slices.ContainsFunc(answers, func(r placedRecord) bool { return r.WebForward() })
}

// webAnswers gives the records with which a zone answers at the end of the aliases of a host.
func webAnswers(name reseller.Name, records []Record, at string) (answers []placedRecord, host string) {
	placed := make([]placedRecord, len(records))
	for i, r := range records {
		placed[i] = placedRecord{r, i, ""}
	}
	t := newTree(name, placed)
	for range maxAliases {
		alias, aliased := t.answer(at, TypeCNAME)
		if !aliased {
			break
		}
		at = alias.Address
	}
	return t.answers(at), at
}

// WebHosts lists the hosts of a zone at which a web forward answers, without wildcards.
func WebHosts(name reseller.Name, records []Record) []string {
	if !HasWebForward(records) {
		return nil
	}
	var hosts []string
	for _, r := range records {
		host := hostOf(r.Host(), name)
		if strings.HasPrefix(host, "*") || slices.Contains(hosts, host) || !r.WebForward() && r.Type != TypeCNAME {
			continue
		}
		if _, found := HasWebForwardAt(name, records, host); found {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// hostOf is the full name of a hostname, with its path if it has one.
func hostOf(hostname string, name reseller.Name) string {
	if path, ok := strings.CutPrefix(hostname, "@"); ok {
		return name.String() + path
	}
	host, path, has := strings.Cut(hostname, "/")
	if has {
		path = "/" + path
	}
	return host + "." + name.String() + path
}
