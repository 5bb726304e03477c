package dns

import (
	"github.com/miekg/dns"

	"nameyard/reseller"
)

// childHosts makes the addresses of child name servers: the registry publishes them as glue, and the zone must not say that there is
// no such host. A row for the host goes before.
func (b *builder) childHosts(hosts []reseller.Host) {
	for _, host := range hosts {
		owner := dns.Fqdn(host.Name)
		if !below(owner, b.apex) || b.has(owner, dns.TypeA, dns.TypeAAAA, dns.TypeCNAME) {
			continue
		}
		for _, address := range host.Addresses {
			b.address(owner, defaultTTL, address.Unmap())
		}
	}
}
