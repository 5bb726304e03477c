package reseller_test

import (
	"testing"

	"nameyard/reseller"
)

func TestNamesThatCannotBeSold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sld, tld, words string }{
		{"☃", "com", "U+2603"},
		{"😀", "com", "U+1F600"},
		{"a☕", "se", "IDNA2008 takes letters, digits and hyphens only"},
		{"foo–bar", "com", "U+2013"},
		{"i❤ny", "net", "U+2764"},
		{"½a", "com", ""},
		{"a·b", "com", "U+00B7"},
		{"·", "com", "U+00B7"},
		{"l·", "com", "U+00B7"},
		{"\u0375a", "com", "U+0375"},
		{"׳א", "com", "U+05F3"},
		{"a・b", "com", "U+30FB"},
		{"٠۰", "com", ""},
		{"ابـجد", "com", "U+0640"},
		{"раypal", "com", "written in one script"},
		{"a日б", "com", "written in one script"},
		{"日本é", "com", "written in one script"},
		{"αбв", "com", "written in one script"},
		{"ー", "com", "written in one script"},
		{"москва", "se", "takes names in one of Latin, Hebrew"},
		{"日本", "nu", "takes letters of the script Latin only"},
		{"bücher", "co.uk", "takes the letters a to z"},
		{"bücher", "org.uk", "takes the letters a to z"},
		{"한국", "app", "takes names in one of Latin, Japanese"},
		{"xn--n3h", "com", "U+2603"},
	} {
		name, err := reseller.ParseName(c.sld, c.tld)
		if err == nil {
			err = mustTLD(t, c.tld).CheckName(name)
		}
		if err == nil {
			t.Errorf("%q.%s can be sold", c.sld, c.tld)
			continue
		}
		wantFault(t, err, "name.label", c.words)
	}
}

func TestNamesThatCanBeSold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sld, tld, want string }{
		{"example", "co.uk", "example.co.uk"},
		{"RÄKSMÖRGÅS", "se", "xn--rksmrgs-5wao1o.se"},
		{"STRAẞE", "com", "xn--strae-oqa.com"},
		{"straße", "com", "xn--strae-oqa.com"},
		{"ßa", "nu", "xn--a-pfa.nu"},
		{"שלום", "se", "xn--9dbne9b.se"},
		{"москва", "com", "xn--80adxhks.com"},
		{"москва", "org", "xn--80adxhks.org"},
		{"日本語", "com", "xn--wgv71a119e.com"},
		{"ツイッターjp", "dev", "xn--jp-mg4aqetae90b.dev"},
		{"日本・東京", "com", "xn--vekv70gs3pnfb5j.com"},
		{"한국어", "com", "xn--3e0bk47br7k.com"},
		{"col·lecció", "com", "xn--collecci-ioa91d.com"},
		{"ελλάς", "com", "xn--hxarsa0b.com"},
		{"نامه\u200cای", "com", "xn--mgba3gch31f060k.com"},
		{"اب۱۲", "com", ""},
	} {
		name, err := reseller.ParseName(c.sld, c.tld)
		if err == nil {
			err = mustTLD(t, c.tld).CheckName(name)
		}
		if err != nil || c.want != "" && name.String() != c.want {
			t.Errorf("%q.%s is %s, %v; want %s", c.sld, c.tld, name, err, c.want)
		}
	}
}

// Names that other registrars sold, or other registries sell, can be read: they are asked for, moved and pointed to.
func TestNamesThatCannotBeSoldCanBeRead(t *testing.T) {
	t.Parallel()
	if name, err := reseller.ParseName("☃", "com"); err != nil || name.String() != "xn--n3h.com" {
		t.Errorf("%s, %v", name, err)
	}
	if host, err := reseller.CanonicalHost("www.xn--n3h.com", reseller.HostRule); err != nil || host != "www.xn--n3h.com" {
		t.Errorf("%s, %v", host, err)
	}
}

func TestRulesNameScriptsThatExist(t *testing.T) {
	t.Parallel()
	base, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{`["latin"]`, `["Common"]`, `["Latin", "Klingon"]`} {
		_, err := reseller.OverrideTLDs(base, "t.json", []byte(`{"com": {"scripts": `+list+`}}`))
		if err == nil {
			t.Errorf("%s is taken", list)
		}
	}
	open, err := reseller.OverrideTLDs(base, "t.json", []byte(`{"co.uk": {"scripts": ["Latin"]}, "com": {"scripts": []}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := open["co.uk"].CheckName(mustName(t, "bücher", "co.uk")); err != nil {
		t.Errorf("an operator's scripts do not count: %v", err)
	}
	if err := open["com"].CheckName(mustName(t, "bücher", "com")); err == nil {
		t.Error("no scripts let a name pass")
	}
}
