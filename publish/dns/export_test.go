package dns

import "github.com/miekg/dns"

// Repacked is the zone as it is kept.
func (z *Zone) Repacked() (*Zone, error) { return new(readied).zone(pack(z)) }

// Nodes are the names that there are in the zone, and how many delegations.
func (z *Zone) Nodes() (names map[string]bool, cuts int) {
	names = map[string]bool{}
	for name := range z.nodes {
		names[dns.CanonicalName(name)] = true
	}
	return names, z.cuts
}
