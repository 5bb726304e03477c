package dns

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// MadeOn is Made on a platform.
func MadeOn(platform publish.Platform) func(zone.Publication) []zone.Made {
	return func(p zone.Publication) []zone.Made { return Made(p, platform) }
}

// Made lists what a name publishes that its zone file has and no record of the DNS among its rows says: web forwards, mail easy, ALIAS, e-mail
// forwards, child name servers.
func Made(p zone.Publication, platform publish.Platform) []zone.Made {
	var list []zone.Made
	for i, r := range p.Records {
		if !r.WebForward() && r.Type != zone.TypeMXE && r.Type != zone.TypeAlias {
			continue
		}
		alone := p
		alone.Records, alone.Forwards, alone.Domain.Hosts = p.Records[i:i+1], nil, nil
		list = append(list, zone.Made{Row: &p.Records[i], Records: madeOf(alone, platform)})
	}
	if len(p.Forwards) > 0 {
		forwards := p
		forwards.Domain.Hosts = nil
		forwards.Records = slices.DeleteFunc(slices.Clone(p.Records), func(r zone.Record) bool { return r.Host() != "@" })
		list = append(list, zone.Made{By: "the e-mail forwards", Records: beyond(madeOf(forwards, platform), forwards, platform)})
	}
	if len(p.Domain.Hosts) == 0 {
		return list
	}
	hosts := p
	hosts.Forwards = nil
	hosts.Records = slices.DeleteFunc(slices.Clone(p.Records), func(r zone.Record) bool {
		return !slices.ContainsFunc(p.Domain.Hosts, func(h reseller.Host) bool { return h.Name == r.Host()+"."+p.Domain.Name.String() })
	})
	return append(list, zone.Made{By: "the child name servers", Records: beyond(madeOf(hosts, platform), hosts, platform)})
}

// beyond leaves out what the rows of a publication publish.
func beyond(all []zone.Record, p zone.Publication, platform publish.Platform) []zone.Record {
	p.Forwards, p.Domain.Hosts = nil, nil
	rows := madeOf(p, platform)
	return slices.DeleteFunc(all, func(r zone.Record) bool { return slices.ContainsFunc(rows, r.Same) })
}

// madeOf gives the addresses, mail hosts and texts of a compiled zone as rows.
func madeOf(p zone.Publication, platform publish.Platform) []zone.Record {
	p.Domain.DNSManagement, p.Domain.EmailForwarding = true, true
	z, _ := Compile(p, platform) // a row that cannot be published makes nothing
	var list []zone.Row
	for _, rr := range z.Records() {
		r := zone.Record{Hostname: strings.TrimSuffix(strings.TrimSuffix(rr.Header().Name, z.Apex), "."), TTL: int(rr.Header().Ttl)}
		if r.Hostname == "" {
			r.Hostname = "@"
		}
		switch rr := rr.(type) {
		case *dns.A:
			r.Type, r.Address = zone.TypeA, addressText(rr.A)
		case *dns.AAAA:
			r.Type, r.Address = zone.TypeAAAA, addressText(rr.AAAA)
		case *dns.TXT:
			r.Type, r.Address = zone.TypeTXT, `"`+strings.Join(rr.Txt, "")+`"`
		case *dns.MX:
			preference := int(rr.Preference)
			r.Type, r.Address, r.Priority = zone.TypeMX, rr.Mx, &preference
		default:
			continue
		}
		list = append(list, r.Row())
	}
	records, _ := zone.CheckRecords(p.Domain.Name, list) // in normal form; what cannot stand there is not compared
	return records
}

func addressText(ip []byte) string {
	address, _ := netip.AddrFromSlice(ip)
	return address.Unmap().String()
}
