package dns

import (
	"encoding/binary"
	"encoding/hex"
	"slices"

	"github.com/miekg/dns"
)

// unpack makes the zone again.
func (p packed) unpack() (*Zone, error) {
	apex, _, err := dns.UnpackDomainName(p.apex(), 0)
	if err != nil {
		return nil, err
	}
	z := &Zone{Apex: apex, domain: int64(binary.BigEndian.Uint64(p)), toSign: p[8]&flagSigned != 0, nodes: make(map[string]*node, p.count())}
	for i := range p.count() {
		packedNode := p.node(i)
		owner, _, err := dns.UnpackDomainName(p.unmarked(packedNode.owner), 0)
		if err != nil {
			return nil, err
		}
		n := &node{}
		for s := range packedNode.sets() {
			set, err := p.records(owner, s)
			if err != nil {
				return nil, err
			}
			if len(set) > 0 {
				n.sets = append(n.sets, set)
			}
		}
		z.nodes[owner] = n
	}
	z.soa = z.nodes[apex].set(dns.TypeSOA)[0].(*dns.SOA)
	z.Serial = z.soa.Serial
	z.complete()
	return z, nil
}

// records are those of a set.
func (p packed) records(owner string, s recordSet) ([]dns.RR, error) {
	var list []dns.RR
	for data := range s.each() {
		full := p.namesUnmarked(s.kind, data)
		h := dns.RR_Header{Name: owner, Rrtype: s.kind, Class: dns.ClassINET, Ttl: s.ttl, Rdlength: uint16(len(full))}
		if s.raw {
			list = append(list, &dns.RFC3597{Hdr: h, Rdata: hex.EncodeToString(full)})
			continue
		}
		rr, _, err := dns.UnpackRRWithHeader(h, full, 0)
		if err != nil {
			return nil, err
		}
		list = append(list, rr)
	}
	return list, nil
}

// namesUnmarked undoes namesMarked.
func (p packed) namesUnmarked(kind uint16, data []byte) []byte {
	before, names := named(kind)
	out, rest := slices.Clone(data[:before]), data[before:]
	for range names {
		end := nameEnd(rest)
		out, rest = append(out, p.unmarked(rest[:end])...), rest[end:]
	}
	return append(out, rest...)
}
