package dns

import (
	"github.com/miekg/dns"
)

// Answer is what a zone says to a question.
type Answer struct {
	Rcode         int
	Authoritative bool
	Answer        []dns.RR
	Authority     []dns.RR
	Additional    []dns.RR
}

// Judged answers a question from the records of a zone, in the plainest way: what is answered from packed zones must say the same. The name is
// in lower case.
func (z *Zone) Judged(name string, kind uint16) Answer {
	a := Answer{Authoritative: true}
	for range maxAliases {
		if cut, ok := z.cut(name, kind); ok {
			z.refer(&a, cut)
			return a
		}
		source, exists := z.source(name)
		if !exists {
			a.Rcode = dns.RcodeNameError // of the last name, RFC 6604 §3
			z.deny(&a)
			return a
		}
		alias := source.set(dns.TypeCNAME)
		if alias == nil || kind == dns.TypeCNAME || kind == dns.TypeANY {
			z.tell(&a, source, name, kind)
			return a
		}
		a.Answer = append(a.Answer, as(name, alias)...)
		if name = alias[0].(*dns.CNAME).Target; !z.Contains(name) {
			return a
		}
	}
	return a
}

// tell answers with the records of a node.
func (z *Zone) tell(a *Answer, source *node, name string, kind uint16) {
	set := source.set(kind)
	if kind == dns.TypeANY && len(source.sets) > 0 {
		set = source.sets[0] // one is enough (RFC 8482 §4.1)
	}
	if set == nil {
		z.deny(a)
		return
	}
	a.Answer = append(a.Answer, as(name, set)...)
	a.Additional = z.addresses(set)
}

// deny says that there is no such name, or no such type at it: with the SOA, whose TTL says for how long (RFC 2308 §3).
func (z *Zone) deny(a *Answer) {
	soa := *z.soa
	soa.Hdr.Ttl = min(soa.Hdr.Ttl, soa.Minttl)
	a.Authority = []dns.RR{&soa}
}

// cut gives the delegation that a name lies at or below. The DS of a delegation is the parent's (RFC 4035 §3.1.4.1).
func (z *Zone) cut(name string, kind uint16) (cut *node, ok bool) {
	if z.cuts == 0 {
		return nil, false
	}
	if kind == dns.TypeDS && name != z.Apex {
		name = parent(name)
	}
	for ; name != z.Apex; name = parent(name) {
		if n := z.nodes[name]; n != nil && n.set(dns.TypeNS) != nil {
			cut = n
		}
	}
	return cut, cut != nil
}

// refer says who knows more. The addresses of those name servers go with it as far as the zone has them: glue.
func (z *Zone) refer(a *Answer, cut *node) {
	a.Authoritative = len(a.Answer) > 0 // an alias before it is ours
	a.Authority = cut.set(dns.TypeNS)
	a.Additional = z.addresses(a.Authority)
}

// source gives the node whose records answer for a name: its own, or that of a wildcard (RFC 4592 §3.3.1).
func (z *Zone) source(name string) (*node, bool) {
	if n := z.nodes[name]; n != nil {
		return n, true
	}
	for name != z.Apex {
		if name = parent(name); z.nodes[name] != nil {
			break
		}
	}
	n := z.nodes["*."+name]
	return n, n != nil
}

// addresses gives the addresses that the zone has for the hosts that records point to.
func (z *Zone) addresses(set []dns.RR) []dns.RR {
	var found []dns.RR
	for _, rr := range set {
		host := ""
		switch rr := rr.(type) {
		case *dns.NS:
			host = rr.Ns
		case *dns.MX:
			host = rr.Mx
		case *dns.SRV:
			host = rr.Target
		case *dns.HTTPS:
			host = rr.Target
		case *dns.SVCB:
			host = rr.Target
		}
		if n := z.nodes[host]; n != nil {
			found = append(append(found, n.set(dns.TypeA)...), n.set(dns.TypeAAAA)...)
		}
	}
	return found
}

// as gives records under the name that was asked for: those of a wildcard take it.
func as(name string, set []dns.RR) []dns.RR {
	if set[0].Header().Name == name {
		return set
	}
	renamed := make([]dns.RR, len(set))
	for i, rr := range set {
		renamed[i] = dns.Copy(rr)
		renamed[i].Header().Name = name
	}
	return renamed
}
