package dns

import (
	"encoding/binary"

	"github.com/miekg/dns"
)

// question is a request that asks something of the zones.
type question struct {
	id, flags  uint16
	asked      []byte // the question section as it came
	kind       uint16
	class      uint16
	edns       bool // with an OPT record (RFC 6891), whose fields these are
	dnssecOK   bool
	version    byte
	udpSize    uint16
	nameBuffer [maxName]byte
	nameLength int
}

const (
	maxName    = 255 // of a name in a message (RFC 1035 §2.3.4)
	maxLabel   = 63
	headerSize = 12
	optSize    = 11 // of an OPT record without options
)

// Flags of a message's header (RFC 1035 §4.1.1, RFC 4035 §3.2.2).
const (
	flagResponse         = 1 << 15
	flagAuthoritative    = 1 << 10
	flagTruncated        = 1 << 9
	flagRecursionDesired = 1 << 8
	flagCheckingDisabled = 1 << 4
	opcodeBits           = 0xF << 11
)

// name is the name that is asked for as messages have it, in lower case.
func (q *question) name() []byte { return q.nameBuffer[:q.nameLength] }

// read takes a message apart that asks just one thing, with nothing beside it but an OPT record. It reports whether the message is of that
// form; anything else that may be right is for the library, which also says what is wrong. The question refers to the message.
func (q *question) read(message []byte) bool {
	if len(message) < headerSize || len(message) > dns.MaxMsgSize {
		return false
	}
	q.id, q.flags = binary.BigEndian.Uint16(message), binary.BigEndian.Uint16(message[2:])
	counts := binary.BigEndian.Uint64(message[4:])
	const one, oneWithOPT = 1 << 48, 1<<48 | 1
	if q.flags&(flagResponse|flagTruncated|opcodeBits) != 0 || counts != one && counts != oneWithOPT {
		return false
	}
	rest, ok := q.readQuestion(message[headerSize:])
	if !ok || q.kind == dns.TypeAXFR || q.kind == dns.TypeIXFR {
		return false
	}
	q.edns = counts == oneWithOPT
	return q.edns && q.readOPT(rest) || !q.edns && len(rest) == 0
}

// readQuestion reads the question section, and gives what comes after it.
func (q *question) readQuestion(section []byte) (rest []byte, ok bool) {
	i := 0
	for {
		if i >= len(section) || i >= maxName {
			return nil, false
		}
		length := int(section[i])
		if length > maxLabel || i+length >= maxName || i+length >= len(section) {
			return nil, false
		}
		q.nameBuffer[i] = section[i]
		for at := i + 1; at <= i+length; at++ {
			q.nameBuffer[at] = lower(section[at])
		}
		if i += 1 + length; length == 0 {
			break
		}
	}
	if q.nameLength = i; len(section) < i+4 {
		return nil, false
	}
	q.kind, q.class = binary.BigEndian.Uint16(section[i:]), binary.BigEndian.Uint16(section[i+2:])
	q.asked = section[:i+4]
	return section[i+4:], true
}

// readOPT reads an OPT record that is all that is left. Its options say nothing to us, but they must be some.
func (q *question) readOPT(record []byte) bool {
	if len(record) < optSize || record[0] != 0 || binary.BigEndian.Uint16(record[1:]) != dns.TypeOPT {
		return false
	}
	q.udpSize, q.version, q.dnssecOK = binary.BigEndian.Uint16(record[3:]), record[6], record[7]&0x80 != 0
	options := record[optSize:]
	if int(binary.BigEndian.Uint16(record[9:])) != len(options) {
		return false
	}
	for len(options) > 0 {
		if len(options) < 4 || len(options)-4 < int(binary.BigEndian.Uint16(options[2:])) {
			return false
		}
		options = options[4+int(binary.BigEndian.Uint16(options[2:])):]
	}
	return true
}

// of takes over what the library has taken apart.
func (q *question) of(m *dns.Msg) bool {
	alone := dns.Msg{MsgHdr: m.MsgHdr, Question: m.Question}
	if opt := m.IsEdns0(); opt != nil {
		alone.SetEdns0(opt.UDPSize(), opt.Do())
		alone.IsEdns0().SetVersion(opt.Version())
	}
	alone.Truncated, alone.Opcode = false, dns.OpcodeQuery
	message, err := alone.Pack()
	return err == nil && q.read(message)
}

// host writes the name as text without the root's dot, into a buffer. A dot that is none between labels becomes what no name that is held
// has.
func (q *question) host(buffer []byte) []byte {
	buffer = buffer[:0]
	for rest := q.name(); rest[0] != 0; rest = parentLabels(rest) {
		if len(buffer) > 0 {
			buffer = append(buffer, '.')
		}
		for _, c := range rest[1 : 1+rest[0]] {
			if c == '.' {
				c = 0
			}
			buffer = append(buffer, c)
		}
	}
	return buffer
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
