package form_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
	"nameyard/zone"
)

// serialised are the values that a PHP client serialised.
func serialised(t *testing.T, text string) phpvalue.Value {
	t.Helper()
	v, err := phpvalue.Decode(base64.StdEncoding.EncodeToString([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const php = `s:8:"hostname";s:1:"@";s:4:"type";s:2:"MX";s:7:"address";s:10:"mail.a.net";`

func TestRowsOfRecordsAreReadAsPHPSendsThem(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`s:8:"priority";d:5.0;`:            "5",
		`s:8:"priority";d:5;`:              "5",
		`s:8:"priority";d:1.0E+1;`:         "10",
		`s:8:"priority";i:5;`:              "5",
		`s:8:"priority";s:3:"5.0";`:        "5",
		`s:8:"PRIORITY";s:3:"N/A";`:        "10",
		`s:8:"priority";N;`:                "10",
		`s:5:"recid";s:1:"7";`:             "10",
		`s:8:"priority";d:5.5;`:            "",
		`s:8:"priority";d:1.0E+25;`:        "",
		`s:8:"priority";d:INF;`:            "",
		`s:8:"priority";b:1;`:              "",
		`s:8:"priority";b:0;`:              "",
		`s:8:"priority";s:2:"1O";`:         "",
		`s:8:"priority";a:1:{i:0;i:5;}`:    "",
		`s:3:"ttl";i:300;`:                 "10", // unknown keys are not looked at
		`s:8:"hostname";N;`:                "",
		`s:4:"type";N;`:                    "",
		`s:7:"address";N;`:                 "",
		`s:8:"hostname";b:0;`:              "",
		`s:8:"Hostname";s:3:"www";`:        "", // twice, with different values
		`s:7:"address";a:1:{i:0;s:1:"x";}`: "",
	} {
		p := form.NewParams(nil)
		rows := p.Records(serialised(t, `a:1:{i:3;a:4:{`+php+given+`}}`), "dnsrecords")
		err := p.Err()
		var records []zone.Record
		if err == nil {
			records, err = zone.CheckRecords(mustName(t, "exampledomain", "com"), rows)
		}
		switch {
		case want == "" && err == nil:
			t.Errorf("%s: %+v", given, records)
		case want == "":
			if e := reseller.AsError(err); e.Param == "" && !strings.HasPrefix(string(e.Field), "records[0].") {
				t.Errorf("%s: %+v names no row", given, e)
			}
		case err != nil || len(records) != 1 || records[0].Row().Priority.Text != want:
			t.Errorf("%s: %+v, %v; want %s", given, records, err, want)
		}
	}
}

func TestARowThatIsNoArrayIsRefused(t *testing.T) {
	t.Parallel()
	for _, set := range []string{`a:1:{i:0;N;}`, `a:1:{i:0;s:3:"www";}`, `a:2:{i:0;a:3:{` + php + `}i:1;b:0;}`} {
		p := form.NewParams(nil)
		p.Records(serialised(t, set), "dnsrecords")
		if err := p.Err(); err == nil || !strings.Contains(err.Error(), "is not an array of hostname, type, address and priority") {
			t.Errorf("%s: %v", set, err)
		}
	}
	p := form.NewParams(nil)
	rows := p.Records(serialised(t, `a:1:{i:0;a:0:{}}`), "dnsrecords")
	if _, err := zone.CheckRecords(mustName(t, "exampledomain", "com"), rows); err == nil {
		t.Error("a row without keys is taken")
	}
}

// An empty prefix is the catch-all; nobody gets one because a variable of his was not set.
func TestAForwardWithoutAPrefixIsNoCatchAll(t *testing.T) {
	t.Parallel()
	for prefixes, taken := range map[string]bool{
		`a:1:{i:0;s:4:"info";}`: true, `a:1:{i:0;s:0:"";}`: true, `a:1:{i:0;s:1:"*";}`: true,
		`a:1:{i:0;N;}`: false, `a:1:{i:0;b:0;}`: false, `a:1:{i:0;b:1;}`: false, `a:1:{i:1;s:4:"info";}`: false, `a:0:{}`: false,
	} {
		p := form.NewParams(nil)
		forwards := p.Forwards(serialised(t, prefixes), serialised(t, `a:1:{i:0;s:7:"a@b.net";}`))
		if (p.Err() == nil) != taken {
			t.Errorf("%s: %+v, %v", prefixes, forwards, p.Err())
		}
	}
	p := form.NewParams(nil)
	forwards := p.Forwards(serialised(t, `a:2:{i:0;N;i:1;s:4:"info";}`), serialised(t, `a:2:{i:0;s:0:"";i:1;s:7:"a@b.net";}`))
	if p.Err() != nil || len(forwards) != 2 {
		t.Errorf("a row of nothing: %+v, %v", forwards, p.Err())
	}
}

func mustName(t *testing.T, label, tld string) reseller.Name {
	t.Helper()
	name, err := reseller.ParseName(label, tld)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
