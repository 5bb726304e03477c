package dns

import (
	"iter"
	"slices"

	"github.com/miekg/dns"
)

// contents is what a transfer gives of a zone. The records are made as they are sent.
type contents struct {
	apex   string
	serial uint32
	whole  func() (*dns.SOA, iter.Seq[dns.RR])              // all but the SOA
	since  func(serial uint32) (*dns.SOA, iter.Seq[dns.RR]) // what has changed since a version, in parts that begin with SOAs (RFC 1995 §4); nil if that is not known
}

// contents are those of a compiled zone.
func (z *Zone) contents(earlier func(uint32) *Zone) contents {
	return contents{
		apex: z.Apex, serial: z.Serial,
		whole: func() (*dns.SOA, iter.Seq[dns.RR]) { return z.soa, slices.Values(z.Records()[1:]) },
		since: func(serial uint32) (*dns.SOA, iter.Seq[dns.RR]) {
			old := earlier(serial)
			if old == nil {
				return nil, nil
			}
			return z.soa, slices.Values(difference(old, z).records())
		},
	}
}

// contents are those of the version that is served.
func (c *catalog) contents() contents {
	_, serial := c.since(0)
	return contents{
		apex: c.apex, serial: serial,
		whole: func() (*dns.SOA, iter.Seq[dns.RR]) {
			entries, serial := c.entries()
			return c.soa(serial), func(yield func(dns.RR) bool) {
				for _, rr := range c.head() {
					if !yield(rr) {
						return
					}
				}
				c.each(entries, yield)
			}
		},
		since: func(old uint32) (*dns.SOA, iter.Seq[dns.RR]) {
			steps, serial := c.since(old)
			if steps == nil {
				return nil, nil
			}
			return c.soa(serial), func(yield func(dns.RR) bool) {
				for i, s := range steps {
					to := serial
					if i+1 < len(steps) {
						to = steps[i+1].from
					}
					if !yield(c.soa(s.from)) || !c.each(s.removed, yield) || !yield(c.soa(to)) || !c.each(s.added, yield) {
						return
					}
				}
			}
		},
	}
}

// each gives the records of members; false if no more are wanted.
func (c *catalog) each(entries []entry, yield func(dns.RR) bool) bool {
	for _, e := range entries {
		for _, rr := range c.records(e) {
			if !yield(rr) {
				return false
			}
		}
	}
	return true
}

// since lists the steps from a version to the one that is served; nil if they are not known.
func (c *catalog) since(old uint32) (steps []step, serial uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, s := range c.steps {
		if s.from == old {
			return slices.Clone(c.steps[i:]), c.serial
		}
	}
	return nil, c.serial
}

// zoneFor gives a zone to answer a question from: one without the members is enough for what is asked most, the SOA.
func (c *catalog) zoneFor(name string) *Zone {
	var entries []entry
	_, serial := c.since(0)
	if name != c.apex {
		entries, serial = c.entries()
	}
	b := builder{apex: c.apex, zone: &Zone{Apex: c.apex, Serial: serial, nodes: map[string]*node{}}, made: map[string]map[uint16][]dns.RR{}}
	b.zone.soa = c.soa(serial)
	b.add(c.apex, 0, b.zone.soa)
	for _, rr := range c.head() {
		b.add(rr.Header().Name, 0, rr)
	}
	c.each(entries, func(rr dns.RR) bool {
		b.add(rr.Header().Name, 0, rr)
		return true
	})
	b.finish()
	return b.zone
}
