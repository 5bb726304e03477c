package zone_test

import (
	"slices"
	"testing"

	"nameyard/zone"
)

func TestASingleRecordIsAddedAtTheEnd(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, lines("www A 192.0.2.1", "lab NS ns.lab", "ns.lab A 192.0.2.2"))
	if err != nil {
		t.Fatal(err)
	}
	set, added, fresh, err := zone.AddRecord(name, have, timed("_acme-challenge TXT x", "60"))
	if err != nil || !fresh || len(set) != 4 || !set[3].Equal(added) || show(added) != "_acme-challenge TXT x -" || added.TTL != 60 {
		t.Fatalf("added %v to %v: %v", added, set, err)
	}
	again, same, fresh, err := zone.AddRecord(name, set, lines("_ACME-challenge TXT \"x\"")[0])
	if err != nil || fresh || len(again) != 4 || same.TTL != 60 || same.ID() != added.ID() {
		t.Errorf("added again: %v, %v, %v", same, again, err)
	}
	changed, other, fresh, err := zone.AddRecord(name, set, timed("_acme-challenge TXT x", "120"))
	if err != nil || fresh || changed[3].TTL != 120 || other.ID() != added.ID() {
		t.Errorf("added with another TTL: %v, %v, %v", other, changed, err)
	}
	left, found, err := zone.RemoveRecord(name, set, set[0].ID())
	if err != nil || !found || len(left) != 3 || left[0].Type != "NS" {
		t.Errorf("left: %v, %v", left, err)
	}
	if _, found, err := zone.RemoveRecord(name, left, set[0].ID()); found || err != nil {
		t.Errorf("what is not there was found, %v", err)
	}
	_, _, err = zone.RemoveRecord(name, set, have[2].ID())
	wantFault(t, err, "record", "row 2 (hostname lab): address: the name server ns.lab.exampledomain.com lies in the domain and has no address")
}

func TestASingleRecordThatCannotStandIsNamedByItsParts(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, lines("www A 192.0.2.1", "lab NS ns1.other.net"))
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string][2]string{
		"www CNAME a.net":   {"record.type", "the new record (hostname www): type: a CNAME must be the only record at its hostname, and row 1 (A) is there too"},
		"x.lab TXT a":       {"record.hostname", "row 2 (NS) delegates lab.exampledomain.com"},
		"b A 1.2.3":         {"record.address", "the new record (hostname b): address: \"1.2.3\" is not an IPv4 address"},
		"b TXT \"\"":        {"record.address", "an empty one says nothing"},
		"b TELETEXT x":      {"record.type", "is not a type of record here"},
		"a_b.c!d A 1.2.3.4": {"record.hostname", "the new record"},
	} {
		_, _, _, err := zone.AddRecord(name, have, lines(row)[0])
		wantFault(t, err, want[0], want[1])
	}
	_, _, _, err = zone.AddRecord(name, have, zone.Row{Hostname: zone.Sent("a"), Type: zone.Sent("A")})
	wantFault(t, err, "record.address", "")
	aliased, err := zone.CheckRecords(name, lines("c CNAME a.net"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = zone.AddRecord(name, aliased, lines("c A 192.0.2.1")[0]) // told of a row that stays, which is no part of this request
	wantFault(t, err, "record", "row 1 (hostname c): type: a CNAME must be the only record at its hostname, and the new record (A) is there too")
}

// All that is wrong with the parts of a row is told at once, each by itself.
func TestARowTellsAllItsFaults(t *testing.T) {
	t.Parallel()
	row := zone.Row{Hostname: zone.Sent("a b"), Type: zone.Sent("MX"), Address: zone.Sent("not a host"), Priority: zone.Sent("abc"), TTL: zone.Sent("5")}
	faults := row.Faults(mustName(t, "exampledomain", "com"))
	wants := [][2]string{{"record.hostname", ""}, {"record.priority", `"abc" is not a priority`}, {"record.ttl", `"5" is not a TTL`}, {"record.address", `"not a host" is not a mail host`}}
	if len(faults) != len(wants) {
		t.Fatalf("faults: %v", faults)
	}
	for i, want := range wants {
		wantFault(t, faults[i], want[0], want[1])
	}
	if faults := lines("a A 192.0.2.1")[0].Faults(mustName(t, "exampledomain", "com")); len(faults) != 0 {
		t.Errorf("of a good one: %v", faults)
	}
}

func TestASingleRecordIsReplacedWhereItStands(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, lines("www A 192.0.2.1", "lab NS ns.lab", "ns.lab A 192.0.2.2", "www A 192.0.2.9"))
	if err != nil {
		t.Fatal(err)
	}
	set, put, found, err := zone.ReplaceRecord(name, have, have[0].ID(), timed("web A 192.0.2.7", "60"))
	if err != nil || !found || len(set) != 4 || !set[0].Equal(put) || show(put) != "web A 192.0.2.7 -" || put.TTL != 60 {
		t.Fatalf("%v in %v: %v", put, set, err)
	}
	set, put, _, err = zone.ReplaceRecord(name, have, have[0].ID(), lines("www A 192.0.2.9")[0])
	if err != nil || len(set) != 3 || !slices.ContainsFunc(set, put.Equal) {
		t.Errorf("as another one: %v, %v", set, err)
	}
	for row, found := range map[string]bool{"www A 192.0.2.8": false, "www A 1.2": false, "www A 192.0.2.9": true} { // the last one was put there before
		set, _, is, err := zone.ReplaceRecord(name, have, put.ID()+"0", lines(row)[0])
		if is != found || err != nil || found != slices.EqualFunc(set, have, zone.Record.Equal) {
			t.Errorf("%s in the place of what is not there: found %t, %v, %v", row, is, set, err)
		}
	}
	for row, want := range map[string][2]string{
		"other TXT a":   {"record", "address: the name server ns.lab.exampledomain.com lies in the domain and has no address"},
		"ns.lab A 1.2":  {"record.address", "the changed record (hostname ns.lab): address: \"1.2\" is not an IPv4 address"},
		"www CNAME a.b": {"record.type", "a CNAME must be the only record at its hostname"},
	} {
		_, _, _, err := zone.ReplaceRecord(name, have, have[2].ID(), lines(row)[0])
		wantFault(t, err, want[0], want[1])
	}
	_, _, _, err = zone.ReplaceRecord(name, have, have[2].ID(), zone.Row{Hostname: zone.Sent("a"), Type: zone.Sent("A")})
	wantFault(t, err, "record.address", "")
}
