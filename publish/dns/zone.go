package dns

import (
	"maps"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Zone is a compiled zone. It does not change any more, and is safe for concurrent use.
type Zone struct {
	Apex   string // with a dot at the end, lower case, as all names in it
	Serial uint32

	domain int64 // whose it is
	toSign bool  // by the signer
	soa    *dns.SOA
	nodes  map[string]*node // all owners, and what lies between them and the apex (empty non-terminals, RFC 4592 §2.2.2)
	cuts   int              // delegations
}

// node is a name in a zone with its sets of records.
type node struct {
	sets [][]dns.RR // each of one type; SOA first, then by type
}

// set gives the records of a type.
func (n *node) set(kind uint16) []dns.RR {
	for _, set := range n.sets {
		if set[0].Header().Rrtype == kind {
			return set
		}
	}
	return nil
}

// complete adds what follows from the nodes that have records.
func (z *Zone) complete() {
	for owner, n := range z.nodes {
		if owner != z.Apex && n.set(dns.TypeNS) != nil {
			z.cuts++
		}
	}
	for _, owner := range slices.Collect(maps.Keys(z.nodes)) {
		for up := owner; up != z.Apex && z.nodes[parent(up)] == nil; {
			up = parent(up)
			z.nodes[up] = &node{}
		}
	}
}

// Records lists all records, the SOA first and the rest by owner and type.
func (z *Zone) Records() []dns.RR {
	list := []dns.RR{z.soa}
	for _, owner := range z.owners() {
		for _, set := range z.nodes[owner].sets {
			if set[0].Header().Rrtype != dns.TypeSOA {
				list = append(list, set...)
			}
		}
	}
	return list
}

// owners lists the names of the zone: the apex first, then from the last label on.
func (z *Zone) owners() []string {
	type sortable struct{ key, owner string }
	list := make([]sortable, 0, len(z.nodes))
	for owner := range z.nodes {
		labels := strings.Split(strings.TrimSuffix(owner, "."), ".")
		slices.Reverse(labels)
		list = append(list, sortable{strings.Join(labels, "\x00"), owner})
	}
	slices.SortFunc(list, func(a, b sortable) int { return strings.Compare(a.key, b.key) })
	owners := make([]string, len(list))
	for i, s := range list {
		owners[i] = s.owner
	}
	return owners
}

// Contains reports whether a name is the apex or lies below it.
func (z *Zone) Contains(name string) bool { return below(name, z.Apex) }

// below reports whether a name is another one or lies below it; both end with a dot.
func below(name, top string) bool {
	return name == top || strings.HasSuffix(name, "."+top)
}

// parent gives the name one label up.
func parent(name string) string {
	if next, end := dns.NextLabel(name, 0); !end {
		return name[next:]
	}
	return "."
}
