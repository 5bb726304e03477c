package reseller

import "testing"

func TestWholeNameIsSplitAtTheLongestTLDThatIsSold(t *testing.T) {
	t.Parallel()
	sold := TLDs{"com": {}, "uk": {}, "co.uk": {}}
	for whole, want := range map[string]struct{ sld, tld, code string }{
		"example.com":     {"example", "com", ""},
		"Example.CO.UK.":  {"example", "co.uk", ""},
		"bücher.com":      {"xn--bcher-kva", "com", ""},
		"co.uk":           {"co", "uk", ""},
		"a.b.co.uk":       {"", "", CodeInvalidParameter},
		"www.example.com": {"", "", CodeInvalidParameter},
		"example.xyz":     {"", "", CodeUnsupportedTLD},
		"com":             {"", "", CodeUnsupportedTLD},
		"bad_name!.com":   {"", "", CodeInvalidParameter},
	} {
		name, err := sold.Split(whole)
		if err != nil {
			if e := AsError(err); e.Code != want.code || e.Field != PathName {
				t.Errorf("%s: %s in %q, want %q in name", whole, e.Code, e.Field, want.code)
			}
			continue
		}
		if name.SLD() != want.sld || name.TLD() != want.tld || want.code != "" {
			t.Errorf("%s is %s under %s, want %+v", whole, name.SLD(), name.TLD(), want)
		}
	}
}
