package dns

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"

	"nameyard/safely"
	"nameyard/zone"
)

// Resolver asks recursive name servers for the addresses of hosts. It is safe for concurrent use.
type Resolver struct {
	servers []string // host:port, asked in turn until one answers
	Log     *slog.Logger
}

const (
	resolveTime = 2 * time.Second // that one server has for one question
	resolveAll  = 8 * time.Second // that a host has
	maxChain    = 8               // CNAMEs from a host to its addresses
	systemFile  = "/etc/resolv.conf"
)

// NewResolver makes a Resolver that asks a server: an IP address with or without a port (53). Without one it asks those of
// /etc/resolv.conf, and without any there the one of this machine.
func NewResolver(server string) (*Resolver, error) {
	if server == "" {
		return systemResolver(systemFile), nil
	}
	if address, err := netip.ParseAddrPort(server); err == nil && address.Port() != 0 {
		return &Resolver{servers: []string{address.String()}}, nil
	}
	address, err := netip.ParseAddr(strings.Trim(server, "[]"))
	if err != nil {
		return nil, fmt.Errorf("%q is not an IP address, with or without a port", server)
	}
	return &Resolver{servers: []string{netip.AddrPortFrom(address, 53).String()}}, nil
}

func systemResolver(file string) *Resolver {
	r := new(Resolver)
	if c, err := dns.ClientConfigFromFile(file); err == nil {
		for _, server := range c.Servers {
			r.servers = append(r.servers, net.JoinHostPort(server, c.Port))
		}
	}
	if len(r.servers) == 0 {
		r.servers = []string{"127.0.0.1:53"}
	}
	return r
}

// Resolve asks for the addresses of a host, in lower-case ACE, those of both families at once. Addresses that are of use in some networks
// only are left out: they are nothing that the internet could reach, and might tell of the network that this server is in.
func (r *Resolver) Resolve(ctx context.Context, host string) zone.Resolution {
	ctx, cancel := context.WithTimeout(ctx, resolveAll)
	defer cancel()
	v4, v6 := found{err: errSilent}, found{err: errSilent} // what stays so if a fault comes between
	var both safely.Group
	both.Go(r.Log, "alias", func() { v4 = r.family(ctx, dns.Fqdn(host), dns.TypeA) })
	both.Go(r.Log, "alias", func() { v6 = r.family(ctx, dns.Fqdn(host), dns.TypeAAAA) })
	both.Wait()
	return zone.Resolution{
		Addresses: append(v4.addresses, v6.addresses...), NoV4: v4.err, NoV6: v6.err, Via: append(v4.via, v6.via...),
		TTL: time.Duration(min(v4.ttl, v6.ttl)) * time.Second,
	}
}

// found is what one question gave.
type found struct {
	addresses []netip.Addr
	via       []string
	ttl       uint32
	err       error
}

// family asks for the addresses of one family.
func (r *Resolver) family(ctx context.Context, host string, kind uint16) found {
	var err error
	for _, server := range r.servers {
		answer, failed := recurse(ctx, server, host, kind)
		if failed == nil {
			return addressesIn(answer, host, kind)
		}
		err = cmp.Or(err, failed)
	}
	return found{err: err}
}

// recurse asks one server, over TCP if the answer does not fit into UDP. Only an answer that there is something, or that there is nothing,
// is one.
func recurse(ctx context.Context, server, host string, kind uint16) (*dns.Msg, error) {
	m := new(dns.Msg).SetQuestion(host, kind)
	m.SetEdns0(payload, false)
	var answer *dns.Msg
	var err error
	for _, network := range []string{"udp", "tcp"} {
		client := dns.Client{Net: network, Timeout: resolveTime, UDPSize: payload}
		answer, _, err = client.ExchangeContext(ctx, m, server)
		if err == nil && !answer.Truncated {
			break
		}
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("no answer from the resolver %s", server)
	case len(answer.Question) != 1 || !strings.EqualFold(answer.Question[0].Name, host) || answer.Question[0].Qtype != kind:
		return nil, fmt.Errorf("the resolver %s answers another question", server)
	case answer.Truncated || answer.Rcode != dns.RcodeSuccess && answer.Rcode != dns.RcodeNameError:
		return nil, fmt.Errorf("the resolver %s answers %s", server, dns.RcodeToString[answer.Rcode])
	}
	return answer, nil
}

var errLongChain = errors.New("too many CNAMEs follow one another")

// addressesIn follows the CNAMEs of an answer from a host to its addresses.
func addressesIn(answer *dns.Msg, host string, kind uint16) found {
	f := found{via: []string{strings.TrimSuffix(host, ".")}, ttl: leastOf(answer)}
	for range maxChain + 1 {
		alias := slices.IndexFunc(answer.Answer, func(rr dns.RR) bool {
			return rr.Header().Rrtype == dns.TypeCNAME && strings.EqualFold(rr.Header().Name, host)
		})
		if alias < 0 {
			for _, rr := range answer.Answer {
				if address, ok := addressOf(rr, kind); ok && strings.EqualFold(rr.Header().Name, host) && reachable(address) {
					f.addresses = append(f.addresses, address)
				}
			}
			return f
		}
		host = answer.Answer[alias].(*dns.CNAME).Target
		f.via = append(f.via, strings.TrimSuffix(dns.CanonicalName(host), "."))
	}
	return found{via: f.via, err: errLongChain}
}

// leastOf is the lowest TTL of an answer; of one that there is nothing, that of its SOA (RFC 2308 §5).
func leastOf(answer *dns.Msg) uint32 {
	lowest := uint32(zone.MaxTTL)
	for _, rr := range slices.Concat(answer.Answer, answer.Ns) {
		lowest = min(lowest, rr.Header().Ttl)
	}
	return lowest
}

func addressOf(rr dns.RR, kind uint16) (address netip.Addr, ok bool) {
	switch rr := rr.(type) {
	case *dns.A:
		address, ok = netip.AddrFromSlice(rr.A)
		address = address.Unmap()
	case *dns.AAAA:
		address, ok = netip.AddrFromSlice(rr.AAAA)
	}
	return address, ok && rr.Header().Rrtype == kind
}
