package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/zone"
)

// read reads a zone file for exampledomain.com and gives its records, one a line, with their TTLs.
func read(t *testing.T, text string) (records, leftOut string, err error) {
	t.Helper()
	name := mustName(t, "exampledomain", "com")
	file := zone.ReadFile(name, text)
	made, err := file.Over(name, nil, nil)
	var lines, remarks []string
	for _, r := range made.Records {
		lines = append(lines, fmt.Sprint(show(r), " ", r.TTL))
	}
	for _, r := range made.LeftOut {
		remarks = append(remarks, r.String())
	}
	return strings.Join(lines, "\n"), strings.Join(remarks, "\n"), err
}

func TestAZoneFileIsReadAsRFC1035HasIt(t *testing.T) {
	t.Parallel()
	const text = `; from somewhere else
$TTL 2h
@	IN	SOA	ns1.other.net. admin.other.net. ( 2026010101 ; serial
		7200 3600
		1209600 3600 )
	IN NS ns1.other.net.
	IN NS ns2.other.net.
@ 300 IN A 192.0.2.1
  IN 300 A 192.0.2.2
  MX 10 mail
  MX 20 mx.other.net.
mail AAAA 2001:DB8::1
WWW CNAME @
*.Shop 1h IN CNAME exampledomain.com.
txt TXT "v=DKIM1; k=rsa; " ( "p=AB" ; a comment
  "CD" )
plain TXT word\;x other
$ORIGIN sub.exampledomain.com.
@ A 192.0.2.3
host 1 A 192.0.2.4
deep.er 5w TXT "a\"b\\c\100"
$ORIGIN net.
alias.exampledomain.com. CNAME other
_sip._tcp.exampledomain.com. SRV 1 2 5060 sip.other
exampledomain.com. CAA 0 issue letsencrypt.org
exampledomain.com. HTTPS 1 svc.other alpn="h2,h3"
lab.exampledomain.com. NS ns1.other
lab.exampledomain.com. DS 60485 13 2 ( ABABABABABABABABABABABABABABABAB
   ABABABABABABABABABABABABABABABAB )
exampledomain.com. DNSKEY 257 3 13 AAAA
exampledomain.com. RRSIG A 13 2 300 20260101000000 20250101000000 1 exampledomain.com. AAAA
empty.exampledomain.com. TXT ""
`
	records, leftOut, err := read(t, strings.ReplaceAll(text, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Join([]string{
		"@ A 192.0.2.1 - 300", "@ A 192.0.2.2 - 300", "@ MX mail.exampledomain.com 10 7200", "@ MX mx.other.net 20 7200",
		"mail AAAA 2001:db8::1 - 7200", "www CNAME exampledomain.com - 7200", "*.shop CNAME exampledomain.com - 0",
		"txt TXT v=DKIM1; k=rsa; p=ABCD - 7200", "plain TXT word;xother - 7200", "sub A 192.0.2.3 - 7200", "host.sub A 192.0.2.4 - 60",
		`deep.er.sub TXT a"b\cd - 604800`, "alias CNAME other.net - 7200", "_sip._tcp SRV 2 5060 sip.other.net 1 7200",
		`@ CAA 0 issue "letsencrypt.org" - 7200`, "@ HTTPS 1 svc.other.net alpn=h2,h3 - 7200", "lab NS ns1.other.net - 7200",
		"lab DS 60485 13 2 " + strings.Repeat("ab", 32) + " - 7200",
	}, "\n"); records != want {
		t.Errorf("records:\n%s\nwant\n%s", records, want)
	}
	const words = `line 3: the SOA is made by this server
line 6: the name servers of the domain itself are not records: they are set with the domain
line 7: the name servers of the domain itself are not records: they are set with the domain
line 30: DNSKEY: what DNSSEC needs is made by the signer
line 31: RRSIG: what DNSSEC needs is made by the signer
line 32: an empty text says nothing`
	if leftOut != words {
		t.Errorf("left out:\n%s", leftOut)
	}
}

func TestWithoutADirectiveTheLastTTLCounts(t *testing.T) {
	t.Parallel()
	records, _, err := read(t, "a A 192.0.2.1\nb 300 A 192.0.2.2\nc A 192.0.2.3\nd 1d IN A 192.0.2.4\n e A 192.0.2.5\n")
	if err == nil {
		t.Fatalf("a line that begins with a blank has no owner of its own: %s", records)
	}
	records, _, err = read(t, "a A 192.0.2.1\nb 300 A 192.0.2.2\nc A 192.0.2.3\nd IN 1d A 192.0.2.4\n A 192.0.2.5\n")
	if want := "a A 192.0.2.1 - 0\nb A 192.0.2.2 - 300\nc A 192.0.2.3 - 300\nd A 192.0.2.4 - 86400\nd A 192.0.2.5 - 86400"; err != nil || records != want {
		t.Errorf("records:\n%s\n%v", records, err)
	}
}

func TestWhatAZoneFileMustNotHoldIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	for text, words := range map[string]string{
		"\n\na A 1.2.3":                          `line 3: a.exampledomain.com. A: "1.2.3" is not an IPv4 address`,
		"$INCLUDE /etc/passwd":                   "line 1: $INCLUDE is not followed",
		"$GENERATE 1-9 h$ A 192.0.2.$":           "line 1: $GENERATE is not carried out",
		"$MAGIC 1":                               `line 1: "$MAGIC" is not a directive`,
		"$TTL x":                                 `line 1: "x" is not a TTL`,
		"$ORIGIN":                                "line 1: behind $ORIGIN stands just one word",
		"a PTR b":                                "line 1: records of type PTR cannot be kept here",
		"a URL http://b.net":                     "line 1: records of type URL cannot be kept here",
		"a TYPE65280 \\# 1 00":                   `line 1: data in the form \# (RFC 3597) are not read`,
		"a CH TXT x":                             "line 1: records of class CH are not published",
		"a":                                      "line 1: there is no type",
		"a A":                                    "line 1: the record has no data",
		"a MX mail":                              "line 1: the data of a record of type MX have 2 parts at least, not 1",
		"_sip._tcp SRV 5 5060 sip":               "line 1: the data of a record of type SRV have 4 parts at least, not 3",
		" A 192.0.2.1":                           "line 1: the first record has no owner",
		"other.net. A 192.0.2.1":                 "line 1: other.net. lies outside exampledomain.com",
		"$ORIGIN net.\nother A 192.0.2.1":        "line 2: other.net. lies outside",
		`a\.b A 192.0.2.1`:                       "has escapes or quotes",
		"a TXT \"x\nb A 192.0.2.1":               "line 1: the quotes are not closed",
		"a A 192.0.2.1\nb TXT ( \"x\"\nc A 1":    "line 2: the bracket that is opened here is not closed",
		"a A 192.0.2.1 )":                        "line 1: a bracket is closed that was not opened",
		"a A 192.0.2.1\na CNAME b":               "line 2 (hostname a): type: a CNAME must be the only record at its hostname, and line 1 (A) is there too",
		"\nlab NS ns1.other.net.\nx.lab TXT a":   "line 3 (hostname x.lab): hostname: line 2 (NS) delegates lab.exampledomain.com",
		"a A x\nb A y":                           "line 1: a.exampledomain.com. A: \"x\" is not an IPv4 address such as 192.0.2.1; line 2: b.",
		strings.Repeat("; x\n", 1<<20) + "a A x": "the file has 4194309 bytes, at most 4194304 are allowed",
		strings.Repeat("a A x\n", 1000):          "line 20:",
	} {
		_, _, err := read(t, text)
		wantFault(t, err, "zone_file", words)
	}
	var many strings.Builder
	for n := range 1001 {
		fmt.Fprintf(&many, "h%d A 192.0.2.1\n", n)
	}
	_, _, err := read(t, many.String())
	wantFault(t, err, "zone_file", "line 1001 (hostname h1000.exampledomain.com.): address: a domain can have at most 1000 records")
}

func TestAnImportShowsWhatItChanges(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, []zone.Row{
		timed("www A 192.0.2.1", "7200"), timed("www A 192.0.2.2", ""), timed("x TXT a", "300"), lines("go URL other.net")[0], lines("m MXE 192.0.2.9")[0], lines("old A 192.0.2.8")[0],
	})
	if err != nil {
		t.Fatal(err)
	}
	of := func(lines ...string) []zone.Record {
		list, err := zone.CheckRecords(name, linesOf(lines))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	made := []zone.Made{
		{Row: &have[3], Records: of("go A 192.0.2.80")}, {Row: &have[4], Records: of("m MX 10 made", "made A 192.0.2.9")},
		{By: "the e-mail forwards", Records: of("@ MX 10 mx.house.net")},
	}
	shown := func(text string) string {
		i, err := zone.ReadFile(name, text).Over(name, have, made)
		if err != nil {
			return err.Error()
		}
		var b strings.Builder
		for _, r := range i.Removed {
			fmt.Fprintf(&b, "- %s %d, ", show(r), r.TTL)
		}
		for _, r := range i.Added {
			fmt.Fprintf(&b, "+ %s %d, ", show(r), r.TTL)
		}
		return fmt.Sprint(b.String(), len(i.Records), i.LeftOut)
	}
	const same = "$TTL 3600\nwww A 192.0.2.1\nwww A 192.0.2.2\nx 300 TXT a\ngo A 192.0.2.80\nm MX 10 made\nmade A 192.0.2.9\n"
	for text, want := range map[string]string{
		same + "old A 192.0.2.8\n@ MX 10 mx.house.net.": "6 [what the e-mail forwards publish is made by this server]",
		same:                        "- old A 192.0.2.8 - 0, 5 []",
		same + "old 60 A 192.0.2.8": "- old A 192.0.2.8 - 0, + old A 192.0.2.8 - 60, 6 []",
		"go A 192.0.2.80\nmade A 192.0.2.9": "- www A 192.0.2.1 - 7200, - www A 192.0.2.2 - 0, - x TXT a - 300, - m MXE 192.0.2.9 10 0, - old A 192.0.2.8 - 0, " +
			"+ made A 192.0.2.9 - 0, 2 []",
	} {
		if got := shown(text); got != want {
			t.Errorf("%s\nshows %s\nwant  %s", text, got, want)
		}
	}
}

func linesOf(texts []string) []zone.Row { return lines(texts...) }

// Whatever the text, reading ends with rows that can be checked or with faults that name lines.
func FuzzZoneFilesAreReadOrNamed(f *testing.F) {
	for _, seed := range []string{"a A 192.0.2.1", "$TTL 1h\n@ TXT ( \"a\" ; b\n \"c\" )", "a\\", "\"", "a HTTPS 1 . alpn=\"", "()", "$", " \t", "a 1h1h IN IN A"} {
		f.Add(seed)
	}
	name := mustName(f, "exampledomain", "com")
	f.Fuzz(func(t *testing.T, text string) {
		file := zone.ReadFile(name, text)
		made, err := file.Over(name, nil, nil)
		if err == nil && len(made.Records) > len(file.Rows) {
			t.Fatalf("%d rows became %v", len(file.Rows), made.Records)
		}
		if end := 1 + strings.Count(text, "\n"); err != nil && len(file.Faults) > 0 && (file.Faults[0].Line < 1 || file.Faults[0].Line > end) {
			t.Fatalf("fault %v of %d lines", file.Faults[0], end)
		}
	})
}

// A file that was cut off, or is another one, does not clear a zone; one that says that the zone is empty does.
func TestAFileWithoutRecordsClearsNoZone(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, []zone.Row{sent("www", "A", "192.0.2.1", "")})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", " \n", "; a comment\n", "$ORIGIN exampledomain.com.\n$TTL 300\n"} {
		_, err := zone.ReadFile(name, text).Over(name, have, nil)
		if err == nil || !strings.Contains(err.Error(), "no record in the file, and the zone has 1") {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := zone.ReadFile(name, text).Over(name, nil, nil); err != nil {
			t.Errorf("%q over an empty zone: %v", text, err)
		}
	}
	made, err := zone.ReadFile(name, "@ SOA ns1.other.net. admin.other.net. 1 7200 3600 1209600 3600\n").Over(name, have, nil)
	if err != nil || len(made.Removed) != 1 || len(made.Records) != 0 {
		t.Errorf("with an SOA: %+v, %v", made, err)
	}
}
