package dns

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/miekg/dns"
)

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
