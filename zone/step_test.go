package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/zone"
)

// steps writes steps, one a line.
func steps(i zone.Import) string {
	var list []string
	for _, s := range i.Steps() {
		kind := map[bool]string{s.Was == nil: "+", s.Is == nil: "-"}[true]
		if kind == "" {
			kind = fmt.Sprintf("[%s %s]", s.OldPriority(), s.OldTTL())
		}
		list = append(list, fmt.Sprint(kind, " ", show(s.Record()), " ", s.Record().TTL))
	}
	return strings.Join(list, "\n")
}

// A record of which only the priority or the TTL changes is one step, and says which.
func TestADifferenceSaysWhatChangesOfARecord(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	checked := func(rows ...zone.Row) []zone.Record {
		records, err := zone.CheckRecords(name, rows)
		if err != nil {
			t.Fatal(err)
		}
		return records
	}
	was := checked(timed("@ MX 10 mx.other.net", "300"), timed("www A 192.0.2.1", "300"), timed("both MX 1 mx.other.net", "300"), timed("gone A 192.0.2.2", ""), timed("same A 192.0.2.9", ""))
	is := checked(timed("@ MX 20 mx.other.net", "300"), timed("www A 192.0.2.1", ""), timed("both MX 2 mx.other.net", "600"), timed("new A 192.0.2.3", ""), timed("same A 192.0.2.9", "3600"))
	const want = "[10 ] @ MX mx.other.net 20 300\n[ 300] www A 192.0.2.1 - 0\n[1 300] both MX mx.other.net 2 600\n- gone A 192.0.2.2 - 0\n+ new A 192.0.2.3 - 0"
	if got := steps(zone.Compare(was, is)); got != want {
		t.Errorf("steps:\n%s\nwant\n%s", got, want)
	}
	if zone.Compare(was, was).Changes() || len(zone.Compare(nil, was).Steps()) != len(was) {
		t.Error("nothing changes nothing, and all is new where there was nothing")
	}
}
