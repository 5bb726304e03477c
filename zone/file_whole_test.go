package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/zone"
)

// A file is read to its end, however many of its records are there twice or are made by this server: what was not read would be removed. Of
// two equal ones the lower TTL counts.
func TestAZoneFileIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	rows := make([]zone.Row, 1000)
	for n := range rows {
		rows[n] = sent(fmt.Sprintf("h%d", n), "MXE", fmt.Sprintf("192.0.2.%d", n%250), "")
	}
	have, err := zone.CheckRecords(name, rows)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	made := make([]zone.Made, len(have))
	for n, r := range have {
		published := []zone.Row{sent(r.Hostname, "MX", "mx."+r.Hostname, "10"), sent("mx."+r.Hostname, "A", r.Address, "")}
		made[n].Row = &have[n]
		if made[n].Records, err = zone.CheckRecords(name, published); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "%[1]s 3600 MX 10 mx.%[1]s\nmx.%[1]s 3600 A %[2]s\n", r.Hostname, r.Address)
	}
	again, err := zone.ReadFile(name, text.String()).Over(name, have, made)
	if err != nil || again.Changes() || len(again.Records) != len(have) {
		t.Errorf("its own file of %d records: -%d +%d, %v", 2*len(have), len(again.Removed), len(again.Added), err)
	}

	twice := strings.Repeat("a 7200 A 192.0.2.1\na 300 A 192.0.2.1\nA 9000 A 192.0.2.1\n", 700) + "last A 192.0.2.2\n"
	records, _, err := read(t, twice)
	if want := "a A 192.0.2.1 - 300\nlast A 192.0.2.2 - 9000"; err != nil || records != want {
		t.Errorf("a file of %d lines: %v\n%s\nwant\n%s", strings.Count(twice, "\n"), err, records, want)
	}

	var endless strings.Builder
	for n := range 20_001 {
		fmt.Fprintf(&endless, "h%d A 192.0.2.1\n", n)
	}
	_, _, err = read(t, endless.String())
	wantFault(t, err, "zone_file", "line 20001: the file has more than 20000 different records")
}

// Where no server of web forwards is known, they publish nothing, so that no file has them: they stay, unless something takes their place.
func TestWhatPublishesNothingStays(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, lines("go URL other.net", "framed FRAME http://other.net", "l ALIAS other.net", "www A 192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	made := []zone.Made{{Row: &have[0]}, {Row: &have[1]}, {Row: &have[2]}}
	for text, want := range map[string]string{
		"www 3600 A 192.0.2.1":                       "",
		"www 3600 A 192.0.2.1\ngo 3600 A 192.0.2.80": "go URL http://other.net -",
		"www 3600 A 192.0.2.1\nl 3600 A 192.0.2.80":  "l ALIAS other.net -",
	} {
		i, err := zone.ReadFile(name, text).Over(name, have, made)
		var gone []string
		for _, r := range i.Removed {
			gone = append(gone, show(r))
		}
		if got := strings.Join(gone, ", "); err != nil || got != want {
			t.Errorf("%q removes %q, want %q: %v", text, got, want, err)
		}
	}
}

// A file may write the domain's own name, and hosts in it, in letters beyond ASCII, as rows may.
func TestAZoneFileMayHaveNamesInUnicode(t *testing.T) {
	t.Parallel()
	name := mustName(t, "bücher", "com")
	file := zone.ReadFile(name, "$ORIGIN Bücher.com.\nbücher.com. 300 A 192.0.2.1\nläden.bücher.com. 300 A 192.0.2.2\nxn--bcher-kva.com. 300 AAAA 2001:db8::1\n"+
		"www 300 CNAME läden.bücher.com.\n@ NS ns1.other.net.\nbücher.net. A 192.0.2.9\n")
	if got := fmt.Sprint(file.Faults); got != "[line 7: bücher.net. lies outside xn--bcher-kva.com]" {
		t.Errorf("faults: %s", got)
	}
	file.Faults = nil
	made, err := file.Over(name, nil, nil)
	var list []string
	for _, r := range made.Records {
		list = append(list, show(r))
	}
	want := "@ A 192.0.2.1 -\nxn--lden-loa A 192.0.2.2 -\n@ AAAA 2001:db8::1 -\nwww CNAME xn--lden-loa.xn--bcher-kva.com -"
	if got := strings.Join(list, "\n"); err != nil || got != want || len(made.LeftOut) != 1 {
		t.Errorf("%v\n%s\nwant\n%s\nleft out %v", err, got, want, made.LeftOut)
	}
}
