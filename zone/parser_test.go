package zone_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"nameyard/reseller"
	"nameyard/zone"
)

// published writes a record as a zone file has it, every byte of a text that could mean something as an escape. Of a mail easy and
// a web forward there is only the owner's address.
func published(name reseller.Name, r zone.Record) string {
	owner := r.Hostname + "." + name.String() + "."
	if r.Hostname == "@" {
		owner = name.String() + "."
	}
	dotted := func(host string) string { return strings.TrimSuffix(host, ".") + "." }
	switch r.Type {
	case "MX":
		return fmt.Sprintf("%s 300 IN MX %d %s", owner, *r.Priority, dotted(r.Address))
	case "SRV":
		return fmt.Sprintf("%s 300 IN SRV %d %s", owner, *r.Priority, dotted(r.Address))
	case "CNAME", "NS":
		return fmt.Sprintf("%s 300 IN %s %s", owner, r.Type, dotted(r.Address))
	case "TXT":
		return owner + " 300 IN TXT" + inPieces(r.Text())
	case "CAA":
		return owner + " 300 IN CAA " + caaOctets(r.Address)
	case "A", "AAAA":
		return fmt.Sprintf("%s 300 IN %s %s", owner, r.Type, r.Address)
	case "HTTPS", "SVCB", "TLSA", "SSHFP", "NAPTR", "DS":
		return fmt.Sprintf("%s 300 IN %s %s", owner, r.Type, rooted(r))
	}
	return owner + " 300 IN A 192.0.2.1"
}

// caaOctets writes a CAA with a long value in the form for any data (RFC 3597 §5), because the parser takes strings of 255 bytes at most.
func caaOctets(address string) string {
	if len(address) <= 255 {
		return address
	}
	parts := strings.SplitN(address, " ", 3)
	flags, _ := strconv.Atoi(parts[0])
	data := string([]byte{byte(flags), byte(len(parts[1]))}) + parts[1] + strings.Trim(parts[2], `"`)
	return fmt.Sprintf(`\# %d %x`, len(data), data)
}

// rooted writes the data of a record with a dot at the end of the name in it.
func rooted(r zone.Record) string {
	parts, at := strings.Fields(r.Address), -1
	switch r.Type {
	case "HTTPS", "SVCB":
		at = 1
	case "NAPTR":
		at = len(parts) - 1
	}
	if at < 0 {
		return r.Address
	}
	before, after, _ := strings.Cut(r.Address, " "+parts[at])
	if r.Type == "NAPTR" {
		before, after = strings.TrimSuffix(r.Address, " "+parts[at]), ""
	}
	return before + " " + strings.TrimSuffix(parts[at], ".") + "." + after
}

func inPieces(text string) string {
	var b strings.Builder
	for piece := range slices.Chunk([]byte(text), 255) {
		b.WriteString(` "`)
		for _, c := range piece {
			fmt.Fprintf(&b, `\%03d`, c)
		}
		b.WriteString(`"`)
	}
	return b.String()
}

// judged reads a line with an independent parser, sends it over the wire, and gives it as "owner TYPE data" with the text of a TXT
// joined byte for byte.
func judged(t *testing.T, line string) string {
	t.Helper()
	rr, err := dns.NewRR(line)
	if err != nil || rr == nil {
		t.Fatalf("%s is no record: %v", line, err)
	}
	wire := make([]byte, 65535)
	end, err := dns.PackRR(rr, wire, 0, nil, false)
	if err != nil {
		t.Fatalf("%s does not fit the wire: %v", line, err)
	}
	back, _, err := dns.UnpackRR(wire[:end], 0)
	if err != nil || back.String() != rr.String() {
		t.Fatalf("%s came back from the wire as %v, %v", line, back, err)
	}
	h := back.Header()
	data := strings.TrimPrefix(back.String(), h.String())
	switch rdata := wire[end-int(h.Rdlength) : end]; h.Rrtype {
	case dns.TypeTXT:
		data = joined(rdata)
	case dns.TypeHTTPS, dns.TypeSVCB, dns.TypeTLSA, dns.TypeSSHFP, dns.TypeNAPTR, dns.TypeDS:
		data = fmt.Sprintf("%x", rdata)
	}
	return strings.TrimSuffix(h.Name, ".") + " " + dns.TypeToString[h.Rrtype] + " " + data
}

// joined joins the strings of a TXT on the wire.
func joined(data []byte) string {
	var b strings.Builder
	for len(data) > 0 {
		size := 1 + int(data[0])
		b.Write(data[1:size])
		data = data[size:]
	}
	return b.String()
}

// expected is what judged must give of a record.
func expected(name reseller.Name, r zone.Record) string {
	owner := r.Hostname + "." + name.String()
	if r.Hostname == "@" {
		owner = name.String()
	}
	data, kind := r.Address, r.Type
	switch kind {
	case "MX", "SRV":
		data = fmt.Sprint(*r.Priority, " ", strings.TrimSuffix(data, "."), ".")
	case "CNAME", "NS":
		data = strings.TrimSuffix(data, ".") + "."
	case "TXT":
		data = r.Text()
	case "HTTPS", "SVCB", "TLSA", "SSHFP", "NAPTR", "DS":
		wire, err := r.Wire()
		data = fmt.Sprintf("%x", wire)
		if err != nil {
			data = err.Error()
		}
	case "A", "AAAA", "CAA":
	default:
		kind, data = "A", "192.0.2.1"
	}
	return owner + " " + kind + " " + data
}

