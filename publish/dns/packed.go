package dns

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/miekg/dns"
)

// packed is a compiled zone as it is kept and answered from: one piece of memory without pointers, laid out as
//
//	8 bytes  whose it is
//	1 byte   flags
//	4 bytes  how many nodes it has, then for each of them, in the order of their owners' bytes,
//	4 bytes  where it begins
//	         the apex, as messages have it (RFC 1035 §3.1), in lower case
//	         the nodes
//
// A node is its owner behind one byte with the length of that, one byte with the number of its sets, and the sets. A set is its type, TTL,
// number of records (doubled, and one more where they are bytes to the library), and length of those, as varints; each record is the length
// of its data as a varint, and the data. Owners, and the names in the data of types that named knows, are as messages have them, but with
// apexMark in place of the apex.
type packed []byte

const (
	flagSigned = 1 << iota // by the signer
	flagCuts               // there are delegations
)

// apexMark ends a name below the apex, where any other name ends with the empty label of the root.
const apexMark = 0xC0

// apexName is the apex itself.
var apexName = []byte{apexMark}

const packedHead = 8 + 1 + 4

// named tells where the names in the data of a type are that may be compressed (RFC 3597 §4): how many bytes come before, and how many
// names there are.
func named(kind uint16) (before, names int) {
	switch kind {
	case dns.TypeNS, dns.TypeCNAME, dns.TypePTR:
		return 0, 1
	case dns.TypeMX:
		return 2, 1
	case dns.TypeSOA:
		return 0, 2
	}
	return 0, 0
}

// pack packs a zone. The error tells of the first name or record that does not fit into a message; those are left out.
func pack(z *Zone) (packed, error) {
	apex, err := wireName(z.Apex)
	if err != nil {
		return nil, err
	}
	p := packer{apex: apex}
	nodes := p.sorted(z.nodes)
	p.zone = append(binary.BigEndian.AppendUint64(p.zone, uint64(z.domain)), flagsOf(z))
	p.zone = binary.BigEndian.AppendUint32(p.zone, uint32(len(nodes)))
	at := len(p.zone)
	p.zone = append(append(p.zone, make([]byte, 4*len(nodes))...), apex...)
	for _, n := range nodes {
		binary.BigEndian.PutUint32(p.zone[at:], uint32(len(p.zone)))
		at += 4
		p.node(n.owner, n.sets)
	}
	return append(packed(nil), p.zone...), p.err
}

func flagsOf(z *Zone) (flags byte) {
	if z.toSign {
		flags |= flagSigned
	}
	if z.cuts > 0 {
		flags |= flagCuts
	}
	return flags
}

// packer packs one zone.
type packer struct {
	zone, apex []byte
	set        []byte // the records of the set at work
	err        error
}

// ownedNode is a node with its owner as packed zones have it.
type ownedNode struct {
	owner []byte
	*node
}

// sorted lists nodes in the order of their owners' bytes.
func (p *packer) sorted(nodes map[string]*node) []ownedNode {
	list := make([]ownedNode, 0, len(nodes))
	for name, n := range nodes {
		owner, err := wireName(name)
		if err != nil {
			p.err = cmp.Or(p.err, fmt.Errorf("%s does not fit into a message: %w", name, err))
			continue
		}
		owner, _ = marked(owner, p.apex)
		list = append(list, ownedNode{owner, n})
	}
	slices.SortFunc(list, func(a, b ownedNode) int { return bytes.Compare(a.owner, b.owner) })
	return list
}

// node adds a node with its sets.
func (p *packer) node(owner []byte, sets [][]dns.RR) {
	p.zone = append(append(append(p.zone, byte(len(owner))), owner...), byte(len(sets)))
	for _, set := range sets {
		h, count, raw := set[0].Header(), uint64(0), uint64(0)
		p.set = p.set[:0]
		for _, rr := range set {
			data, err := dataOf(rr)
			if err != nil {
				p.err = cmp.Or(p.err, fmt.Errorf("%s %s does not fit into a message: %w", h.Name, dns.TypeToString[h.Rrtype], err))
				continue
			}
			if _, bytes := rr.(*dns.RFC3597); bytes {
				raw = 1
			}
			data = p.namesMarked(h.Rrtype, data)
			p.set = append(binary.AppendUvarint(p.set, uint64(len(data))), data...)
			count++
		}
		for _, v := range []uint64{uint64(h.Rrtype), uint64(h.Ttl), count<<1 | raw, uint64(len(p.set))} {
			p.zone = binary.AppendUvarint(p.zone, v)
		}
		p.zone = append(p.zone, p.set...)
	}
}

// namesMarked gives the data of a record with the mark in the place of the apex.
func (p *packer) namesMarked(kind uint16, data []byte) []byte {
	before, names := named(kind)
	out, rest := slices.Clone(data[:before]), data[before:]
	for range names {
		end := nameEnd(rest)
		name, _ := marked(rest[:end:end], p.apex)
		out, rest = append(out, name...), rest[end:]
	}
	return append(out, rest...)
}

// wireName is a name as messages have it, without compression.
func wireName(name string) ([]byte, error) {
	var buffer [256]byte
	end, err := dns.PackDomainName(name, buffer[:], 0, nil, false)
	return slices.Clone(buffer[:end]), err
}

// dataOf is the data of a record as messages have it, without compression.
func dataOf(rr dns.RR) ([]byte, error) {
	buffer := make([]byte, dns.Len(rr)+1)
	end, err := dns.PackRR(rr, buffer, 0, nil, false)
	if err != nil {
		return nil, err
	}
	return buffer[nameEnd(buffer)+10 : end], nil // behind type, class, TTL and length
}

// nameEnd gives how long the name is that some bytes begin with: one without compression, or with the mark at its end.
func nameEnd(name []byte) int {
	i := 0
	for name[i] != 0 && name[i] != apexMark {
		i += 1 + int(name[i])
	}
	return i + 1
}

// marked gives a name of a message with the mark in the place of the apex, if it lies there.
func marked(name, apex []byte) (withMark []byte, below bool) {
	at := len(name) - len(apex)
	if at < 0 || !bytes.Equal(name[at:], apex) {
		return name, false
	}
	for i := 0; i <= at; i += 1 + int(name[i]) {
		if i == at {
			return append(slices.Clone(name[:at]), apexMark), true
		}
	}
	return name, false
}

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

// unmarked is a name as messages have it.
func (p packed) unmarked(name []byte) []byte {
	if end := len(name) - 1; name[end] == apexMark {
		return append(slices.Clone(name[:end]), p.apex()...)
	}
	return name
}
