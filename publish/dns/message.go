package dns

import (
	"bytes"
	"encoding/binary"

	"github.com/miekg/dns"
)

// message is an answer as it is written. One can be used for many answers, one after the other.
type message struct {
	bytes  []byte
	room   int // how large it may become, without the OPT record
	counts [3]uint16
	flags  uint16
	rcode  int

	apex    int // where the apex of the zone stands in it
	names   [8]writtenName
	written int // names that are remembered

	source     uint32 // tells the nodes of a zone apart whose records answer first; for the limiter
	sourceKind uint16 // which of the node's records those are
}

// writtenName is a name that stands in a message, so that others can point to it.
type writtenName struct {
	name    []byte // as a packed zone has it
	at      int
	literal int // how much of the name stands there; the rest is a pointer
}

// The sections that records go to.
const (
	sectionAnswer = iota
	sectionAuthority
	sectionAdditional
)

// pointers is how far a name may stand in a message for others to point to it.
const pointers = 1 << 14

// begin begins the answer to a question, of no more bytes than there is room for.
func (m *message) begin(q *question, room int) {
	m.bytes = append(append(m.bytes[:0], make([]byte, headerSize)...), q.asked...)
	m.room, m.counts, m.rcode, m.written, m.source, m.sourceKind = room, [3]uint16{}, dns.RcodeSuccess, 0, 0, 0
	if q.edns {
		m.room -= optSize
	}
	m.flags = flagResponse | q.flags&(flagRecursionDesired|flagCheckingDisabled)
}

// in says what the name of the question is in its zone.
func (m *message) in(name []byte) {
	m.apex = headerSize + len(name) - 1
	m.remember(name, headerSize, len(name)-1)
}

// end completes the message.
func (m *message) end(q *question) []byte {
	additional := m.counts[sectionAdditional]
	if q.edns {
		additional++
		opt := [optSize]byte{2: byte(dns.TypeOPT), 3: payload >> 8, 4: payload & 0xFF, 5: byte(m.rcode >> 4)}
		if q.dnssecOK {
			opt[7] = 0x80
		}
		m.bytes = append(m.bytes, opt[:]...)
	}
	h := m.bytes[:headerSize]
	binary.BigEndian.PutUint16(h, q.id)
	binary.BigEndian.PutUint16(h[2:], m.flags|uint16(m.rcode&0xF))
	for i, n := range []uint16{1, m.counts[sectionAnswer], m.counts[sectionAuthority], additional} {
		binary.BigEndian.PutUint16(h[4+2*i:], n)
	}
	return m.bytes
}

// cut leaves nothing of the message but the sign to come back over TCP.
func (m *message) cut(q *question) []byte {
	m.bytes, m.counts, m.flags = m.bytes[:headerSize+len(q.asked)], [3]uint16{}, m.flags|flagTruncated
	return m.end(q)
}

// add adds a set of records of an owner, the whole of it; if there is no room for that, it adds nothing and reports false.
func (m *message) add(section int, owner []byte, s recordSet) bool {
	before, written := len(m.bytes), m.written
	for data := range s.each() {
		m.name(owner)
		m.bytes = binary.BigEndian.AppendUint16(m.bytes, s.kind)
		m.bytes = binary.BigEndian.AppendUint16(m.bytes, dns.ClassINET)
		m.bytes = binary.BigEndian.AppendUint32(m.bytes, s.ttl)
		length := len(m.bytes)
		m.bytes = append(m.bytes, 0, 0)
		m.data(s.kind, data)
		binary.BigEndian.PutUint16(m.bytes[length:], uint16(len(m.bytes)-length-2))
		if len(m.bytes) > m.room {
			m.bytes, m.written = m.bytes[:before], written
			return false
		}
	}
	m.counts[section] += uint16(s.count)
	return true
}

// data writes the data of a record.
func (m *message) data(kind uint16, data []byte) {
	before, names := named(kind)
	m.bytes, data = append(m.bytes, data[:before]...), data[before:]
	for range names {
		end := nameEnd(data)
		m.name(data[:end])
		data = data[end:]
	}
	m.bytes = append(m.bytes, data...)
}

// name writes a name as a packed zone has it, with a pointer to where its end stands already (RFC 1035 §4.1.4).
func (m *message) name(name []byte) {
	at := len(m.bytes)
	for i := 0; ; i += 1 + int(name[i]) {
		target := m.find(name[i:])
		if target == 0 && name[i] != 0 && name[i] != apexMark {
			m.bytes = append(m.bytes, name[i:i+1+int(name[i])]...)
			continue
		}
		if target == 0 && name[i] == 0 {
			m.bytes = append(m.bytes, 0)
		} else {
			if target == 0 {
				target = m.apex
			}
			m.bytes = append(m.bytes, 0xC0|byte(target>>8), byte(target))
		}
		m.remember(name, at, i)
		return
	}
}

// remember notes a name of which the first bytes stand somewhere.
func (m *message) remember(name []byte, at, literal int) {
	if m.written < len(m.names) && literal > 0 && at+literal < pointers {
		m.names[m.written] = writtenName{name, at, literal}
		m.written++
	}
}

// find gives where a name stands that was written; 0 if nowhere.
func (m *message) find(name []byte) int {
	if len(name) == 1 {
		return 0
	}
	for _, w := range m.names[:m.written] {
		from := len(w.name) - len(name)
		if from < 0 || from >= w.literal || !bytes.Equal(w.name[from:], name) {
			continue
		}
		i := 0
		for i < from {
			i += 1 + int(w.name[i])
		}
		if i == from {
			return w.at + from
		}
	}
	return 0
}
