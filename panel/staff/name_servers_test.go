package staff

import (
	"strings"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// The page tells in words how each name server stands, with the names that it is behind with, and says nothing of what was not asked.
func TestNameServersAreToldWithWhatToDo(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	at, three, old, none := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 3, uint32(6), uint32(0)
	fine := operator.NameServer{Name: "<b>ns1</b>", State: operator.NameServerCurrent, Role: operator.RoleRequired, AskedAt: &at, AnsweredAt: &at, Behind: new(int), Zones: 3,
		Catalogs: []operator.CatalogAt{{Name: "catalog.example.net", Wanted: &old, Has: &old}}}
	refuses := fine
	refuses.State, refuses.Said, refuses.Advice = operator.NameServerRefuses, "BADKEY", "It answers NOTAUTH with BADKEY: it does not know our key. Have the key with the same name and algorithm on both sides"
	refuses.Catalogs = []operator.CatalogAt{{Name: "catalog.example.net", Wanted: &old, Said: "BADKEY"}}
	refuses.Behind, refuses.Asked, refuses.BehindSince = nil, 3, &at
	refuses.Late = []operator.LateZone{{Name: "xn--rksmrgs-5wao1o.se", Wanted: 7, Said: "REFUSED"}, {Name: "old.com", Wanted: 7, Has: &old}, {Name: "none.com", Wanted: 7, Has: &none}, {Name: "mute.com", Wanted: 7}}
	behind := fine
	behind.State, behind.Behind, behind.Late, behind.Catalogs = operator.NameServerBehind, &three, refuses.Late, []operator.CatalogAt{{Name: "catalog.example.net", Wanted: &old, Has: &none}}
	silent := operator.NameServer{Name: "ns3", State: operator.NameServerSilent, Role: operator.RoleOptional, AskedAt: &at, SilentSince: &at, Zones: 3, Catalogs: fine.Catalogs, Advice: "nothing"}
	for _, c := range []struct {
		server operator.NameServer
		want   []string
		not    string
	}{
		{fine, []string{"&lt;b&gt;ns1", "required", "has all", "serial 6", "none of 3 zones"}, "server-"},
		{refuses, []string{"does not say what it has", "does not know our key", "not known, asked for 3 of 3", `href="/operator/domains/xn--rksmrgs-5wao1o.se/">räksmörgås.se</a></dt><dd>REFUSED`,
			"serial 6, not yet 7", "does not have the zone", "has not said what it has, and should have serial 7", "Known of the first since 2026-03-01 12:00:00"}, "has all"},
		{behind, []string{"behind", "1 of 1 behind", "3 of 3 zones"}, "has all"},
		{silent, []string{"no answer", "none since the service was started", "not known, asked for 0 of 3", "Not answering since"}, "none of 3"},
		{operator.NameServer{Name: "ns4", State: operator.NameServerUnasked, Role: operator.RoleSigner}, []string{"not asked yet", "signer"}, "none of"},
	} {
		got, err := pages.Write("staff/name_servers", "content", page.View{Language: words.English, Data: nameServersData{Servers: []operator.NameServer{c.server}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(string(got), want) {
				t.Errorf("%s does not say %q: %s", c.server.State, want, got)
			}
		}
		if strings.Contains(string(got), c.not) {
			t.Errorf("%s says %q", c.server.State, c.not)
		}
	}
}

// Names whose registry is late are linked.
func TestNamesWhoseRegistryIsLateAreLinked(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	signing := operator.SigningStatus{Names: map[reseller.DNSSECState]int64{}, Late: 1, First: []reseller.Name{reseller.NameOf("late.com", "com")}}
	for i, state := range []reseller.DNSSECState{reseller.DNSSECSigning, reseller.DNSSECPublishing, reseller.DNSSECActive, reseller.DNSSECWithdrawing, reseller.DNSSECRetiring} {
		signing.Names[state] = int64(i)
	}
	for _, c := range []struct {
		page string
		data any
		want []string
		not  string
	}{
		{"name_servers", nameServersData{Signs: true, Signing: signing, Direct: true}, []string{`href="/operator/domains/late.com/"`, "Registry late", "Keys being taken", "answers for the zones itself"}, "<table>"},
	} {
		got, err := pages.Write("staff/"+c.page, "content", page.View{Language: words.English, Data: c.data})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(string(got), want) {
				t.Errorf("%s does not say %q: %s", c.page, want, got)
			}
		}
		if strings.Contains(string(got), c.not) {
			t.Errorf("%s has %q", c.page, c.not)
		}
	}
}
