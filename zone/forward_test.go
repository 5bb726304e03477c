package zone_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/zone"
)

func TestForwardToItselfOfTheProtocolsExampleIsStored(t *testing.T) {
	t.Parallel()
	want := []zone.Forward{{Prefix: "test", ForwardTo: "test@exampledomain.com"}}
	got, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestForwardsInACircleAreStored(t *testing.T) {
	t.Parallel()
	rows := []zone.Forward{{Prefix: "a", ForwardTo: "b@exampledomain.com"}, {Prefix: "b", ForwardTo: "a@exampledomain.com"}}
	if got, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), rows); err != nil || !slices.Equal(got, rows) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestForwardsComeInTheirNormalForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ prefix, to, want string }{
		{"Info", "Owner@Dest.NET", "info > Owner@dest.net"},
		{" info ", " a@dest.net ", "info > a@dest.net"},
		{"info@ExampleDomain.com", "a@dest.net", "info > a@dest.net"},
		{"*", "a@dest.net", "* > a@dest.net"},
		{"@", "a@dest.net", "* > a@dest.net"},
		{"", "a@dest.net", "* > a@dest.net"},
		{"@exampledomain.com", "a@dest.net", "* > a@dest.net"},
		{"*@exampledomain.com", "a@dest.net", "* > a@dest.net"},
		{"a.b+c_d-e", "a+b@dest.net", "a.b+c_d-e > a+b@dest.net"},
		{"info", "a@dest.net, b@dest.net,,a@DEST.net", "info > a@dest.net,b@dest.net"},
		{"info", "a@bücher.se", "info > a@xn--bcher-kva.se"},
	} {
		got, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), []zone.Forward{{Prefix: c.prefix, ForwardTo: c.to}})
		if err != nil || len(got) != 1 || got[0].Prefix+" > "+got[0].ForwardTo != c.want {
			t.Errorf("%q %q: %v, %v; want %s", c.prefix, c.to, got, err, c.want)
		}
	}
}

func TestEmptyAndRepeatedForwardsAreLeftOut(t *testing.T) {
	t.Parallel()
	got, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), []zone.Forward{
		{}, {Prefix: " ", ForwardTo: " "}, {Prefix: "info", ForwardTo: "a@dest.net"}, {Prefix: "INFO", ForwardTo: "a@dest.net"},
		{Prefix: "info", ForwardTo: "b@dest.net"},
	})
	if err != nil || len(got) != 2 || got[1].ForwardTo != "b@dest.net" {
		t.Errorf("%v, %v", got, err)
	}
	if none, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), nil); err != nil || none == nil || len(none) != 0 {
		t.Errorf("no rows: %#v, %v", none, err)
	}
}

func TestBadForwardsAreNamedWithRowAndField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ prefix, to, field, words string }{
		{"a b", "x@dest.net", "forwards[1].prefix", `row 2: prefix: "a b" cannot stand before the @: " " is not allowed before the @`},
		{"a|b", "x@dest.net", "forwards[1].prefix", `"|" is not allowed`},
		{"a*", "x@dest.net", "forwards[1].prefix", `"*" is not allowed`},
		{".a", "x@dest.net", "forwards[1].prefix", "a dot at an end"},
		{"a..b", "x@dest.net", "forwards[1].prefix", "two in a row"},
		{"å", "x@dest.net", "forwards[1].prefix", `"å" is not allowed`},
		{long(65), "x@dest.net", "forwards[1].prefix", "longer than 64"},
		{"info@other.net", "x@dest.net", "forwards[1].prefix", "is not an address in exampledomain.com"},
		{"info", "", "forwards[1].targets", "no address to forward info to"},
		{"info", " , ", "forwards[1].targets", "no address to forward info to"},
		{"info", "dest.net", "forwards[1].targets", "it has no @"},
		{"info", "@dest.net", "forwards[1].targets", "nothing before the @"},
		{"info", "x@", "forwards[1].targets", `"" is not a domain name`},
		{"info", "x@dest", "forwards[1].targets", `"dest" is not a domain name`},
		{"info", "x@dest.net.", "forwards[1].targets", `"dest.net." is not a domain name`},
		{"info", "x@192.0.2.1", "forwards[1].targets", "is not a domain name"},
		{"info", "x@[192.0.2.1]", "forwards[1].targets", "is not a domain name"},
		{"info", "|/bin/sh@dest.net", "forwards[1].targets", `"|" is not allowed`},
		{"info", "/var/mail/x@dest.net", "forwards[1].targets", `"/" is not allowed`},
		{"info", ":include:/etc/passwd@dest.net", "forwards[1].targets", `":" is not allowed`},
		{"info", "-froot@dest.net", "forwards[1].targets", "begins with a hyphen"},
		{"info", "x@dest.net\r\nRCPT TO:<y@dest.net>", "forwards[1].targets", "is not allowed"},
		{"info", "a@b@dest.net", "forwards[1].targets", `"@" is not allowed`},
		{"info", "Bo <x@dest.net>", "forwards[1].targets", "is not allowed"},
		{"info", "x@" + strings.Repeat("abcdefghi.", 26) + "net", "forwards[1].targets", "is not a domain name"},
		{"info", "x@" + strings.Repeat("abcdefghi.", 24) + "abcdefghi.net", "forwards[1].targets", "longer than 254"},
	} {
		_, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), []zone.Forward{{}, {Prefix: c.prefix, ForwardTo: c.to}})
		if err == nil {
			t.Errorf("%q %q is accepted", c.prefix, c.to)
			continue
		}
		wantFault(t, err, c.field, c.words)
	}
}

