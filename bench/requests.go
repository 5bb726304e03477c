package main

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"sync/atomic"

	"nameyard/server/phpvalue"
)

// The account that all peers know.
const (
	accountEmail = "bench@example.com"
	accountToken = "bench-token-of-no-value-outside-this-run"
)

const credentials = "token=" + accountToken + "&authemail=" + accountEmail

// nameservers are those of every name, in the requests that register it.
var nameservers = []string{"ns1.yourdomain.com", "ns2.yourdomain.com"}

// requests makes the bodies of requests. The numbers go up through a whole run, so that no name is registered twice.
type requests struct {
	names int
	count atomic.Int64
}

// seeded is the first label of the nth name that is there before the start.
func seeded(n int64) string { return fmt.Sprintf("there%d", n) }

// some picks one of the names that are there; two requests in a row pick different ones.
func (r *requests) some(n int64) string { return seeded(n * 7919 % int64(r.names)) }

// about begins a request about a name under .com.
func about(action, sld string) []byte {
	return append(make([]byte, 0, 2048), credentials+"&action="+action+"&sld="+sld+"&tld=com"...)
}

func (r *requests) getNameservers() []byte {
	return about("GetNameservers", r.some(r.count.Add(1)))
}

// registerDomain is the protocol's own example with another name.
func (r *requests) registerDomain() []byte {
	body := about("RegisterDomain", fmt.Sprintf("new%d", r.count.Add(1)))
	for i, ns := range nameservers {
		body = fmt.Appendf(body, "&nameserver%d=%s", i+1, ns)
	}
	return append(body, "&regperiod=1&firstname=test&lastname=test&companyname=company&address1=addresss&city=city&state=region"+
		"&country=US&postcode=12345&phonenumber=1234567890&email=admin@exampledomain.com"...)
}

// saveDNS saves ten records: base64 of PHP's serialize, as the modules send it.
func (r *requests) saveDNS() []byte {
	n := r.count.Add(1)
	return append(about("SaveDNS", r.some(n)), tenRecords(fmt.Sprintf("198.51.%d.%d", n>>8&255, n&255))...)
}

// tenRecords is a parameter of records for a name at an address.
func tenRecords(address string) string {
	row := func(host, kind, address, priority string) phpvalue.Value {
		return phpvalue.Map(
			phpvalue.Entry{Key: "hostname", Value: phpvalue.String(host)},
			phpvalue.Entry{Key: "type", Value: phpvalue.String(kind)},
			phpvalue.Entry{Key: "address", Value: phpvalue.String(address)},
			phpvalue.Entry{Key: "priority", Value: phpvalue.String(priority)},
			phpvalue.Entry{Key: "recid", Value: phpvalue.String("")},
		)
	}
	rows := phpvalue.List(
		row("@", "A", address, "N/A"),
		row("www", "A", "198.51.100.7", "N/A"),
		row("api", "A", "198.51.100.8", "N/A"),
		row("@", "AAAA", "2001:db8::7", "N/A"),
		row("www", "AAAA", "2001:db8::7", "N/A"),
		row("@", "MX", "mail.example.net", "10"),
		row("@", "MX", "mail2.example.net", "20"),
		row("shop", "CNAME", "shops.example.net", "N/A"),
		row("@", "TXT", "v=spf1 include:_spf.example.net -all", "N/A"),
		row("_dmarc", "TXT", "v=DMARC1; p=reject", "N/A"),
	)
	return "&dnsrecords=" + url.QueryEscape(base64.StdEncoding.EncodeToString(phpvalue.Serialize(rows)))
}

// saveEmailForwarding saves two forwards.
func (r *requests) saveEmailForwarding() []byte {
	n := r.count.Add(1)
	list := func(texts ...string) string {
		values := make([]phpvalue.Value, len(texts))
		for i, t := range texts {
			values[i] = phpvalue.String(t)
		}
		return url.QueryEscape(base64.StdEncoding.EncodeToString(phpvalue.Serialize(phpvalue.List(values...))))
	}
	return fmt.Appendf(about("SaveEmailForwarding", r.some(n)), "&prefix=%s&forwardto=%s",
		list("info", "*"), list(fmt.Sprintf("box%d@example.net", n), "rest@example.net"))
}

func (r *requests) setAutoRenew() []byte {
	n := r.count.Add(1)
	return fmt.Appendf(about("SetAutoRenew", r.some(n)), "&autorenew=%d", n/int64(r.names)&1)
}

// mixedWrites takes turns between the writes that are only ours.
func (r *requests) mixedWrites() []byte {
	switch r.count.Add(1) % 3 {
	case 0:
		return r.saveDNS()
	case 1:
		return r.saveEmailForwarding()
	}
	return r.setAutoRenew()
}
