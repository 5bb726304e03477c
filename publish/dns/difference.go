package dns

import (
	"slices"

	"github.com/miekg/dns"
)

// Difference says what takes one version of a zone to the next (RFC 1995 §4).
type Difference struct {
	Old, New       *dns.SOA
	Deleted, Added []dns.RR // without the SOA
}

// difference compares two versions of a zone.
func difference(old, new *Zone) Difference {
	d := Difference{Old: old.soa, New: new.soa}
	for owner, n := range old.nodes {
		d.Deleted = append(d.Deleted, missing(n, new.nodes[owner])...)
	}
	for owner, n := range new.nodes {
		d.Added = append(d.Added, missing(n, old.nodes[owner])...)
	}
	return d
}

// missing lists the records of a node that another has not. A record with another TTL is another one.
func missing(n, other *node) []dns.RR {
	if n == other {
		return nil
	}
	var list []dns.RR
	for _, set := range n.sets {
		kind := set[0].Header().Rrtype
		if kind == dns.TypeSOA {
			continue
		}
		var have []dns.RR
		if other != nil {
			have = other.set(kind)
		}
		for _, rr := range set {
			same := func(o dns.RR) bool { return o.Header().Ttl == rr.Header().Ttl && dns.IsDuplicate(o, rr) }
			if !slices.ContainsFunc(have, same) {
				list = append(list, rr)
			}
		}
	}
	return list
}

// records lists the difference as an incremental transfer has it, without the SOA around it.
func (d Difference) records() []dns.RR {
	return slices.Concat([]dns.RR{d.Old}, d.Deleted, []dns.RR{d.New}, d.Added)
}
