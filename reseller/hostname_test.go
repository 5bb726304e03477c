package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestNamesOfRecordsAndTheirTargetsMayHaveWhatHostsMayNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		rule  reseller.NameRule
		want  string
		words string // of the error
	}{
		{"*.Example", reseller.OwnerRule, "*.example", ""},
		{"*.example", reseller.AliasRule, "", "* may stand only alone"},
		{"a.*.example", reseller.OwnerRule, "", "* may stand only alone"},
		{"a*.example", reseller.OwnerRule, "", "* may stand only alone"},
		{"_dmarc.example", reseller.AliasRule, "_dmarc.example", ""},
		{"_dmarc.example", reseller.HostRule, "", `"_" is not allowed in label "_dmarc"`},
		{"a。b．c｡d", reseller.HostRule, "a.b.c.d", ""},
		{"r3---sn.example", reseller.HostRule, "r3---sn.example", ""},
		{"bücher.example", reseller.HostRule, "xn--bcher-kva.example", ""},
		{"xn--a", reseller.HostRule, "", "is not a valid label"},
		{"a..b", reseller.HostRule, "", "empty label"},
		{strings.Repeat("a", 64), reseller.HostRule, "", "longer than 63 characters"},
		{strings.TrimSuffix(strings.Repeat("abcdefghi.", 26), "."), reseller.HostRule, "", "the name has 259 characters, at most 253 are allowed"},
	} {
		got, err := reseller.CanonicalName(c.name, c.rule)
		if c.words != "" {
			wantFault(t, err, "", c.words)
		} else if err != nil || got != c.want {
			t.Errorf("%s is %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestMailAddressesAreNotTooLongAnywhere(t *testing.T) {
	t.Parallel()
	domain := strings.TrimSuffix(strings.Repeat("abcdefghi.", 24), ".") // 239 characters
	for address, words := range map[string]string{
		strings.Repeat("a", 65) + "@example.com": "the part before the @ is longer than 64 characters",
		strings.Repeat("a", 15) + "@" + domain:   "the e-mail address is longer than 254 characters",
		".a@example.com":                         "a dot at an end or two in a row",
		"a.@example.com":                         "a dot at an end or two in a row",
		"a..b@example.com":                       "a dot at an end or two in a row",
	} {
		_, err := reseller.CheckEmail(address)
		wantFault(t, err, "email", words)
	}
	if got, err := reseller.CheckEmail(strings.Repeat("a", 14) + "@" + domain); err != nil || len(got) != 254 {
		t.Errorf("an address of 254 characters: %d, %v", len(got), err)
	}
}

func TestGraceIsWhatTheRegistryGivesOrWhatComesAfterTheExpiry(t *testing.T) {
	t.Parallel()
	for tld, days := range map[string]int{"com": 40, "se": 70, "co.uk": 90} {
		if got := mustTLD(t, tld).GraceDays(); got != days {
			t.Errorf(".%s can be renewed %d days after its expiry, want %d", tld, got, days)
		}
	}
}

func TestKeyOfOneAccountIsNotSealedForAnother(t *testing.T) {
	t.Parallel()
	if one, other := reseller.V2KeyPurpose(1), reseller.V2KeyPurpose(11); one == other {
		t.Errorf("both are sealed for %q", one)
	}
}
