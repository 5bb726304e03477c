package account

import (
	"slices"
	"strings"
	"testing"
)

// What a form offers is short, and read as it was; what says all by itself is read, too.
func TestOfferedRenewalsArePackedAndRead(t *testing.T) {
	t.Parallel()
	for packed, names := range map[string]string{
		"":                                 "",
		"7:2027-03-10:1000":                "7:2027-03-10:1000",
		"7:2027-03-10:1000 8 9:1 10::900":  "7:2027-03-10:1000 8:2027-03-10:1000 9:2027-03-11:1000 10:2027-03-11:900",
		"7:2028-02-28:1000 8:2:900 9:-800": "7:2028-02-28:1000 8:2028-03-01:900 9:2025-12-22:900",
		"7:0001-01-01:5 8:740049:6":        "7:0001-01-01:5 8:2027-03-10:6",
		"7:2027-03-10 8:1 x:soon:5 y 9:2":  "7:2027-03-10 8:2027-03-11 x:soon:5 y:soon:5 9:2:5",
	} {
		list := strings.Fields(names)
		if got := unpackOffered([]string{packed}); !slices.Equal(got, list) {
			t.Errorf("%q is read as %q, want %q", packed, got, list)
		}
		if got := packOffered(list); got != packed {
			t.Errorf("%q is packed as %q, want %q", names, got, packed)
		}
		if got := unpackOffered(list); !slices.Equal(got, list) {
			t.Errorf("%q is read as %q", list, got)
		}
	}
	if got := unpackOffered([]string{"7:2027-03-10:1000 8", "9"}); got[2] != "9:2027-03-10:1000" {
		t.Errorf("a second field is read as %q", got)
	}
}
