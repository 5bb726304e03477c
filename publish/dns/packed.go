package dns

import (
	"bytes"
	"encoding/binary"
	"iter"

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

// count is how many nodes the zone has.
func (p packed) count() int { return int(binary.BigEndian.Uint32(p[9:])) }

// apex is the zone's name as messages have it.
func (p packed) apex() []byte {
	name := p[packedHead+4*p.count():]
	return name[:nameEnd(name)]
}

// packedNode is a name in a packed zone.
type packedNode struct {
	at    uint32 // where it begins
	owner []byte
	rest  []byte // the number of its sets, and the sets
}

// node gives a node by its number.
func (p packed) node(i int) packedNode {
	at := binary.BigEndian.Uint32(p[packedHead+4*i:])
	n := p[at:]
	end := 1 + int(n[0])
	return packedNode{at, n[1:end], n[end:]}
}

// find gives the node of an owner.
func (p packed) find(owner []byte) (n packedNode, found bool) {
	low, high := 0, p.count()
	for low < high {
		middle := (low + high) / 2
		n = p.node(middle)
		switch bytes.Compare(n.owner, owner) {
		case 0:
			return n, true
		case -1:
			low = middle + 1
		default:
			high = middle
		}
	}
	return packedNode{}, false
}

// recordSet are the records of one type of a node.
type recordSet struct {
	kind  uint16
	ttl   uint32
	count int
	raw   bool   // they are no more than bytes to the library
	data  []byte // of all
}

// sets are those of a node, in their order.
func (n packedNode) sets() iter.Seq[recordSet] {
	return func(yield func(recordSet) bool) {
		at := 1
		next := func() uint64 {
			v, size := binary.Uvarint(n.rest[at:])
			at += size
			return v
		}
		for range n.rest[0] {
			s := recordSet{kind: uint16(next()), ttl: uint32(next())}
			count, size := next(), int(next())
			s.count, s.raw, s.data = int(count>>1), count&1 != 0, n.rest[at:at+size]
			at += size
			if !yield(s) {
				return
			}
		}
	}
}

// set gives the records of a type; none, if its count is 0.
func (n packedNode) set(kind uint16) recordSet {
	for s := range n.sets() {
		if s.kind == kind {
			return s
		}
	}
	return recordSet{}
}

// first is the first set of a node.
func (n packedNode) first() recordSet {
	for s := range n.sets() {
		return s
	}
	return recordSet{}
}

// each gives the data of the records.
func (s recordSet) each() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := s.data; len(rest) > 0; {
			length, size := binary.Uvarint(rest)
			end := size + int(length)
			if !yield(rest[size:end]) {
				return
			}
			rest = rest[end:]
		}
	}
}

// one is the data of the first record.
func (s recordSet) one() []byte {
	for data := range s.each() {
		return data
	}
	return nil
}
