package dns

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"

	"github.com/miekg/dns"

	"nameyard/publish"
	"nameyard/zone"
)

// Compile makes the zone of a name from all that it publishes; what the name has switched off is left out. The error tells of what could not be published, a row that is not in
// normal form for example; the zone holds all the rest.
func Compile(p zone.Publication, platform publish.Platform) (*Zone, error) {
	b := builder{
		apex: dns.Fqdn(p.Domain.Name.String()), platform: platform,
		zone: &Zone{Serial: p.Serial, domain: p.Domain.ID, toSign: p.Domain.SignedHere(), nodes: map[string]*node{}}, made: map[string]map[uint16][]dns.RR{},
	}
	b.zone.Apex = b.apex
	if !p.Domain.DNSManagement {
		p.Records = nil
	}
	if !p.Domain.EmailForwarding {
		p.Forwards = nil
	}
	b.aliased = p.Aliased
	b.records(p.Records)
	b.mailForwards(p.Records, p.Forwards)
	b.childHosts(p.Domain.Hosts)
	b.authority(p)
	b.finish()
	return b.zone, b.err
}

// builder gathers the records of a zone.
type builder struct {
	apex     string
	platform publish.Platform
	zone     *Zone
	aliased  map[string][]netip.Addr
	made     map[string]map[uint16][]dns.RR // by owner and type
	err      error                          // the first row that could not be published
}

// add puts a record into the zone, once, with the lowest TTL that it was given.
func (b *builder) add(owner string, ttl uint32, rr dns.RR) {
	kind := kindOf(rr)
	*rr.Header() = dns.RR_Header{Name: owner, Rrtype: kind, Class: dns.ClassINET, Ttl: ttl}
	if b.made[owner] == nil {
		b.made[owner] = map[uint16][]dns.RR{}
	}
	set := b.made[owner][kind]
	if n := slices.IndexFunc(set, func(other dns.RR) bool { return dns.IsDuplicate(rr, other) }); n >= 0 {
		set[n].Header().Ttl = min(set[n].Header().Ttl, ttl)
		return
	}
	b.made[owner][kind] = append(set, rr)
}

// kinds are the types of the library's records.
var kinds = func() map[reflect.Type]uint16 {
	table := map[reflect.Type]uint16{}
	for kind, made := range dns.TypeToRR {
		table[reflect.TypeOf(made())] = kind
	}
	return table
}()

// kindOf gives the type of a record: the library's own, or the one that its header says if it holds nothing but bytes.
func kindOf(rr dns.RR) uint16 {
	if kind, known := kinds[reflect.TypeOf(rr)]; known {
		return kind
	}
	return rr.Header().Rrtype
}

// has reports whether there is a record of one of some types at a name; of any type, if none is named.
func (b *builder) has(owner string, types ...uint16) bool {
	if len(types) == 0 {
		return len(b.made[owner]) > 0
	}
	return slices.ContainsFunc(types, func(kind uint16) bool { return len(b.made[owner][kind]) > 0 })
}

// owner gives the full name of a hostname of the zone.
func (b *builder) owner(hostname string) string {
	if hostname == "@" {
		return b.apex
	}
	return hostname + "." + b.apex
}

// failed notes that a row cannot be published.
func (b *builder) failed(r zone.Record, err error) {
	if b.err == nil {
		b.err = fmt.Errorf("zone %s: the record %s %s cannot be published: %w", b.apex, r.Hostname, r.Type, err)
	}
}

// finish makes the sets ready to be answered: at a CNAME nothing else stands (RFC 1034 §3.6.2), and the records of a set have one
// TTL (RFC 2181 §5.2), the lowest.
func (b *builder) finish() {
	for owner, sets := range b.made {
		n := &node{}
		if alias := sets[dns.TypeCNAME]; len(alias) > 0 {
			sets = map[uint16][]dns.RR{dns.TypeCNAME: alias[:1]}
		}
		for _, set := range sets {
			lowest := slices.MinFunc(set, func(a, b dns.RR) int { return int(a.Header().Ttl) - int(b.Header().Ttl) }).Header().Ttl
			for _, rr := range set {
				rr.Header().Ttl = lowest
			}
			n.sets = append(n.sets, set)
		}
		slices.SortFunc(n.sets, func(a, b []dns.RR) int { return rank(a) - rank(b) })
		b.zone.nodes[owner] = n
	}
	b.zone.complete()
}

// rank orders the sets of a node.
func rank(set []dns.RR) int {
	if kind := set[0].Header().Rrtype; kind != dns.TypeSOA {
		return int(kind)
	}
	return 0
}
