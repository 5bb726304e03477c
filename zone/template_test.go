package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

// A template is a zone file that is relative to the name, and {name} is the name itself wherever it stands.
func TestATemplateIsTheZoneFileOfAName(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	kept, err := zone.CheckTemplate("@ 7200 IN A 192.0.2.1\r\nwww CNAME @\r\n  \r\n@ MX 10 mail\nmail AAAA 2001:db8::1\n@ TXT \"v=spf1 include:spf.{name} exists:%{i}.x.test. -all\"\n_dmarc TXT v=DMARC1\\;p=none\n@ CAA 0 issue \"ca.test\"\nold CNAME {name}.\n\n")
	if err != nil || strings.Contains(kept, "\r") || !strings.HasSuffix(kept, "{name}.\n") {
		t.Fatalf("kept as %q, %v", kept, err)
	}
	made, err := zone.ReadFile(name, zone.FillTemplate(name, kept)).Onto(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range made.Records {
		got = append(got, show(r))
	}
	want := []string{
		"@ A 192.0.2.1 -", "www CNAME exampledomain.com -", "@ MX mail.exampledomain.com 10", "mail AAAA 2001:db8::1 -",
		"@ TXT v=spf1 include:spf.exampledomain.com exists:%{i}.x.test. -all -", "_dmarc TXT v=DMARC1;p=none -", `@ CAA 0 issue "ca.test" -`, "old CNAME exampledomain.com -",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || made.Records[0].TTL != 7200 {
		t.Errorf("records:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestATemplateThatNoNameCouldHaveIsRefusedByItsLine(t *testing.T) {
	t.Parallel()
	for text, words := range map[string]string{
		" \n\t\n":                                        "there is no record in the template",
		"; nothing\n":                                    "there is no record in the template",
		"@ SOA a b 1 2 3 4 5\n@ NS ns1.x.se.":            "there is no record in the template",
		"www A 192.0.2.1\nmail A 192.0.2":                "line 2: mail.sample.example. A",
		"www A 192.0.2.1\nwww CNAME @":                   "line 2 (hostname www): type: a CNAME must be the only record",
		"www A 192.0.2.1\nx.{name}x. A 192.0.2.1":        "line 2: x.sample.examplex. lies outside sample.example",
		"@ TXT " + strings.Repeat("a", zone.MaxTemplate): "at most 32768 are allowed",
	} {
		_, err := zone.CheckTemplate(text)
		wantFault(t, err, "zone_file", words)
	}
}

// What is added leaves all that is there as it is, and stands beside it or nowhere.
func TestRecordsOfAFileAreAddedToThoseThatAreThere(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, append(lines("www A 192.0.2.1", "go URL https://example.org/"), timed("@ TXT x", "60")))
	if err != nil {
		t.Fatal(err)
	}
	made, err := zone.ReadFile(name, "www 7200 A 192.0.2.1\nwww A 192.0.2.2\n@ TXT x\nwww A 192.0.2.2\n@ NS ns1.other.test.\n").Onto(name, have)
	if err != nil || len(made.Records) != 4 || len(made.Added) != 1 || len(made.Removed) != 0 || show(made.Added[0]) != "www A 192.0.2.2 -" || len(made.LeftOut) != 1 {
		t.Fatalf("made %+v, %v", made, err)
	}
	for i, r := range have {
		if !r.Equal(made.Records[i]) {
			t.Errorf("record %d was %v and is %v", i, r, made.Records[i])
		}
	}
	again, err := zone.ReadFile(name, "www A 192.0.2.1\n").Onto(name, have)
	if err != nil || again.Changes() || len(again.Records) != 3 {
		t.Errorf("what is there already: %+v, %v", again, err)
	}
	_, err = zone.ReadFile(name, "@ TXT y\nwww CNAME other.test.\n").Onto(name, have)
	wantFault(t, err, "zone_file", "line 2 (hostname www): type: a CNAME must be the only record at its hostname, and row 1 (A) is there too")
	_, err = zone.ReadFile(name, "@ A 1.2.3\n").Onto(name, have)
	wantFault(t, err, "zone_file", "line 1: ")
}
