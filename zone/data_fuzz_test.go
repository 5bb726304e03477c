package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"nameyard/zone"
)

// What is taken of the further types is what another parser reads where a zone file has the same data, or the other parser refuses it.
func FuzzDataOfFurtherTypesAreWhatAZoneFileSays(f *testing.F) {
	for _, seed := range [][2]string{
		{"HTTPS", `1 . alpn="h2,h3" port=443`}, {"SVCB", `0 a.net.`}, {"HTTPS", `1 . key65333="\007\"" ech=AAE=`}, {"HTTPS", `1 . alpn=h\050`},
		{"TLSA", "3 1 0 0aFF"}, {"SSHFP", "1 1 " + strings.Repeat("1f", 20)}, {"NAPTR", `1 2 U "E2U+sip" "!^(.*)$!sip:\\1@a.net!i" .`}, {"NAPTR", `1 2 s SIP+D2U "" a.net.`},
		{"DS", "1 13 2 " + strings.Repeat("0a", 32)}, {"HTTPS", "1 . mandatory=alpn,port alpn=h2 port=1"}, {"HTTPS", `1 . ipv4hint="192.0.2.1,192.0.2.2"`},
	} {
		f.Add(seed[0], seed[1])
	}
	name := mustName(f, "exampledomain", "com")
	f.Fuzz(func(t *testing.T, kind, given string) {
		records, err := zone.CheckRecords(name, []zone.Row{sent("x", kind, given, ""), sent("x", "NS", "ns1.other.net", "")})
		if kind != zone.TypeDS {
			records, err = zone.CheckRecords(name, []zone.Row{sent("x", kind, given, "")})
		}
		if err != nil || len(records) == 0 || strings.ContainsAny(given, "\n();") {
			return // brackets and comments are for zone files alone
		}
		wire, err := records[0].Wire()
		if err != nil {
			return // a type of another form
		}
		rr, err := dns.NewRR("x.exampledomain.com. 300 IN " + kind + " " + given)
		if err != nil || rr == nil {
			return
		}
		buffer := make([]byte, dns.MaxMsgSize)
		end, err := dns.PackRR(rr, buffer, 0, nil, false)
		if err != nil {
			return
		}
		if read := buffer[end-int(rr.Header().Rdlength) : end]; fmt.Sprintf("%x", read) != fmt.Sprintf("%x", wire) && !relative(rr) {
			t.Fatalf("%s %s is stored as %s, %x; another parser reads %x", kind, given, records[0].Address, wire, read)
		}
	})
}

// relative reports whether a record has a name that was not written in full: without an origin the other parser takes it for one.
func relative(rr dns.RR) bool {
	target := "."
	switch rr := rr.(type) {
	case *dns.HTTPS:
		target = rr.Target
	case *dns.SVCB:
		target = rr.Target
	case *dns.NAPTR:
		target = rr.Replacement
	}
	return target != "."
}
