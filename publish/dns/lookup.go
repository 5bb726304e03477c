package dns

import (
	"bytes"
	"encoding/binary"

	"github.com/miekg/dns"
)

// maxAliases bounds how many aliases of a zone one answer follows.
const maxAliases = 16

// lookup finds what a zone says to a question, and writes it into a message. Names are as packed zones have them.
type lookup struct {
	zone packed
	message
	kind  uint16
	hosts [][]byte // whose addresses the message has
	under [maxName + 2]byte
}

// answer answers for a name in the zone, by RFC 1034 §4.3.2 as RFC 4592 has it. Aliases are followed as long as they stay in the zone.
func (l *lookup) answer(name []byte) {
	l.flags |= flagAuthoritative
	l.hosts = l.hosts[:0]
	for range maxAliases {
		if cut, ok := l.cutAbove(name); ok {
			l.refer(cut)
			return
		}
		source, exists := l.sourceOf(name)
		if !exists {
			l.rcode = dns.RcodeNameError // of the last name, RFC 6604 §3
			l.deny()
			return
		}
		alias := source.set(dns.TypeCNAME)
		if alias.count == 0 || l.kind == dns.TypeCNAME || l.kind == dns.TypeANY {
			l.tell(source, name)
			return
		}
		if !l.must(sectionAnswer, source, name, alias) {
			return
		}
		if name = alias.one(); name[len(name)-1] != apexMark {
			return
		}
	}
}

// tell answers with the records of a node under the name that was asked for: those of a wildcard take it.
func (l *lookup) tell(source packedNode, name []byte) {
	set := source.set(l.kind)
	if l.kind == dns.TypeANY {
		set = source.first() // one is enough (RFC 8482 §4.1)
	}
	if set.count == 0 {
		l.deny()
		return
	}
	if l.must(sectionAnswer, source, name, set) {
		l.addresses(set)
	}
}

// deny says that there is no such name, or no such type at it: with the SOA, whose TTL says for how long (RFC 2308 §3).
func (l *lookup) deny() {
	apex, _ := l.zone.find(apexName)
	soa := apex.set(dns.TypeSOA)
	data := soa.one()
	soa.ttl = min(soa.ttl, binary.BigEndian.Uint32(data[len(data)-4:]))
	l.must(sectionAuthority, packedNode{}, apexName, soa)
}

// must adds what an answer would be wrong without: where there is no room for it, the message says so.
func (l *lookup) must(section int, source packedNode, name []byte, set recordSet) bool {
	if l.source == 0 && source.at != 0 {
		l.source, l.sourceKind = source.at, set.kind
	}
	if l.add(section, name, set) {
		return true
	}
	l.flags |= flagTruncated
	return false
}

// cutAbove gives the delegation that a name lies at or below. The DS of a delegation is the parent's (RFC 4035 §3.1.4.1).
func (l *lookup) cutAbove(name []byte) (cut packedNode, ok bool) {
	if l.zone[8]&flagCuts == 0 {
		return cut, false
	}
	if l.kind == dns.TypeDS && name[0] != apexMark {
		name = parentLabels(name)
	}
	for ; name[0] != apexMark; name = parentLabels(name) {
		if n, found := l.zone.find(name); found && n.set(dns.TypeNS).count > 0 {
			cut, ok = n, true
		}
	}
	return cut, ok
}

// refer says who knows more. The addresses of those name servers go with it as far as the zone has them; without all of them the message
// is not whole (RFC 9471 §3.1).
func (l *lookup) refer(cut packedNode) {
	if l.counts[sectionAnswer] == 0 { // else an alias before it is ours
		l.flags &^= flagAuthoritative
	}
	servers := cut.set(dns.TypeNS)
	if l.must(sectionAuthority, packedNode{}, cut.owner, servers) && !l.addresses(servers) {
		l.flags |= flagTruncated
	}
}

// sourceOf gives the node whose records answer for a name: its own, or that of a wildcard (RFC 4592 §3.3.1).
func (l *lookup) sourceOf(name []byte) (packedNode, bool) {
	if n, found := l.zone.find(name); found {
		return n, true
	}
	for found := false; !found; {
		name = parentLabels(name) // ends at the apex, which there is
		_, found = l.zone.find(name)
	}
	return l.zone.find(append(append(l.under[:0], 1, '*'), name...))
}

// addresses adds the addresses that the zone has for the hosts that records point to. It reports whether there is room for all.
func (l *lookup) addresses(set recordSet) (all bool) {
	before, pointing := hostIn(set.kind)
	if !pointing {
		return true
	}
	all = true
	for data := range set.each() {
		host, below := l.zone.below(data[before:])
		if !below || l.has(host) {
			continue
		}
		l.hosts = append(l.hosts, host)
		n, found := l.zone.find(host)
		if !found {
			continue
		}
		for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
			if addresses := n.set(kind); addresses.count > 0 {
				all = l.add(sectionAdditional, n.owner, addresses) && all
			}
		}
	}
	return all
}

func (l *lookup) has(host []byte) bool {
	for _, other := range l.hosts {
		if bytes.Equal(other, host) {
			return true
		}
	}
	return false
}

// hostIn tells after how many bytes of the data of a type the host stands whose addresses are given along.
func hostIn(kind uint16) (before int, pointing bool) {
	switch kind {
	case dns.TypeNS:
		return 0, true
	case dns.TypeMX, dns.TypeHTTPS, dns.TypeSVCB:
		return 2, true
	case dns.TypeSRV:
		return 6, true
	}
	return 0, false
}
