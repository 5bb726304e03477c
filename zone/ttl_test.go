package zone_test

import (
	"testing"

	"nameyard/zone"
)

// timed is a row with a TTL.
func timed(line, ttl string) zone.Row {
	row := lines(line)[0]
	row.TTL = zone.Sent(ttl)
	return row
}

func TestARecordMayHaveATTL(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for text, want := range map[string]int{"": 0, "N/A": 0, " 60 ": 60, "300.0": 300, "3600": 3600, "604800": 604800} {
		records, err := zone.CheckRecords(name, []zone.Row{timed("www A 192.0.2.1", text)})
		if err != nil || records[0].TTL != want {
			t.Errorf("TTL %q is %v, %v", text, records, err)
		}
	}
	for _, text := range []string{"59", "0", "604801", "-60", "60.5", "1h", "nan", "inf", "0x60", "99999999999999999999"} {
		_, err := zone.CheckRecords(name, []zone.Row{timed("www A 192.0.2.1", text)})
		wantFault(t, err, "records[0].ttl", "row 1 (hostname www): ttl: \""+text+"\" is not a TTL: use a whole number of seconds from 60 to 604800, or leave it out for 3600")
	}
}

func TestOfARecordThatIsThereTwiceTheLowerTTLCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string
		want          int
	}{{"300", "600", 300}, {"600", "300", 300}, {"", "300", 300}, {"", "7200", 0}, {"7200", "", 0}, {"300", "", 300}} {
		records, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{timed("www A 192.0.2.1", c.first), timed("WWW A 192.0.2.1", c.second)})
		if err != nil || len(records) != 1 || records[0].TTL != c.want {
			t.Errorf("%q and %q: %v, %v; want one record of %d", c.first, c.second, records, err, c.want)
		}
	}
}

func TestRowsThatDoNotSayTheirTTLKeepIt(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	have, err := zone.CheckRecords(name, []zone.Row{timed("www A 192.0.2.1", "300"), timed("@ MX 5 mail", "600"), timed("x TXT t", "")})
	if err != nil {
		t.Fatal(err)
	}
	rows := zone.KeepTTLs(name, []zone.Row{
		lines("WWW A 192.0.2.1")[0], timed("@ MX 5 mail", ""), lines("x TXT t")[0], lines("www A 192.0.2.2")[0], lines("bad A x")[0],
	}, have)
	records, err := zone.CheckRecords(name, rows[:4])
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{300, 0, 0, 0} {
		if records[i].TTL != want {
			t.Errorf("record %d has TTL %d, want %d", i, records[i].TTL, want)
		}
	}
}
