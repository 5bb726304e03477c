package zone_test

import (
	"strings"
	"testing"
)

func TestCAAsAreReadAsAZoneFileHasThem(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`0 issue "letsencrypt.org"`:                                `0 issue "letsencrypt.org"`,
		"0\tissue\t\"letsencrypt.org\"":                            `0 issue "letsencrypt.org"`,
		"0 \t issue  \t letsencrypt.org":                           `0 issue "letsencrypt.org"`,
		`128 ISSUEWILD ;`:                                          `128 issuewild ";"`,
		`0 issue ";"`:                                              `0 issue ";"`,
		`0 iodef mailto:ca@other.net`:                              `0 iodef "mailto:ca@other.net"`,
		`0 issue letsencrypt.org; validationmethods=dns-01`:        `0 issue "letsencrypt.org; validationmethods=dns-01"`,
		`0 issue "letsencrypt.org\; validationmethods=dns-01"`:     `0 issue "letsencrypt.org; validationmethods=dns-01"`,
		`0 issue "letsencrypt.org\059 accounturi=https://a.net/1"`: `0 issue "letsencrypt.org; accounturi=https://a.net/1"`,
		`0 issue "` + strings.Repeat("x", 312) + `"`:               `0 issue "` + strings.Repeat("x", 312) + `"`,
		`0 issue ` + strings.Repeat("x", 4096):                     `0 issue "` + strings.Repeat("x", 4096) + `"`,
		`0 atagoftwentycharacters "x"`:                             `0 atagoftwentycharacters "x"`,
		`255 issuemail "x"`:                                        `255 issuemail "x"`,
	} {
		if got, err := check(t, sent("", "CAA", given, "")); err != nil || got != "@ CAA "+want+" -" {
			t.Errorf("%s: %q, %v; want %s", given, got, err, want)
		}
	}
}

// An issuer of nothing lets no CA issue certificates (RFC 8659 §4.2): nobody should get that by a slip.
func TestCAAsWithoutAValueAreRefused(t *testing.T) {
	t.Parallel()
	for given, words := range map[string]string{
		`0 issue`:                              `write 0 issue ";"`,
		"0\tissue\t":                           `write 0 issue ";"`,
		`0 issue ""`:                           `write 0 issue ";"`,
		`0 issuewild " "`:                      `the value is missing, for example 0 issuewild "letsencrypt.org"`,
		`0 iodef`:                              `the value is missing`,
		`0`:                                    `write flags, tag and value`,
		`issue "a.net"`:                        `write flags, tag and value`,
		`1.0 issue "a.net"`:                    `write flags, tag and value`,
		`0 issue "a"b"`:                        `something stands behind it`,
		`0 issue "a" "b"`:                      `something stands behind it`,
		`0 issue "a`:                           `the quotes are not closed`,
		`0 issue "a\"b"`:                       `without quotes and backslashes`,
		`0 issue a\b`:                          `without quotes and backslashes`,
		`0 issue "å"`:                          `printable ASCII`,
		"0 issue \"a\tb\"":                     `printable ASCII`,
		`0 issue "a\9"`:                        `three digits`,
		`0 issue ` + strings.Repeat("x", 4097): `has 4097 characters, at most 4096`,
	} {
		got, err := check(t, sent("h", "CAA", given, ""))
		if err == nil {
			t.Errorf("%s: %s", given, got)
			continue
		}
		wantFault(t, err, "records[0].address", words)
	}
}
