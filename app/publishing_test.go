package app_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

// started runs a server of an app until the test ends.
func started(e *apptest.Env, a *app.App) *app.Server {
	e.Helper()
	s, err := a.Start(e.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	e.Must(err)
	e.Cleanup(func() { e.Must(s.Stop(context.Background())) })
	return s
}

// silent is an address of this machine on which nobody answers.
func silent(t *testing.T) string {
	t.Helper()
	p, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := p.LocalAddr().String()
	_ = p.Close()
	return address
}

// One server answers for the names itself: what is saved is published at once. Another has that one for its secondary, and publishes once
// it has the zone, whoever else is away.
func TestPublishedMeansThatTheNameServersHaveIt(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		direct := apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) {
			c.Publishing = app.Publishing{DNSListen: "127.0.0.1:0", Platform: publish.Platform{MX: "mx.example.net"}}
		}))
		d := direct.Register("name.com")
		published := func(a *app.App) *actions.Published {
			i, err := a.Actions.GetDomainInformation(t.Context(), actions.Call{Caller: reseller.Caller{Account: direct.Account}}, actions.GetDomainInformation{Name: d.Name})
			direct.Must(err)
			return i.Published
		}
		if p := published(direct.App); p == nil || !p.Everywhere || p.At.IsZero() || p.Serial == 0 {
			t.Errorf("answered directly: %+v", p)
		}
		address := started(direct, direct.App).DNSAddr().String()
		var secondaries []dns.Secondary
		for _, text := range []string{"ns1=" + address, "far=" + silent(t) + ",optional"} {
			s, err := dns.ParseSecondary(text)
			direct.Must(err)
			secondaries = append(secondaries, s)
		}
		hidden := direct.Another("hidden", func(c *app.Config) {
			c.Publishing.Platform.MX, c.Publishing.Secondaries = "mx2.example.net", secondaries
		})
		if p := published(hidden); p != nil {
			t.Errorf("while no secondary is known to have it: %+v", p)
		}
		dead := &app.App{Actions: actions.New(actions.Config{
			Store: direct.Store, Orders: direct.Orders, Routes: direct.Routes, Clock: direct.Clock, Log: direct.App.Log,
			Standing: func(string, uint32, bool) []zone.NameServer { return []zone.NameServer{{}} },
		})}
		if p := published(dead); p == nil || p.Everywhere || !p.At.IsZero() {
			t.Errorf("where name servers are followed and none has it yet: %+v", p)
		}
		server := started(direct, hidden)
		everywhere := func(what string) {
			t.Helper()
			for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
				if p := published(hidden); p != nil && p.Everywhere && !p.At.IsZero() {
					return
				}
				if time.Now().After(end) {
					t.Fatalf("%s: %+v", what, published(hidden))
				}
			}
		}
		everywhere("at the start")
		save := zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "info", ForwardTo: "a@dest.example"}}, SwitchOn: true, By: reseller.Operator}
		direct.Must(direct.Store.SaveZone(t.Context(), d.ID, save))
		everywhere("after a save")

		before := published(hidden).Serial // the MX of the hidden primary is another one than the server's before it
		direct.Must(direct.Store.SetPlatform(t.Context(), map[zone.Setting]string{zone.SettingMail: "mx3.example.net"}))
		direct.Must(hidden.Jobs.Run(t.Context(), jobs.Republish))
		if p := published(hidden); p.Serial <= before {
			t.Errorf("after another mail server was set, the serial is %d and was %d", p.Serial, before)
		}
		everywhere("with another mail server")

		u := operator.DNS{Store: direct.Store, Clock: direct.Clock, Rules: direct.Routes.Rules(), Secondaries: secondaries}
		list, err := u.Status(t.Context())
		direct.Must(err)
		if len(list) != 2 || list[0].State != operator.NameServerCurrent || *list[0].Behind != 0 || list[0].Zones != 1 || list[0].AnsweredAt == nil ||
			list[1].State != operator.NameServerSilent || list[1].Behind != nil || list[1].Said != dns.ClosedPort || list[1].AnsweredAt != nil {
			t.Errorf("all: %+v", list)
		}
		one, err := u.Zone(t.Context(), d.Name)
		direct.Must(err)
		if !one.Published || *one.Secondaries[0].Serial != one.Serial || one.Secondaries[1].Serial != nil || one.Secondaries[1].Said != dns.ClosedPort {
			t.Errorf("one: %+v", one)
		}
		direct.Clock.Move(20 * time.Minute)
		page := metricsOf(direct, server)
		for _, line := range []string{`silent_seconds{secondary="ns1"} 0`, `behind_seconds{secondary="ns1"} 0`, `silent_seconds{secondary="far"} 1200`, `behind_seconds{secondary="far"} 0`} {
			if !strings.Contains(page, "\nnameyard_dns_secondary_"+line+"\n") {
				t.Errorf("/metrics does not say %s", line)
			}
		}
	})
}
