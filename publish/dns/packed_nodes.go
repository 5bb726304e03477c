package dns

import (
	"bytes"
	"encoding/binary"
	"iter"
)

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

// below gives the name that some bytes begin with as the zone has it, if it lies there.
func (p packed) below(name []byte) ([]byte, bool) {
	end := nameEnd(name)
	if name[end-1] == apexMark {
		return name[:end], true
	}
	return marked(name[:end], p.apex())
}

// parentLabels takes the first label off a name.
func parentLabels(name []byte) []byte { return name[1+int(name[0]):] }
