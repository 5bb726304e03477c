package zone_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/zone"
)

// check brings one row of exampledomain.com to normal form and gives it as "hostname type address priority".
func check(t testing.TB, row zone.Row) (string, error) {
	t.Helper()
	records, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{row})
	if err != nil || len(records) == 0 {
		return "", err
	}
	return show(records[0]), nil
}

func show(r zone.Record) string {
	priority := "-"
	if r.Priority != nil {
		priority = fmt.Sprint(*r.Priority)
	}
	return r.Hostname + " " + r.Type + " " + r.Address + " " + priority
}

func TestExampleOfTheProtocolIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{
		sent("*", "A", "0.0.0.0", "N/A"), sent("mail", "MXE", "0.0.0.0", "10"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || show(rows[0]) != "* A 0.0.0.0 -" || show(rows[1]) != "mail MXE 0.0.0.0 10" {
		t.Errorf("rows: %v", rows)
	}
}

func TestHostnamesBecomeRelativeToTheDomain(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                              "@",
		"@":                             "@",
		".":                             "@",
		"exampledomain.com":             "@",
		"ExampleDomain.COM.":            "@",
		"www":                           "www",
		" WWW ":                         "www",
		"\u200bwww\u202c":               "www",
		"@\u200b":                       "@",
		"www.":                          "www",
		"www.exampledomain.com":         "www",
		"www.exampledomain.com.":        "www",
		"a.b":                           "a.b",
		"www.other.net":                 "www.other.net",
		"*":                             "*",
		"*.sub":                         "*.sub",
		"*.exampledomain.com":           "*",
		"_sip._tcp":                     "_sip._tcp",
		"Key1._DomainKey":               "key1._domainkey",
		"bücher":                        "xn--bcher-kva",
		"bücher。www":                    "xn--bcher-kva.www",
		"r3---sn":                       "r3---sn",
		"exampledomain.com._report.dns": "exampledomain.com._report.dns",
	} {
		got, err := check(t, sent(given, "A", "192.0.2.1", ""))
		if err != nil || got != want+" A 192.0.2.1 -" {
			t.Errorf("%q: %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestAddressesComeInTheirNormalForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, address, priority, want string }{
		{"A", " 192.0.2.1 ", "", "A 192.0.2.1 -"},
		{"A\u200b", "\u202a192.0.2.1\u202c", "", "A 192.0.2.1 -"}, // as it is pasted
		{"MX", "\ufeffmail.other.net", "5\u200b", "MX mail.other.net 5"},
		{"URL", "\u200bhttps://other.net/", "", "URL https://other.net/ -"},
		{"TXT", "\u200bas it is", "", "TXT \u200bas it is -"},
		{"a", "192.0.2.1", "N/A", "A 192.0.2.1 -"},
		{"A", "0.0.0.0", "10", "A 0.0.0.0 -"},
		{"A", "192.0.2.1", "99999", "A 192.0.2.1 -"},
		{"AAAA", "2001:DB8:0:0::1", "", "AAAA 2001:db8::1 -"},
		{"MX", "mail.exampledomain.com", "20", "MX mail.exampledomain.com 20"},
		{"MX", "mail", "", "MX mail.exampledomain.com 10"},
		{"MX", "Mail.Other.NET.", "N/A", "MX mail.other.net 10"},
		{"MX", "5 mail.other.net", "", "MX mail.other.net 5"},
		{"MX", "@", "0", "MX exampledomain.com 0"},
		{"MX", "mail.sub", "", "MX mail.sub.exampledomain.com 10"},
		{"MX", "mail.corp.internal.", "", "MX mail.corp.internal. 10"},
		{"MX", "localhost.", "", "MX localhost. 10"},
		{"MX", "post.bücher.se", "", "MX post.xn--bcher-kva.se 10"},
		{"MX", "5\tmail.other.net", "", "MX mail.other.net 5"},
		{"MXE", "192.0.2.9", "", "MXE 192.0.2.9 10"},
		{"MXE", "2001:db8::9", "5", "MXE 2001:db8::9 5"},
		{"MXE", "mail.other.net", "7", "MX mail.other.net 7"},
		{"CNAME", "shops.other.net", "10", "CNAME shops.other.net -"},
		{"CNAME", "@", "", "CNAME exampledomain.com -"},
		{"CNAME", "s1._domainkey.other.net", "", "CNAME s1._domainkey.other.net -"},
		{"CNAME", "web", "", "CNAME web.exampledomain.com -"},
		{"CNAME", "r3---sn.other.net", "", "CNAME r3---sn.other.net -"},
		{"NS", "ns1.other.net.", "", "NS ns1.other.net -"},
		{"TXT", "v=spf1 -all", "", "TXT v=spf1 -all -"},
		{"SPF", `"v=spf1 -all"`, "", "TXT v=spf1 -all -"},
		{"TXT", "åäö € 漢", "", "TXT åäö € 漢 -"},
		{"TXT", strings.Repeat("x", 4096), "", "TXT " + strings.Repeat("x", 4096) + " -"},
		{"SRV", "5 5060 sip.other.net", "1", "SRV 5 5060 sip.other.net 1"},
		{"SRV", "10  05 5060 sip", "", "SRV 5 5060 sip.exampledomain.com 10"},
		{"SRV", "0 0 .", "", "SRV 0 0 . 0"},
		{"CAA", `0 issue "letsencrypt.org"`, "", `CAA 0 issue "letsencrypt.org" -`},
		{"CAA", `128 ISSUEWILD ;`, "", `CAA 128 issuewild ";" -`},
		{"CAA", `0 iodef mailto:ca@other.net`, "", `CAA 0 iodef "mailto:ca@other.net" -`},
		{"URL", "https://www.other.net/a?b#c", "", "URL https://www.other.net/a?b#c -"},
		{"URL301", "other.net", "", "URL http://other.net -"},
		{"url302", "//other.net/x", "", "URL302 http://other.net/x -"},
		{"FRAME", "HTTPS://Bücher.se:8443/", "", "FRAME https://xn--bcher-kva.se:8443/ -"},
	} {
		got, err := check(t, sent("h", c.kind, c.address, c.priority))
		if err != nil || got != "h "+c.want {
			t.Errorf("%s %q %q: %q, %v; want %q", c.kind, c.address, c.priority, got, err, c.want)
		}
	}
}

func TestBadRowsAreNamedWithFieldAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ hostname, kind, address, priority, field, words string }{
		{"h", "A", "192.0.2", "", "address", `"192.0.2" is not an IPv4 address`},
		{"h", "A", "01.2.3.4", "", "address", "not an IPv4 address"},
		{"h", "A", "2001:db8::1", "", "address", "not an IPv4 address"},
		{"h", "AAAA", "192.0.2.1", "", "address", "not an IPv6 address"},
		{"h", "AAAA", "fe80::1%eth0", "", "address", "not an IPv6 address"},
		{"h", "AAAA", "::ffff:192.0.2.1", "", "address", "not an IPv6 address"},
		{"h", "HINFO", "x", "", "type", `"HINFO" is not a type of record here`},
		{"h", "", "x", "", "type", "is not a type of record here"},
		{"a b", "A", "192.0.2.1", "", "hostname", `" " is not allowed in label "a b"`},
		{"w*w", "A", "192.0.2.1", "", "hostname", "* may stand only alone"},
		{"www.*", "A", "192.0.2.1", "", "hostname", "* may stand only alone"},
		{"-a", "A", "192.0.2.1", "", "hostname", "begins or ends with a hyphen"},
		{"a..b", "A", "192.0.2.1", "", "hostname", "two dots in a row"},
		{".a", "A", "192.0.2.1", "", "hostname", "empty label"},
		{"www/x", "A", "192.0.2.1", "", "hostname", `"/" is not allowed`},
		{"xn--a", "A", "192.0.2.1", "", "hostname", "not a valid label"},
		{"a\nb", "A", "192.0.2.1", "", "hostname", "not allowed"},
		{"b\xfccher", "A", "192.0.2.1", "", "hostname", "not a valid label"},
		{strings.Repeat("a", 64), "A", "192.0.2.1", "", "hostname", "longer than 63"},
		{strings.Repeat("abcdefghi.", 24) + "x", "A", "192.0.2.1", "", "hostname", "longer than 253"},
		{"www.other.net.", "A", "192.0.2.1", "", "hostname", "lies outside exampledomain.com"},
		{"exampledomain.com.exampledomain.com", "A", "192.0.2.1", "", "hostname", "holds the domain twice"},
		{"h", "MX", "https://mail.example.org/", "", "address", "looks like a URL"},
		{"h", "CNAME", "http://example.org", "", "address", "looks like a URL"},
		{"h", "MX", "192.0.2.1", "", "address", "looks like an IP address"},
		{"h", "MXE", "256.1.1.1", "", "address", "looks like an IP address"},
		{"h", "MXE", "::ffff:1.2.3.4", "", "address", "not a plain IPv4 or IPv6 address"},
		{"h", "MX", "mail_x.other.net", "", "address", `"_" is not allowed`},
		{"h", "MX", "*.other.net", "", "address", "* may stand only alone"},
		{"h", "MX", "mail.other.net", "65536", "priority", `"65536" is not a priority: use a whole number from 0 to 65535`},
		{"h", "MX", "mail.other.net", "-1", "priority", `"-1" is not a priority`},
		{"h", "MX", "mail.other.net", "99999999999999999999", "priority", "is not a priority"},
		{"h", "MX", "99999 mail.other.net", "", "priority", "is not a priority"},
		{"@", "CNAME", "other.net", "", "type", "a CNAME cannot stand at the domain itself"},
		{"h", "CNAME", ".", "", "address", "empty label"},
		{"h", "CNAME", strings.Repeat("abcdefghi.", 24) + "x", "", "address", "longer than 253"},
		{"@", "NS", "ns1.other.net", "", "type", "change them with SaveNameservers"},
		{"*", "NS", "ns1.other.net", "", "type", "a wildcard cannot be delegated"},
		{"h", "TXT", "a\x00b", "", "address", "control character U+0000"},
		{"h", "TXT", "a\r\nb", "", "address", "control character U+000D"},
		{"h", "TXT", "\xff", "", "address", "not valid UTF-8"},
		{"h", "TXT", strings.Repeat("x", 4097), "", "address", "has 4097 bytes, at most 4096"},
		{"h", "SRV", "5060 sip", "", "address", "write weight, port and target"},
		{"h", "SRV", "5 70000 sip", "", "address", `port "70000" is not a number from 0 to 65535`},
		{"h", "SRV", "x 5060 sip", "", "address", `weight "x"`},
		{"h", "SRV", "5 5060 s*p", "", "address", "* may stand only alone"},
		{"h", "CAA", "issue letsencrypt.org", "", "address", "write flags, tag and value"},
		{"h", "CAA", "256 issue x", "", "address", "write flags, tag and value"},
		{"h", "CAA", `0 is-sue "x"`, "", "address", "write flags, tag and value"},
		{"h", "URL", "javascript:alert(1)", "", "address", "not to javascript:"},
		{"h", "URL", "ftp://other.net", "", "address", "not to ftp:"},
		{"h", "FRAME", "http://user:pw@other.net", "", "address", "credentials"},
	} {
		got, err := check(t, sent(c.hostname, c.kind, c.address, c.priority))
		if err == nil {
			t.Errorf("%s %s %q = %q, want an error", c.hostname, c.kind, c.address, got)
			continue
		}
		wantFault(t, err, "records[0]."+c.field, c.words)
	}
}