// What is stored can be published: a parser that knows nothing of us reads each record as the one that is meant.
func FuzzRecordsArePublishedAsTheyAreMeant(f *testing.F) {
	for _, seed := range [][4]string{
		{"www", "A", "192.0.2.1", ""}, {"@", "MX", "10 mail", ""}, {"", "MXE", "mail.other.net", "5"}, {"x.", "CNAME", "a.b.internal.", ""},
		{"t", "TXT", `"a" "b"`, ""}, {"t", "TXT", ` " "x" " `, ""}, {"t", "TXT", `"\"x\" \059"`, ""}, {"t", "TXT", `( "a" ; b` + "\n" + `"c" )`, ""},
		{"t", "TXT", `"k":"v"`, ""}, {"t", "TXT", `""x""`, ""}, {"t", "TXT", `\"a\"`, ""}, {"t", "TXT", strings.Repeat("å", 300), ""},
		{"_s._t", "SRV", "1 2 3 .", ""}, {"_s._t", "SRV", "2 3 a_b.other.net", "5.0"}, {"n", "MX", ".", "1O"},
		{"c", "CAA", `0 issue ""x""`, ""}, {"c", "CAA", "0\tissue\t\"a\\; b\"", ""}, {"c", "CAA", "128 issue ;", ""}, {"c", "CAA", "0 issue " + strings.Repeat("x", 312), ""},
		{"u", "URL", "bücher.se/å?ä#ö", ""}, {"u", "FRAME", "[::1]:80/%zz", ""}, {"*.exampledomain.com", "NS", "@", ""}, {"a。b", "A", "1.1.1.1", ""},
		{"h", "HTTPS", `01 . port=0443 alpn="h2,h3" mandatory=alpn`, ""}, {"h", "SVCB", `1 x key667="\000 \"" ipv6hint=::1 ech=AAE=`, ""},
		{"h", "HTTPS", "0 a.other.net", ""}, {"_443._tcp", "TLSA", "3 1 1 " + strings.Repeat("AB ", 32), ""}, {"s", "SSHFP", "4 2 " + strings.Repeat("0f", 32), ""},
		{"n", "NAPTR", `1 2 U "E2U+sip" "!^(.*)$!sip:\\1@a.net!i" .`, ""}, {"n", "NAPTR", `1 2 S SIP+D2U "" _sip._udp`, ""}, {"d", "DS", "1 13 2 " + strings.Repeat("00", 32), ""},
		{"b", "AAAA", "2001:DB8::", ""}, {"lab", "NS", "ns1.other.net.", ""}, {"m", "MX", "post.bücher.microsoft", "7"}, {"n", "CNAME", "mail.sub", "N/A"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	name := mustName(f, "exampledomain", "com")
	f.Fuzz(func(t *testing.T, hostname, kind, address, priority string) {
		once, err := zone.CheckRecords(name, []zone.Row{sent(hostname, kind, address, priority)})
		if err != nil || len(once) == 0 {
			return
		}
		twice, err := zone.CheckRecords(name, resent(once))
		if err != nil || !slices.EqualFunc(once, twice, zone.Record.Equal) {
			t.Fatalf("%q %q %q %q became %+v, and that %+v, %v", hostname, kind, address, priority, once, twice, err)
		}
		if got, want := judged(t, published(name, once[0])), expected(name, once[0]); got != want {
			t.Fatalf("%+v is read as %q, want %q", once[0], got, want)
		}
	})
}

// A text in quotes is what a name server would read in a zone file, or it is kept or refused as it stands.
func FuzzTextInQuotesIsWhatAZoneFileSays(f *testing.F) {
	for _, seed := range []string{
		`"v=DKIM1\; p=KEY"`, `"a""b"`, `"a" "b"`, `( "a" "b" )`, `"k":"v"`, `"a" and "b"`, `"\065\\\""`, `"a" ( "b" )`, `"a\256"`, `"\`, `""`, `"" ""`, `("a")`,
	} {
		f.Add(seed)
	}
	name := mustName(f, "exampledomain", "com")
	f.Fuzz(func(t *testing.T, given string) {
		if strings.ContainsAny(given, "\r\n") || strings.HasPrefix(strings.TrimSpace(given), `""`) {
			return // a zone file ends its line there; texts that are quoted twice are read for the sake of clients
		}
		records, err := zone.CheckRecords(name, []zone.Row{sent("t", "TXT", given, "")})
		if err != nil || len(records) == 0 || records[0].Text() == given {
			return
		}
		line := "t.exampledomain.com. 300 IN TXT " + strings.TrimSpace(given)
		if got, want := judged(t, line), "t.exampledomain.com TXT "+records[0].Text(); got != want {
			t.Fatalf("%s is stored as %q, and a name server reads %q", given, want, got)
		}
	})
}
