package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

func TestWebForwardsMayBeForOnePathOfAHost(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for given, want := range map[string]string{
		"www/shop": "www/shop", "WWW/Shop/": "www/Shop", "@/a/b.html": "@/a/b.html", "/a": "@/a", "www.exampledomain.com/a": "www/a", "exampledomain.com/a": "@/a",
		"*/a": "*/a", "www/é": "www/%C3%A9", "www/a%20b": "www/a%20b", "www/": "www", "/": "@", "www/~u;v=1,2:@!$&'()*+": "www/~u;v=1,2:@!$&'()*+",
	} {
		for _, kind := range []string{zone.TypeURL, zone.TypeURL302, zone.TypeFrame} {
			records, err := zone.CheckRecords(name, []zone.Row{sent(given, kind, "https://other.net/", "")})
			if err != nil || records[0].Hostname != want {
				t.Errorf("%s %s: %v, %v", given, kind, records, err)
				continue
			}
			if again, err := zone.CheckRecords(name, resent(records)); err != nil || !again[0].Equal(records[0]) {
				t.Errorf("%s saved again: %v, %v", want, again, err)
			}
		}
	}
	for _, given := range []string{
		"www/a b", "www/a?b", "www/a#b", "www/../a", "www/%2e%2E/a", "www/a//b", "www//a", "www/%zz", "www/<x>", `www/"`, "www/a\r\nb", "www/" + strings.Repeat("x", 256),
	} {
		_, err := zone.CheckRecords(name, []zone.Row{sent(given, "URL", "https://other.net/", "")})
		wantFault(t, err, "records[0].hostname", "path")
	}
	_, err := zone.CheckRecords(name, []zone.Row{sent("www/a", "CNAME", "other.net", "")})
	wantFault(t, err, "records[0].hostname", `"/" is not allowed`)
}

func TestForwardsOfSeveralPathsStandAtOneHost(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for _, good := range [][]string{
		{"www URL https://other.net", "www/a URL https://a.net", "www/a/b FRAME https://b.net", "www MX mail.other.net"},
		{"@ URL http://exampledomain.com/go", "@/go URL https://other.net"},
		{"@/old URL http://exampledomain.com/new", "www/old URL http://exampledomain.com/old"},
		{"@/a URL http://exampledomain.com/b", "@/b/x URL http://exampledomain.com/a"},
		{"@/b/x URL http://exampledomain.com/a/y", "@/a URL http://exampledomain.com/b"},
	} {
		if _, err := zone.CheckRecords(name, lines(good...)); err != nil {
			t.Errorf("%v: %v", good, err)
		}
	}
	for _, bad := range []struct {
		rows         []string
		field, words string
	}{
		{[]string{"www/a URL https://a.net", "www/a FRAME https://b.net"}, "records[0].type", "a web forward makes the address records"},
		{[]string{"www/a URL https://a.net", "www A 192.0.2.1"}, "records[0].type", "a web forward makes the address records"},
		{[]string{"www/a URL https://a.net", "www CNAME other.net"}, "records[1].type", "only record at its hostname"},
		{[]string{"@/a URL https://exampledomain.com/a/b"}, "records[0].address", "circle: exampledomain.com/a → exampledomain.com;"},
		{[]string{"@/a URL http://www.exampledomain.com/b", "www/b URL http://exampledomain.com/a"}, "records[0].address", "circle"},
		{[]string{"@/b/x URL http://exampledomain.com/a/x", "@/a URL http://exampledomain.com/b"}, "records[0].address", "circle"},
		{[]string{"@/old URL http://exampledomain.com/new", "www/x URL http://exampledomain.com/old/y", "@/new/y URL http://web.exampledomain.com/x", "web CNAME www"}, "records[1].address", "circle"},
		{[]string{"@/a URL http://exampledomain.com/b/x", "@/b URL http://exampledomain.com/a"}, "records[0].address", "circle"},
		{[]string{"sub/a URL https://a.net", "sub NS ns1.other.net"}, "records[0].hostname", "delegates sub.exampledomain.com"},
	} {
		_, err := zone.CheckRecords(name, lines(bad.rows...))
		wantFault(t, err, bad.field, bad.words)
	}
}

func TestTheForwardOfTheLongestPathAnswers(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	records, err := zone.CheckRecords(name, lines("www/a URL https://a.net", "www/a/b URL https://b.net", "web CNAME www.exampledomain.com", "out CNAME www.other.com"))
	if err != nil {
		t.Fatal(err)
	}
	for visit, want := range map[string]string{
		"www /a": "https://a.net ", "www /a/": "https://a.net /", "www /a/x/y": "https://a.net /x/y", "web /a/b/c": "https://b.net /c", "www /A": "", "www /ab": "", "www ": "",
		"www /%61/b": "https://b.net ", "www /a%2Fb": "", "out /a": "www.other.com",
	} {
		host, path, _ := strings.Cut(visit, " ")
		r, end, rest, found := zone.WebForwardAt(name, records, host+".exampledomain.com", path)
		got := ""
		if found {
			got = r.Address + " " + rest
		} else if end != host+".exampledomain.com" {
			got = end
		}
		if got != want && !(want == "" && got == "www.exampledomain.com") {
			t.Errorf("%s: %q, want %q", visit, got, want)
		}
	}
	if hosts := strings.Join(zone.WebHosts(name, records), " "); hosts != "www.exampledomain.com web.exampledomain.com" {
		t.Errorf("hosts with web forwards: %s", hosts)
	}
}