func TestRowErrorsCountRowsAsPeopleDo(t *testing.T) {
	t.Parallel()
	_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), lines(" A ", "ok A 192.0.2.1", "www A nowhere"))
	wantFault(t, err, "records[2].address", `row 3 (hostname www): address: "nowhere" is not an IPv4 address such as 192.0.2.1`)
}

func TestRowsWithoutAddressAndRepeatedRowsAreLeftOut(t *testing.T) {
	t.Parallel()
	rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{
		sent("", "", "", ""),
		sent("www", "A", "", ""),
		sent("not even / a name", "?", "  ", "?"),
		sent("www", "A", "192.0.2.1", ""),
		sent("WWW.exampledomain.com.", "a", "192.0.2.1", "3"),
		sent("www", "A", "192.0.2.2", ""),
		sent("empty", "TXT", `""`, ""),
		sent("empty", "TXT", `" "`, ""),
	})
	if err != nil || len(rows) != 2 || show(rows[0]) != "www A 192.0.2.1 -" || show(rows[1]) != "www A 192.0.2.2 -" {
		t.Errorf("rows: %v, %v", rows, err)
	}
}

func TestAKeyThatIsMissingIsAnErrorAndNoEmptyValue(t *testing.T) {
	t.Parallel()
	whole := sent("", "A", "192.0.2.1", "")
	for part, row := range map[string]zone.Row{
		"hostname": {Type: whole.Type, Address: whole.Address},
		"type":     {Hostname: whole.Hostname, Address: whole.Address},
		"address":  {Hostname: whole.Hostname, Type: whole.Type},
	} {
		_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{whole, row})
		wantFault(t, err, "records[1]."+part, "row 2: "+part+": it is missing: ")
		if e := reseller.AsError(err); e.Code != reseller.CodeMissingParameter {
			t.Errorf("without %s the code is %s", part, e.Code)
		}
	}
	if _, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{{}}); err == nil {
		t.Error("a row of nothing is no error")
	}
	whole.Priority = zone.Part{}
	if got, err := check(t, whole); err != nil || got != "@ A 192.0.2.1 -" {
		t.Errorf("without a priority: %s, %v", got, err)
	}
}

