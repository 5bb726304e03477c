package zone_test

import (
	"strings"
	"testing"
)

func TestPrioritiesAreWholeNumbersInAnySpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "10": "10", " 5 ": "5", "05": "5", "65535": "65535", "5.0": "5", "5.": "5", "10.00": "10", "+5": "5", "1e1": "10", "0.0": "0",
		"": "10", " ": "10", "N/A": "10", "n/a": "10", // none: the usual one
	} {
		if got, err := check(t, sent("", "MX", "mail.other.net", text)); err != nil || got != "@ MX mail.other.net "+want {
			t.Errorf("%q: %q, %v; want %s", text, got, err, want)
		}
	}
}

// A slip of the pen is no priority: mail would go to the wrong server first.
func TestWhatIsNoNumberIsNoPriority(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"1O", "ten", "5.5", "1,0", "-1", "65536", "70000.0", "0x10", "1_0", "NaN", "Inf", "-", "null", "none", "true", "5 5", "٥", "1e999", "1e-1", "e", ".",
		strings.Repeat("9", 30),
	} {
		for _, kind := range []string{"MX", "MXE", "SRV"} {
			address := map[string]string{"MX": "mail.other.net", "MXE": "192.0.2.1", "SRV": "5 5060 sip.other.net"}[kind]
			got, err := check(t, sent("h", kind, address, text))
			if err == nil {
				t.Errorf("%s %q: %q", kind, text, got)
				continue
			}
			wantFault(t, err, "records[0].priority", "row 1 (hostname h): priority: ")
			wantFault(t, err, "records[0].priority", "is not a priority")
		}
		if got, err := check(t, sent("h", "A", "192.0.2.1", text)); err != nil || got != "h A 192.0.2.1 -" {
			t.Errorf("an A has no priority, but %q: %q, %v", text, got, err)
		}
	}
}

func TestAPriorityInTheAddressIsReadAsOneBesideIt(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"MX 5 mail.other.net": "MX mail.other.net 5", "MX 5\tmail.other.net": "MX mail.other.net 5", "MX 5 \t  mail.other.net": "MX mail.other.net 5",
		"MX 5.0 mail.other.net": "MX mail.other.net 5", "MXE 7\t192.0.2.1": "MXE 192.0.2.1 7", "MXE 7 mail.other.net": "MX mail.other.net 7",
		"SRV 1 5 5060 sip.other.net": "SRV 5 5060 sip.other.net 1", "SRV 1\t5\t5060\tsip.other.net": "SRV 5 5060 sip.other.net 1",
	} {
		row := lines("h " + address)[0]
		if got, err := check(t, row); err != nil || got != "h "+want {
			t.Errorf("%s: %q, %v", address, got, err)
		}
	}
	for _, address := range []string{"MX 1O mail.other.net", "MX mail other.net", "MX 65536 mail.other.net", "MXE ten 192.0.2.1", "SRV 1O 5 5060 sip.other.net"} {
		_, err := check(t, lines("h " + address)[0])
		wantFault(t, err, "records[0].priority", "is not a priority")
	}
	for _, r := range [][2]string{{"MX", "10 mail.other.net"}, {"MX", "10 ."}, {"MXE", "10 192.0.2.1"}, {"MXE", "10 mail.other.net"}, {"SRV", "10 5 5060 sip.other.net"}} {
		if _, err := check(t, sent("h", r[0], r[1], "10.0")); err != nil {
			t.Errorf("%s %s with the same priority beside it: %v", r[0], r[1], err)
		}
		_, err := check(t, sent("h", r[0], r[1], "20"))
		wantFault(t, err, "records[0].priority", "the priority is 20, and the value begins with 10: write it once")
	}
	_, err := check(t, lines("h MX 10 20 mail.other.net")[0])
	wantFault(t, err, "records[0].address", "is not a mail host")
}

// RFC 7505 §3: "preference number 0".
func TestAnMXOfADotHasPreferenceZero(t *testing.T) {
	t.Parallel()
	for _, row := range [][2]string{{".", ""}, {".", "N/A"}, {".", "0"}, {".", "10"}, {"0 .", ""}, {"10 .", "10"}, {" . ", ""}} {
		if got, err := check(t, sent("", "MX", row[0], row[1])); err != nil || got != "@ MX . 0" {
			t.Errorf("%q: %q, %v", row, got, err)
		}
	}
}
