package dns_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/miekg/dns"

	"nameyard/zone"
)

// content writes a record as "owner|type|data", the strings of a TXT joined byte for byte.
func content(rr dns.RR) string {
	data := ""
	switch rr := rr.(type) {
	case *dns.SOA:
	case *dns.TXT:
		wire := make([]byte, dns.MaxMsgSize)
		end, err := dns.PackRR(&dns.TXT{Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeTXT}, Txt: rr.Txt}, wire, 0, nil, false)
		if err != nil {
			return err.Error()
		}
		for rest := wire[11:end]; len(rest) > 0; rest = rest[1+rest[0]:] {
			data += string(rest[1 : 1+rest[0]])
		}
	case *dns.CAA:
		data = fmt.Sprintf(`%d %s "%s"`, rr.Flag, rr.Tag, rr.Value)
	default:
		data = strings.TrimPrefix(rr.String(), rr.Header().String())
	}
	return rr.Header().Name + "|" + dns.TypeToString[rr.Header().Rrtype] + "|" + data
}

// readAnew lets the library's parser read the data of a row as a zone file has them.
func readAnew(owner string, r zone.Record) string {
	data, words := r.Address, strings.Fields(r.Address)
	name := ""
	switch r.Type {
	case "HTTPS", "SVCB":
		name = words[1]
		data = words[0] + " " + strings.TrimSuffix(name, ".") + "." + strings.TrimPrefix(data, words[0]+" "+name)
	case "NAPTR":
		name = words[len(words)-1]
		data = strings.TrimSuffix(data, name) + strings.TrimSuffix(name, ".") + "."
	}
	rr, err := dns.NewRR(owner + " 300 IN " + r.Type + " " + data)
	if err != nil {
		return err.Error()
	}
	return content(rr)
}

// expected says what a row must publish, written anew from what the rows mean.
func expected(r zone.Record) []string {
	owner, dotted := "name.com.", strings.TrimSuffix(r.Address, ".")+"."
	host, _, _ := strings.Cut(r.Hostname, "/")
	if host != "@" {
		owner = host + ".name.com."
	}
	switch r.Type {
	case "A", "AAAA":
		return []string{owner + "|" + r.Type + "|" + r.Address}
	case "CNAME", "NS":
		return []string{owner + "|" + r.Type + "|" + dotted}
	case "MX", "SRV":
		return []string{fmt.Sprintf("%s|%s|%d %s", owner, r.Type, *r.Priority, dotted)}
	case "TXT":
		return []string{owner + "|TXT|" + r.Text()}
	case "CAA":
		return []string{owner + "|CAA|" + r.Address}
	case "HTTPS", "SVCB", "TLSA", "SSHFP", "NAPTR", "DS":
		return []string{readAnew(owner, r)}
	case "ALIAS":
		return []string{owner + "|A|192.0.2.81", owner + "|AAAA|2001:db8::81"}
	case "MXE":
		address := netip.MustParseAddr(r.Address)
		host := "mxe-host-for-ip-" + strings.NewReplacer(".", "-", ":", "-").Replace(address.StringExpanded()) + ".name.com."
		return []string{fmt.Sprintf("%s|MX|%d %s", owner, *r.Priority, host), host + map[bool]string{true: "|A|", false: "|AAAA|"}[address.Is4()] + r.Address}
	}
	return []string{owner + "|A|192.0.2.80", owner + "|AAAA|2001:db8::80"}
}

// aliased are the addresses that the hosts of ALIAS records have.
func aliased(records []zone.Record) map[string][]netip.Addr {
	found := map[string][]netip.Addr{}
	for _, r := range records {
		if r.Type == zone.TypeAlias {
			found[r.Address] = addresses("192.0.2.81", "2001:db8::81")
		}
	}
	return found
}