func TestForwardsAreLimited(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	rows := make([]zone.Forward, 500)
	for i := range rows {
		rows[i] = zone.Forward{Prefix: fmt.Sprint("p", i), ForwardTo: "x@dest.net"}
	}
	if got, err := zone.CheckForwards(name, rows); err != nil || len(got) != 500 {
		t.Fatalf("%d forwards, %v", len(got), err)
	}
	_, err := zone.CheckForwards(name, append(rows, zone.Forward{Prefix: "more", ForwardTo: "x@dest.net"}))
	wantFault(t, err, "forwards[500].prefix", "at most 500")
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf("x%d@dest.net", i))
	}
	_, err = zone.CheckForwards(name, []zone.Forward{{Prefix: "all", ForwardTo: strings.Join(many, ",")}})
	wantFault(t, err, "forwards[0].targets", "21 addresses, at most 20")
	got, err := zone.CheckForwards(name, []zone.Forward{{Prefix: "all", ForwardTo: strings.Join(many[1:], ", ")}})
	if err != nil || !slices.Equal(got[0].Targets(), many[1:]) {
		t.Errorf("targets: %v, %v", got, err)
	}
}

// All rows of a prefix are one forward: what they have together is limited, too, since a mail to more would be refused.
func TestRowsOfOnePrefixAreLimitedTogether(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	row := func(prefix string, from int) zone.Forward {
		var to []string
		for i := range 20 {
			to = append(to, fmt.Sprintf("x%d@dest.net", from+i))
		}
		return zone.Forward{Prefix: prefix, ForwardTo: strings.Join(to, ",")}
	}
	rows := []zone.Forward{row("all", 0), row("all", 20), row("other", 300), row("all", 40), row("all", 60), row("all", 80), row("all", 81)}
	_, err := zone.CheckForwards(name, rows)
	wantFault(t, err, "forwards[6].targets", "all rows of all together have 101 addresses, at most 100")
	rows[6] = zone.Forward{Prefix: "ALL", ForwardTo: "X1@dest.net, x99@dest.net"} // these get it anyway
	if got, err := zone.CheckForwards(name, rows); err != nil || len(got) != 7 {
		t.Errorf("%d rows with 100 addresses: %v", len(got), err)
	}
}

// All that is wrong is told, each with its row and part; that a prefix has too many addresses once.
func TestAllThatIsWrongWithForwardsIsTold(t *testing.T) {
	t.Parallel()
	rows := []zone.Forward{{Prefix: "a b", ForwardTo: "nobody, x@, y@dest.net"}, {Prefix: "ok", ForwardTo: "z@dest.net"}, {Prefix: "å"}}
	for i := range 8 {
		var to []string
		for n := range 20 {
			to = append(to, fmt.Sprintf("x%d@dest.net", 20*i+n))
		}
		rows = append(rows, zone.Forward{Prefix: "all", ForwardTo: strings.Join(to, ",")})
	}
	_, err := zone.CheckForwards(mustName(t, "exampledomain", "com"), rows)
	var told []string
	for _, fault := range reseller.AsError(err).All() {
		told = append(told, string(fault.Field))
	}
	if got := strings.Join(told, " "); got != "forwards[0].prefix forwards[0].targets forwards[0].targets forwards[2].prefix forwards[2].targets forwards[8].targets" {
		t.Errorf("faults in %s", got)
	}
}

func FuzzForwardsInNormalFormStayAsTheyAre(f *testing.F) {
	f.Add("Info", "A@Dest.net, b@bücher.se")
	f.Add("*@exampledomain.com", "x@y.z")
	f.Add("@", ",x@y.z,")
	name := mustName(f, "exampledomain", "com")
	f.Fuzz(func(t *testing.T, prefix, to string) {
		once, err := zone.CheckForwards(name, []zone.Forward{{Prefix: prefix, ForwardTo: to}})
		if err != nil {
			return
		}
		twice, err := zone.CheckForwards(name, once)
		if err != nil || !slices.Equal(once, twice) {
			t.Fatalf("%q %q became %q, and that %q, %v", prefix, to, once, twice, err)
		}
	})
}
