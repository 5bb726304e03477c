package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestParseNameAnswersInACE(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sld, tld, want string }{
		{"exampledomain", "com", "exampledomain.com"},
		{"ExampleDomain", ".COM", "exampledomain.com"},
		{" example ", " com ", "example.com"},
		{"example", "co.uk", "example.co.uk"},
		{"bücher", "com", "xn--bcher-kva.com"},
		{"xn--bcher-kva", "com", "xn--bcher-kva.com"},
		{"straße", "de", "xn--strae-oqa.de"}, // non-transitional: ß stays
		{"e\u0301", "com", "xn--9ca.com"},    // composed first
		{"räksmörgås", "se", "xn--rksmrgs-5wao1o.se"},
		{"1", "nu", "1.nu"},
		{strings.Repeat("a", 63), "com", strings.Repeat("a", 63) + ".com"},
	} {
		name, err := reseller.ParseName(c.sld, c.tld)
		if err != nil || name.String() != c.want {
			t.Errorf("%q %q = %q, %v; want %q", c.sld, c.tld, name, err, c.want)
		}
	}
}

func TestParseNameNamesTheParameterAtFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sld, tld, field, words string }{
		{"", "com", "name.label", "required"},
		{"example", "", "name.tld", "required"},
		{"example", ".", "name.tld", "required"},
		{"www.example", "com", "name.label", "more than one label"},
		{"example.", "com", "name.label", "not a valid domain label"},
		{"-example", "com", "name.label", "not a valid domain label"},
		{"example-", "com", "name.label", "not a valid domain label"},
		{"exa mple", "com", "name.label", "not a valid domain label"},
		{"exa_mple", "com", "name.label", "not a valid domain label"},
		{"*", "com", "name.label", "not a valid domain label"},
		{"ab--cd", "com", "name.label", "not a valid domain label"},
		{"xn--a", "com", "name.label", "not a valid domain label"},
		{"a\nb", "com", "name.label", "not a valid domain label"},
		{"b\xfccher", "com", "name.label", "not a valid domain label"}, // Latin-1
		{strings.Repeat("a", 64), "com", "name.label", "not a valid domain label"},
		{"example", "c m", "name.tld", "not a valid TLD"},
		{"example", "..com", "name.tld", "not a valid TLD"},
		{"example", "com..", "name.tld", "not a valid TLD"},
		{"example", strings.Repeat(strings.Repeat("a", 60)+".", 4) + "com", "name.label", "longer than 253"},
	} {
		name, err := reseller.ParseName(c.sld, c.tld)
		if err == nil {
			t.Errorf("%q %q = %q, want an error", c.sld, c.tld, name)
			continue
		}
		wantFault(t, err, c.field, c.words)
	}
}

func TestNameTellsItsParts(t *testing.T) {
	t.Parallel()
	name := mustName(t, "bücher", "co.uk")
	if name.SLD() != "xn--bcher-kva" || name.TLD() != "co.uk" || name.Unicode() != "bücher.co.uk" || name.IsZero() {
		t.Errorf("parts of %s: %q %q %q", name, name.SLD(), name.TLD(), name.Unicode())
	}
	if stored := reseller.NameOf("xn--bcher-kva.co.uk", "co.uk"); stored != name {
		t.Errorf("the stored name is %v, want %v", stored, name)
	}
	var none reseller.Name
	if !none.IsZero() || none.String() != "" {
		t.Errorf("the zero name is %q", none)
	}
}

func TestNameContainsOnlyHostsInsideIt(t *testing.T) {
	t.Parallel()
	name := mustName(t, "example", "com")
	for host, want := range map[string]bool{
		"ns1.example.com": true, "a.b.example.com": true,
		"example.com": false, "ns1.badexample.com": false, "example.com.evil.net": false, "": false,
	} {
		if got := name.Contains(host); got != want {
			t.Errorf("contains %q = %t", host, got)
		}
	}
}

func TestToASCIIDropsTheTrailingDot(t *testing.T) {
	t.Parallel()
	if got, err := reseller.ToASCII(" WWW.Bücher.Example. "); err != nil || got != "www.xn--bcher-kva.example" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := reseller.ToASCII("a..b"); err == nil {
		t.Errorf("a..b = %q", got)
	}
}

func FuzzParseNameIsStable(f *testing.F) {
	for _, seed := range [][2]string{{"example", "com"}, {"Bücher", ".CO.UK"}, {"e\u0301", "se"}, {"a。b", "com"}, {"xn--a", "com"}, {"…", "com"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, sld, tld string) {
		name, err := reseller.ParseName(sld, tld)
		if err != nil {
			return
		}
		again, err := reseller.ParseName(name.SLD(), name.TLD())
		if err != nil || again != name {
			t.Fatalf("%q.%q = %q, and again %q, %v", sld, tld, name, again, err)
		}
		if back := reseller.NameOf(name.String(), name.TLD()); back != name {
			t.Fatalf("stored and read back %q is %q", name, back)
		}
	})
}

func TestNameIsShownInBothFormsWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	for full, want := range map[string]string{
		"xn--bcher-kva.co.uk": "bücher.co.uk (xn--bcher-kva.co.uk)", "plain.com": "plain.com", "xn--e1afmkfd.xn--p1ai": "пример.рф (xn--e1afmkfd.xn--p1ai)",
	} {
		_, tld, _ := strings.Cut(full, ".")
		if got := reseller.NameOf(full, tld).BothForms(); got != want {
			t.Errorf("%s is shown as %s, want %s", full, got, want)
		}
	}
}
