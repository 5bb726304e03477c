package dns

import (
	"sync"
	"sync/atomic"

	"github.com/miekg/dns"
)

// packed is a compiled zone as it is kept: in the form of messages, which takes a quarter of the memory.
type packed struct {
	apex   string
	serial uint32
	domain int64
	toSign bool
	rows   int
	wire   []byte               // its records, the SOA first
	ready  atomic.Pointer[Zone] // the zone while it is asked for; the only form of one that cannot be packed
}

// pack packs a zone.
func pack(z *Zone) *packed {
	records := z.Records()
	p := &packed{apex: z.Apex, serial: z.Serial, domain: z.domain, toSign: z.toSign, rows: len(records)}
	size := 0
	for _, rr := range records {
		size += dns.Len(rr)
	}
	buffer, at, names := make([]byte, size), 0, map[string]int{}
	for _, rr := range records {
		_, bytes := rr.(*dns.RFC3597) // of a type that the library knows, and would not take back
		end, err := dns.PackRR(rr, buffer, at, names, true)
		if err != nil || bytes {
			p.ready.Store(z)
			return p
		}
		at = end
	}
	p.wire = append(make([]byte, 0, at), buffer[:at]...)
	return p
}

// unpack makes the zone again. Its records are in the order of Zone.Records.
func (p *packed) unpack() (*Zone, error) {
	z := &Zone{Apex: p.apex, Serial: p.serial, domain: p.domain, toSign: p.toSign, nodes: make(map[string]*node, p.rows)}
	n := &node{}
	var owner string
	var kind uint16
	for at := 0; at < len(p.wire); {
		rr, end, err := dns.UnpackRR(p.wire, at)
		if err != nil {
			return nil, err
		}
		at = end
		h := rr.Header()
		switch {
		case h.Name != owner:
			n = &node{sets: [][]dns.RR{{rr}}}
			z.nodes[h.Name] = n
		case h.Rrtype != kind:
			h.Name = owner
			n.sets = append(n.sets, []dns.RR{rr})
		default:
			h.Name = owner
			n.sets[len(n.sets)-1] = append(n.sets[len(n.sets)-1], rr)
		}
		owner, kind = h.Name, h.Rrtype
	}
	z.soa = z.nodes[p.apex].sets[0][0].(*dns.SOA)
	z.complete()
	return z, nil
}

// readyRows bounds the records of zones that are ready to be answered from.
const readyRows = 30_000

// readied are the zones that are ready, so that those asked for longest ago are packed again.
type readied struct {
	mu    sync.Mutex
	queue []*packed
	rows  int
}

// zone gives the zone that is packed.
func (r *readied) zone(p *packed) (*Zone, error) {
	if z := p.ready.Load(); z != nil {
		return z, nil
	}
	z, err := p.unpack()
	if err != nil {
		return nil, err
	}
	p.ready.Store(z)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queue, r.rows = append(r.queue, p), r.rows+p.rows
	for r.rows > readyRows && len(r.queue) > 1 {
		oldest := r.queue[0]
		oldest.ready.Store(nil)
		r.queue, r.rows = r.queue[1:], r.rows-oldest.rows
	}
	return z, nil
}