func TestAnEmptySetClearsTheZone(t *testing.T) {
	t.Parallel()
	rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), nil)
	if err != nil || rows == nil || len(rows) != 0 {
		t.Errorf("rows: %#v, %v", rows, err)
	}
}

func TestADomainHasAtMost1000Records(t *testing.T) {
	t.Parallel()
	rows := make([]zone.Row, 0, 2001)
	for i := range 1000 {
		rows = append(rows, sent(fmt.Sprint("h", i), "A", "192.0.2.1", ""), sent("", "", "", ""))
	}
	if got, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), rows); err != nil || len(got) != 1000 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	_, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), append(rows, sent("", "TXT", "x", "")))
	wantFault(t, err, "records[2000].address", "at most 1000 records")
}

func TestRecordIsStoredWithoutAnAbsentPriority(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]zone.Record{
		`{"hostname":"*","type":"A","address":"0.0.0.0"}`:                   {Hostname: "*", Type: "A", Address: "0.0.0.0"},
		`{"hostname":"mail","type":"MXE","address":"0.0.0.0","priority":0}`: {Hostname: "mail", Type: "MXE", Address: "0.0.0.0", Priority: number(0)},
		`{"hostname":"@","type":"MX","address":"mail.a.net","priority":10}`: {Hostname: "@", Type: "MX", Address: "mail.a.net", Priority: number(10)},
	} {
		if got, err := json.Marshal(r); err != nil || string(got) != want {
			t.Errorf("%s, %v; want %s", got, err, want)
		}
		var back zone.Record
		if err := json.Unmarshal([]byte(want), &back); err != nil || !back.Equal(r) {
			t.Errorf("%s came back as %v, %v", want, back, err)
		}
	}
}

func TestRecordsDifferByPriority(t *testing.T) {
	t.Parallel()
	ten, five := zone.Record{Type: "MX", Priority: number(10)}, zone.Record{Type: "MX", Priority: number(5)}
	if !ten.Equal(zone.Record{Type: "MX", Priority: number(10)}) || ten.Equal(five) || ten.Equal(zone.Record{Type: "MX"}) {
		t.Error("priorities are not compared")
	}
	for _, kind := range zone.RecordTypes {
		r := zone.Record{Type: kind}
		if r.HasPriority() != slices.Contains([]string{"MX", "MXE", "SRV"}, kind) || r.WebForward() != slices.Contains([]string{"URL", "URL302", "FRAME"}, kind) {
			t.Errorf("%s: priority %t, web forward %t", kind, r.HasPriority(), r.WebForward())
		}
	}
}
