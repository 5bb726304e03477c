package zone_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

func TestAnALIASStandsWhereNoCNAMEMay(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for _, given := range []string{"shops.myshopify.com", "Shops.MyShopify.com.", " shops.myshopify.com "} {
		for _, kind := range []string{"ALIAS", "alias", "ANAME"} {
			set, err := zone.CheckRecords(name, append(lines("@ MX 10 mail.example.net", "@ TXT x", "@ HTTPS 0 shops.myshopify.com", "www A 192.0.2.1"), sent("", kind, given, "")))
			if err != nil || show(set[4]) != "@ ALIAS shops.myshopify.com -" {
				t.Errorf("%s %q: %v, %v", kind, given, set, err)
			}
		}
	}
	for rows, words := range map[string]string{
		"@ ALIAS www|www A 192.0.2.1":                  "www.exampledomain.com lies in exampledomain.com: write its addresses",
		"@ ALIAS @":                                    "a host outside the domain",
		"a ALIAS b.exampledomain.com.":                 "a host outside the domain",
		"@ ALIAS db.corp.":                             "top-level domain",
		"@ ALIAS localhost.":                           "top-level domain",
		"@ ALIAS 192.0.2.1":                            "looks like an IP address",
		"@ ALIAS *.example.net":                        "row 1",
		"@ ALIAS a.example.net|@ A 192.0.2.1":          "row 1 (hostname @): type: an ALIAS makes the address records of its hostname, and row 2 (A) is there too",
		"@ AAAA 2001:db8::1|@ ALIAS a.example.net":     "row 2 (hostname @): type: an ALIAS makes",
		"@ ALIAS a.example.net|@ ALIAS b.example.net":  "an ALIAS makes",
		"@ ALIAS a.example.net|@ URL https://b.net":    "an ALIAS makes",
		"w ALIAS a.example.net|w CNAME b.example.net":  "a CNAME must be the only record",
		"s NS ns1.example.net|w.s ALIAS a.example.net": "delegates",
	} {
		if _, err := zone.CheckRecords(name, lines(strings.Split(rows, "|")...)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, want %q", rows, err, words)
		}
	}
	var many []zone.Row
	for i := range 21 {
		many = append(many, sent(fmt.Sprint("h", i), "ALIAS", "a.example.net", ""))
	}
	if _, err := zone.CheckRecords(name, many[:20]); err != nil {
		t.Errorf("twenty: %v", err)
	}
	_, err := zone.CheckRecords(name, many)
	wantFault(t, err, "records[20].type", "at most 20 ALIAS records")
}

func TestZoneFilesMayHaveAnALIAS(t *testing.T) {
	t.Parallel()
	records, _, err := read(t, "@ 60 IN ALIAS shops.myshopify.com.\nb ANAME c.example.net.\n$ORIGIN example.net.\nd.exampledomain.com. ALIAS e\n")
	if want := "@ ALIAS shops.myshopify.com - 60\nb ALIAS c.example.net - 60\nd ALIAS e.example.net - 60"; err != nil || records != want {
		t.Errorf("%v\n%s", err, records)
	}
}

// What is published follows the answers; where there is none the last good one stays.
func TestTheLastGoodAddressesAreKept(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	away := errors.New("no answer")
	target := zone.AliasTarget{Host: "a.example.net"}
	for _, step := range []struct {
		what    string
		later   time.Duration
		r       zone.Resolution
		want    string
		pause   time.Duration
		problem string
	}{
		{"never an answer", 0, zone.Resolution{NoV4: away, NoV6: away}, "[]", time.Minute, "no answer"},
		{"still none", 0, zone.Resolution{NoV4: away, NoV6: away}, "[]", 2 * time.Minute, "no answer"},
		{"the first", 0, zone.Resolution{Addresses: parsed("2001:db8::1", "192.0.2.2", "192.0.2.1", "192.0.2.2"), TTL: 5 * time.Minute}, "[192.0.2.1 192.0.2.2 2001:db8::1]", 5 * time.Minute, ""},
		{"a short TTL", 0, zone.Resolution{Addresses: parsed("192.0.2.9", "2001:db8::1")}, "[192.0.2.9 2001:db8::1]", time.Minute, ""},
		{"a long one", 0, zone.Resolution{Addresses: parsed("192.0.2.9", "2001:db8::1"), TTL: 48 * time.Hour}, "[192.0.2.9 2001:db8::1]", time.Hour, ""},
		{"one family only", 0, zone.Resolution{Addresses: parsed("192.0.2.8"), NoV6: away, TTL: time.Hour}, "[192.0.2.8 2001:db8::1]", time.Minute, "no IPv6 addresses: no answer"},
		{"the other was taken away", 0, zone.Resolution{Addresses: parsed("192.0.2.8"), TTL: time.Hour}, "[192.0.2.8]", time.Hour, ""},
		{"none for a month", 30 * 24 * time.Hour, zone.Resolution{NoV4: away, NoV6: away}, "[192.0.2.8]", time.Minute, "no answer"},
		{"back", 0, zone.Resolution{Addresses: parsed("192.0.2.8"), TTL: time.Hour}, "[192.0.2.8]", time.Hour, ""},
		{"empty", 23 * time.Hour, zone.Resolution{TTL: time.Hour}, "[192.0.2.8]", time.Minute, "no addresses"},
		{"empty for a day", time.Hour, zone.Resolution{TTL: time.Hour}, "[]", 2 * time.Minute, "no addresses"},
		{"there again", 0, zone.Resolution{Addresses: parsed("192.0.2.8")}, "[192.0.2.8]", time.Minute, ""},
		{"a circle", 0, zone.Resolution{Addresses: parsed("192.0.2.8"), Circle: true}, "[]", time.Minute, "leads back"},
	} {
		now = now.Add(step.later)
		target = target.After(step.r, now)
		if got := fmt.Sprint(target.Addresses); got != step.want || target.NextAt.Sub(now) != step.pause || (target.Problem == "") != (step.problem == "") || !strings.Contains(target.Problem, step.problem) {
			t.Errorf("%s: %s, again after %v, %q", step.what, got, target.NextAt.Sub(now), target.Problem)
		}
	}
	for range 50 {
		target = target.After(zone.Resolution{NoV4: away, NoV6: away}, now)
	}
	if target.NextAt.Sub(now) != time.Hour {
		t.Errorf("after many failures it is asked again in %v", target.NextAt.Sub(now))
	}
}

func parsed(list ...string) (addresses []netip.Addr) {
	for _, text := range list {
		addresses = append(addresses, netip.MustParseAddr(text))
	}
	return addresses
}

func TestTheOwnerOfARecordIsItsFullName(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("exampledomain.com", "com")
	for hostname, want := range map[string]string{"@": "exampledomain.com", "www": "www.exampledomain.com", "@/shop": "exampledomain.com", "a.b/c": "a.b.exampledomain.com"} {
		if got := (zone.Record{Hostname: hostname}).Owner(name); got != want {
			t.Errorf("%s: %s, want %s", hostname, got, want)
		}
	}
}
