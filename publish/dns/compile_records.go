package dns

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"nameyard/zone"
)

// records makes what the rows of a zone publish. The hosts of MXE rows come last: they take names that nothing else has.
func (b *builder) records(rows []zone.Record) {
	for _, r := range rows {
		if r.Type == zone.TypeMXE {
			continue
		}
		if err := b.record(r); err != nil {
			b.failed(r, err)
		}
	}
	for _, r := range rows {
		if r.Type != zone.TypeMXE {
			continue
		}
		if err := b.easyExchanger(r); err != nil {
			b.failed(r, err)
		}
	}
}

// record makes what one row publishes.
func (b *builder) record(r zone.Record) error {
	owner := b.owner(r.Host())
	if r.WebForward() {
		for _, address := range b.platform.WebAddresses {
			b.address(owner, ttl(r), address)
		}
		return nil
	}
	if r.Type == zone.TypeAlias {
		for _, address := range b.aliased[r.Address] {
			b.address(owner, min(ttl(r), aliasTTL), address)
		}
		return nil
	}
	rr, err := recordData(r)
	if err != nil {
		return err
	}
	b.add(owner, ttl(r), rr)
	return nil
}

func ttl(r zone.Record) uint32 { return uint32(r.EffectiveTTL()) }

// recordData makes the data of a row that is of a type of the DNS.
func recordData(r zone.Record) (dns.RR, error) {
	switch r.Type {
	case zone.TypeA, zone.TypeAAAA:
		return addressData(r)
	case zone.TypeCNAME:
		return &dns.CNAME{Target: dns.Fqdn(r.Address)}, nil
	case zone.TypeNS:
		return &dns.NS{Ns: dns.Fqdn(r.Address)}, nil
	case zone.TypeMX:
		return &dns.MX{Preference: priority(r), Mx: dns.Fqdn(r.Address)}, nil
	case zone.TypeTXT:
		return &dns.TXT{Txt: characterStrings(r.Text())}, nil
	case zone.TypeSRV:
		return serviceData(r)
	case zone.TypeCAA:
		return authorizationData(r)
	}
	return wireData(r)
}

// wireData makes the data of a row from the bytes of the wire, which the library takes apart again.
func wireData(r zone.Record) (dns.RR, error) {
	data, err := r.Wire()
	if err != nil {
		return nil, err
	}
	header := dns.RR_Header{Name: ".", Rrtype: dns.StringToType[r.Type], Class: dns.ClassINET, Rdlength: uint16(len(data))}
	rr, _, err := dns.UnpackRRWithHeader(header, data, 0)
	return rr, err
}

// address adds the A or AAAA of an address.
func (b *builder) address(owner string, ttl uint32, address netip.Addr) {
	if address.Is4() {
		b.add(owner, ttl, &dns.A{A: address.AsSlice()})
	} else {
		b.add(owner, ttl, &dns.AAAA{AAAA: address.AsSlice()})
	}
}

func addressData(r zone.Record) (dns.RR, error) {
	address, err := netip.ParseAddr(r.Address)
	switch {
	case err != nil:
		return nil, err
	case r.Type == zone.TypeA && address.Is4():
		return &dns.A{A: address.AsSlice()}, nil
	case r.Type == zone.TypeAAAA && address.Is6() && !address.Is4In6():
		return &dns.AAAA{AAAA: address.AsSlice()}, nil
	}
	return nil, fmt.Errorf("%s is no address of the type", address)
}

func priority(r zone.Record) uint16 {
	if r.Priority == nil {
		return 0
	}
	return uint16(*r.Priority)
}

// serviceData makes an SRV from "weight port target" (RFC 2782).
func serviceData(r zone.Record) (dns.RR, error) {
	parts := strings.Fields(r.Address)
	if len(parts) != 3 {
		return nil, errors.New("an SRV has weight, port and target")
	}
	weight, err := strconv.ParseUint(parts[0], 10, 16)
	port, err2 := strconv.ParseUint(parts[1], 10, 16)
	return &dns.SRV{Priority: priority(r), Weight: uint16(weight), Port: uint16(port), Target: dns.Fqdn(parts[2])}, errors.Join(err, err2)
}
