package dns

import (
	"github.com/miekg/dns"

	"nameyard/zone"
)

// authority makes the SOA and the NS of the apex. A zone without any name server at all would be no zone (RFC 1035 §5.2), so the
// apex stands for one then.
func (b *builder) authority(p zone.Publication) {
	servers := b.platform.Nameservers
	if len(servers) == 0 {
		servers = p.Domain.Nameservers
	}
	if len(servers) == 0 {
		servers = []string{p.Domain.Name.String()}
	}
	for _, server := range servers {
		b.add(b.apex, defaultTTL, &dns.NS{Ns: dns.Fqdn(server)})
	}
	b.zone.soa = &dns.SOA{
		Ns: dns.Fqdn(servers[0]), Mbox: "hostmaster." + b.apex, Serial: p.Serial,
		Refresh: soaRefresh, Retry: soaRetry, Expire: soaExpire, Minttl: soaMinimum,
	}
	b.add(b.apex, defaultTTL, b.zone.soa)
}
