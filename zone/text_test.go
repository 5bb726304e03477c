package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

// A value in quotes is what stands in a zone file (RFC 1035 §5.1), and means what a name server would read.
func TestTextInQuotesIsReadAsAZoneFileHasIt(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`"v=spf1 -all"`:                      `v=spf1 -all`,
		` "two  blanks" `:                    `two  blanks`,
		`" outer blanks "`:                   ` outer blanks `,
		`""twice""`:                          `twice`,
		`"v=DKIM1\; k=rsa\; p=KEY"`:          `v=DKIM1; k=rsa; p=KEY`,
		`"v=DMARC1\; p=none\;"`:              `v=DMARC1; p=none;`,
		`"v=DKIM1\059 p=KEY"`:                `v=DKIM1; p=KEY`,
		`"a\\b"`:                             `a\b`,
		`"say \"hello\" now"`:                `say "hello" now`,
		`"sm\195\182rg\195\165s"`:            `smörgås`,
		`"\065\b\c"`:                         `Abc`,
		`"v=DKIM1; k=rsa; " "p=MIGf" "MA0G"`: `v=DKIM1; k=rsa; p=MIGfMA0G`,
		`"v=DKIM1; p=AAAA""BBBB"`:            `v=DKIM1; p=AAAABBBB`,
		"\"v=DKIM1; p=AAAA\"\r\n\t\"BBBB\"":  `v=DKIM1; p=AAAABBBB`,
		`"a" "" "b"`:                         `ab`,
		`( "v=DKIM1; k=rsa; " "p=MIGf" )`:    `v=DKIM1; k=rsa; p=MIGf`,
		`("v=DKIM1; k=rsa; ""p=MIGf")`:       `v=DKIM1; k=rsa; p=MIGf`,
		"( \"v=DKIM1; k=rsa; \"\n\t  \"p=MIGf\" )  ; ----- DKIM key": `v=DKIM1; k=rsa; p=MIGf`,
		"( \"v=DKIM1; \" ; first\n \"p=MIGf\" ; second\n)":           `v=DKIM1; p=MIGf`,
		"\"v=DKIM1; \" ( \n\"p=MIGf\" )":                             `v=DKIM1; p=MIGf`,
	} {
		rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{sent("h", "TXT", given, "")})
		if err != nil || len(rows) != 1 || rows[0].Text() != want {
			t.Errorf("%s: %v, %v; want %s", given, rows, err, want)
		}
	}
}

// Without quotes around it, or with some that are no pair, a value is what it is.
func TestTextWithoutQuotesIsByteForByte(t *testing.T) {
	t.Parallel()
	for _, given := range []string{
		`v=spf1 -all`, ` blanks `, `back\slash\"es`, `v=DKIM1\; k=rsa`, `C:\new`, `\059`, `v=spf1 "x" -all`, `"odd`, `odd"`, `"`, `"v=spf1" -all`,
		`"k":"v"`, `"a" and "b"`, `"a" b "c"`, `{"k":"v"}`, `["a","b"]`, `(see "below")`, `( no quotes )`, `"a" )`, `;`, `a ; b`, `"lone`, `'single'`,
	} {
		rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{sent("h", "TXT", given, "")})
		if err != nil || len(rows) != 1 || rows[0].Address != given || rows[0].Text() != given {
			t.Errorf("%s: %v, %v", given, rows, err)
		}
	}
}

func TestTextThatWouldBeReadAsAnotherStaysInQuotes(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`"\"quoted\""`:         `"\"quoted\""`,
		`"\"a\" \"b\""`:        `"\"a\" \"b\""`,
		`"(\"a\\b\")"`:         `"(\"a\\b\")"`,
		`"\"k\":\"v\""`:        `"k":"v"`,
		`"\"\""`:               `"\"\""`,
		`"\"\"twice\"\""`:      `"\"\"twice\"\""`,
		`" \"with blanks\"  "`: `" \"with blanks\"  "`,
	} {
		rows, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), []zone.Row{sent("h", "TXT", given, "")})
		if err != nil || len(rows) != 1 || rows[0].Address != want {
			t.Errorf("%s: %v, %v; want %s", given, rows, err, want)
			continue
		}
		again, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), resent(rows))
		if err != nil || len(again) != 1 || again[0] != rows[0] {
			t.Errorf("%s sent back: %v, %v", given, again, err)
		}
	}
}

func TestTextThatIsBrokenInItsQuotesIsRefused(t *testing.T) {
	t.Parallel()
	for given, words := range map[string]string{
		`"a\25"`:                              `\ stands before a character or before the three digits`,
		`"a\256"`:                             `three digits`,
		`"a\2x5"`:                             `three digits`,
		`"C:\dir\"`:                           `the quotes are not closed`,
		`"a" "b\"`:                            `the quotes are not closed`,
		`( "v=DKIM1; " "p=MIGf"`:              `a bracket around the quoted strings is not closed`,
		`( "v=DKIM1; "p=MIGf" )`:              `in brackets only strings in quotes can stand`,
		`( "v=DKIM1; " p=MIGf )`:              `in brackets only strings in quotes can stand`,
		`( "a\9" )`:                           `three digits`,
		`( "v=DKIM1; p=MIGf )`:                `the quotes are not closed`,
		`"v=spf1 -all" ; a comment`:           `leave the comment out`,
		`"a"; "b"`:                            `leave the comment out`,
		`"a\000"`:                             `control character U+0000`,
		`"a\010"`:                             `control character U+000A`,
		`"\255"`:                              `not valid UTF-8`,
		`"` + strings.Repeat("x", 4097) + `"`: `has 4097 bytes, at most 4096`,
	} {
		got, err := check(t, sent("h", "TXT", given, ""))
		if err == nil {
			t.Errorf("%s: %s", given, got)
			continue
		}
		wantFault(t, err, "records[0].address", words)
	}
	long := `"` + strings.Repeat("x", 255) + `" "` + strings.Repeat("y", 3841) + `"`
	if _, err := check(t, sent("h", "TXT", long, "")); err != nil {
		t.Errorf("a text of 4096 bytes in pieces: %v", err)
	}
}
