package operator_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/publish/dns"
)

// What a name server was found to have is one state, with what to do; and nothing is said of what is not known.
func TestEachNameServerHasAState(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	asked := func(change func(*dns.Report)) dns.Report {
		r := dns.Report{AskedAt: at, AnsweredAt: at, RoundAt: at, Zones: 2, Seen: 2, Catalogs: []dns.CatalogReport{{Name: "c.example.net", Wanted: 7, Asked: true, SOAAnswer: dns.SOAAnswer{Serial: 7}}}}
		change(&r)
		return r
	}
	lacks := func(said string) dns.ZoneReport {
		return dns.ZoneReport{Name: "name.com", Wanted: 9, Since: at, Answered: said == "", SOAAnswer: dns.SOAAnswer{Said: said}}
	}
	catalog := func(said string) dns.CatalogReport {
		return dns.CatalogReport{Name: "1.c.example.net", Wanted: 7, Asked: true, SOAAnswer: dns.SOAAnswer{Said: said}}
	}
	for _, c := range []struct {
		report dns.Report
		state  operator.NameServerState
		behind int // -1 = not known
		advice string
	}{
		{dns.Report{Zones: 2}, operator.NameServerUnasked, -1, ""},
		{asked(func(*dns.Report) {}), operator.NameServerCurrent, 0, ""},
		{asked(func(r *dns.Report) { r.RoundAt = time.Time{} }), operator.NameServerAsked, -1, ""},
		{asked(func(r *dns.Report) { r.Catalogs[0].Serial = 6 }), operator.NameServerBehind, 0, ""},
		{asked(func(r *dns.Report) { r.Catalogs[0].Wanted = 0 }), operator.NameServerCurrent, 0, ""},
		{asked(func(r *dns.Report) { r.Behind = []dns.ZoneReport{lacks("")} }), operator.NameServerBehind, 1, ""},
		{asked(func(r *dns.Report) { r.Behind = []dns.ZoneReport{lacks("REFUSED")} }), operator.NameServerBehind, 1, "REFUSED"},
		{asked(func(r *dns.Report) { r.Behind = []dns.ZoneReport{lacks("SERVFAIL"), lacks("SERVFAIL")} }), operator.NameServerRefuses, -1, "SERVFAIL"},
		{asked(func(r *dns.Report) { r.Catalogs[0].SOAAnswer = dns.SOAAnswer{Said: "BADKEY"} }), operator.NameServerRefuses, -1, "does not know our key"},
		{asked(func(r *dns.Report) { r.Catalogs[0].SOAAnswer = dns.SOAAnswer{Said: "RCODE11"} }), operator.NameServerRefuses, -1, "answers RCODE11"},
		{asked(func(r *dns.Report) { r.Catalogs = append(r.Catalogs, catalog("NXDOMAIN")) }), operator.NameServerBehind, 0, "does not have the zone"},
		{asked(func(r *dns.Report) {
			r.Catalogs, r.Behind = append(r.Catalogs, catalog("REFUSED")), []dns.ZoneReport{lacks("")}
		}), operator.NameServerBehind, 1, "REFUSED"},
		{asked(func(r *dns.Report) { r.Catalogs[0].SOAAnswer = dns.SOAAnswer{Said: "NXDOMAIN"} }), operator.NameServerBehind, 0, "does not have the zone"},
		{asked(func(r *dns.Report) {
			r.Zones, r.RoundAt, r.Mute, r.Behind = 100_000, time.Time{}, true, []dns.ZoneReport{lacks("REFUSED")}
		}), operator.NameServerRefuses, -1, "REFUSED"},
		{asked(func(r *dns.Report) { r.Silence, r.SilentSince = dns.NoAnswer, at }), operator.NameServerSilent, -1, "gives no answer"},
		{asked(func(r *dns.Report) { r.Silence, r.RoundAt = dns.ClosedPort, time.Time{} }), operator.NameServerSilent, -1, "Nothing listens"},
	} {
		list, err := operator.DNS{Following: func() []dns.Report { return []dns.Report{c.report} }}.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		behind := -1
		if list[0].Behind != nil {
			behind = *list[0].Behind
		}
		if list[0].State != c.state || behind != c.behind || !strings.Contains(list[0].Advice, c.advice) || (c.advice == "") != (list[0].Advice == "") {
			t.Errorf("%+v\nis %+v", c.report, list[0])
		}
	}
	signer := dns.Secondary{Name: "signer", Address: netip.MustParseAddrPort("192.0.2.5:53")}
	u := operator.DNS{Signer: &signer, Secondaries: []dns.Secondary{{Name: "ns1"}, {Name: "far", Optional: true}}, Following: func() []dns.Report { return nil }}
	list, err := u.Status(t.Context())
	if err != nil || len(list) != 3 || list[0].Role != operator.RoleSigner || list[1].Role != operator.RoleRequired || list[2].Role != operator.RoleOptional ||
		list[0].State != operator.NameServerUnasked || list[0].AskedAt != nil {
		t.Errorf("before the server follows them: %+v, %v", list, err)
	}
}
