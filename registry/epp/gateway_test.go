package epp_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// asGateway is the profile of a wholesale registrar's gateway, with all that parameters can be.
func asGateway(extension string) epp.Profile {
	form := func(name string) string {
		if extension == wire.NSKeyValue {
			return "X-" + strings.ToUpper(name)
		}
		return name
	}
	mode := map[string]string{form("renewalmode"): "AUTOEXPIRE"}
	number := map[string]string{form("nicse-idnumber"): "{id_number}", form("accept-terms"): "1"}
	return epp.Profile{Gateway: &epp.Gateway{Extension: extension, Parameters: map[string]map[string]map[string]string{
		"create": {"*": mode, "se": number}, "update": {"se": number}, "renew": {"*": mode}, "delete": {"*": mode}, "restore": {"*": mode},
		"transfer": {"*": mode, "se": {form("nameserver0"): "{nameserver1}", form("nameserver1"): "{nameserver2}"}},
		"contact":  {"*": {form("forceduplication"): "0"}},
	}}}
}

// TestGatewayContract runs every story over the wire against the sandbox registry as a wholesale registrar's gateway.
func TestGatewayContract(t *testing.T) {
	registrytest.Exercise(t, func(t *testing.T) registrytest.Subject {
		w := sandboxtest.Listen(t)
		return registrytest.Subject{
			Connector: connect(t, w, func(s *epp.Settings) { s.Profile = asGateway(wire.NSKeysys) }), Clock: w.Clock, Foreign: w.AddForeign,
			Away: w.RequestAway, BareTransfers: true, ForeignDecides: w.ForeignDecides,
		}
	})
}

// gatewayOnly is a server that has nothing but what gateways have.
func gatewayOnly(extension string) func(*eppserver.Server) {
	return func(s *eppserver.Server) { s.Extensions = []string{wire.NSSecDNS, wire.NSRGP, wire.NSFee, extension} }
}

// TestGatewayIsToldWhatItAsksFor: parameters go with registration, transfer and change of holder, by both extensions.
func TestGatewayIsToldWhatItAsksFor(t *testing.T) {
	for _, extension := range []string{wire.NSKeysys, wire.NSKeyValue} {
		w := sandboxtest.Listen(t, gatewayOnly(extension))
		c := connect(t, w, func(s *epp.Settings) { s.Profile = asGateway(extension) })
		o := order("svensk.se") // refused without its number
		must[registry.Receipt](t)(c.Create(t.Context(), o))
		buyer := reseller.Contacts{reseller.RoleRegistrant: {Company: "Köparen AB", City: "Lund", Country: "SE", Email: "info@example.com"}}
		must[registry.Receipt](t)(c.Update(t.Context(), registry.Update{
			ClTRID: "NY-a-1", Name: o.Name, Contacts: buyer, Fields: map[string]string{"id_number": "[SE]556677-8899"},
		}))
		if reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name)); !reg.Contacts.Agree(buyer) {
			t.Errorf("%s: sold to %+v", extension, reg.Contacts)
		}
		name := reseller.NameOf("kommer.se", "se")
		if err := w.AddForeign(t.Context(), name, "kod", time.Time{}, false); err != nil {
			t.Fatal(err)
		}
		want := []string{"ns1.wanted.example", "ns2.wanted.example"}
		must[registry.Receipt](t)(c.Transfer(t.Context(), registry.Transfer{
			ClTRID: "NY-c-1", Name: name, AuthCode: "kod", Nameservers: want, Fields: map[string]string{"id_number": "[SE]802405-0190"},
		}))
		reg := must[registry.Registration](t)(c.Info(t.Context(), name))
		if extension == wire.NSKeysys && !slices.Equal(reg.Nameservers, want) {
			t.Errorf("%s: the transfer came with %v", extension, reg.Nameservers)
		}
	}
}

// TestPaidUntilGuardsAndDecidesRenewals: the registry behind the gateway has added a year by itself that nobody has paid. It neither
// makes a renewal whose command was lost look done, nor the frozen date of the next one wrong.
func TestPaidUntilGuardsAndDecidesRenewals(t *testing.T) {
	w := sandboxtest.Listen(t, gatewayOnly(wire.NSKeysys))
	c := connect(t, w, func(s *epp.Settings) { s.Profile = asGateway(wire.NSKeysys) })
	o := order("paid.se")
	created := must[registry.Receipt](t)(c.Create(t.Context(), o))
	w.Clock.Move(reseller.Days(368))
	if err := w.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	expires := func() time.Time {
		t.Helper()
		return must[registry.Registration](t)(c.Info(t.Context(), o.Name)).Expires
	}
	if got := expires(); !got.Equal(created.Expires) {
		t.Fatalf("paid until %s, shown as %s", created.Expires, got)
	}
	renewal := registry.Renew{ClTRID: "NY-r-1", Name: o.Name, CurrentExpiry: created.Expires, Years: 1}
	if err := w.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Times: 1, Command: "renew"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Renew(t.Context(), renewal); !errors.Is(err, registry.ErrUnknown) {
		t.Fatalf("the lost renewal gives %v", err)
	}
	if got := expires(); !got.Equal(created.Expires) {
		t.Errorf("after a renewal that was lost it is shown as paid until %s", got)
	}
	renewed := must[registry.Receipt](t)(c.Renew(t.Context(), renewal))
	want := reseller.AddYears(created.Expires, 1)
	if got := expires(); !got.Equal(want) || !renewed.Expires.Equal(want) {
		t.Errorf("renewed, it is shown as paid until %s, the receipt says %s, want %s", got, renewed.Expires, want)
	}
	renewal.ClTRID = "NY-r-2"
	if _, err := c.Renew(t.Context(), renewal); err == nil {
		t.Error("the same frozen date renewed twice")
	}
}

// TestServerWithoutTheGatewaysExtensionIsNotUsed: names that were registered without the parameters would renew by themselves.
func TestServerWithoutTheGatewaysExtensionIsNotUsed(t *testing.T) {
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.Extensions = []string{wire.NSRGP} })
	c := connect(t, w, func(s *epp.Settings) { s.Profile = asGateway(wire.NSKeysys) })
	if _, err := c.Create(t.Context(), order("never.com")); !errors.Is(err, registry.ErrUnreachable) || !strings.Contains(err.Error(), "keysys-1.0") {
		t.Errorf("it gives %v", err)
	}
}

// TestHalfWrittenGatewaysAreRefused with the reason, before anything is sold there.
func TestHalfWrittenGatewaysAreRefused(t *testing.T) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("secret-enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rules := registrytest.Rules()
	kept := reseller.TLDs{"se": rules["se"]}
	all := reseller.TLDs{"se": rules["se"], "io": rules["io"]}
	read := func(gateway string, tlds, all reseller.TLDs) error {
		_, err := epp.ReadSettings([]byte(`{"protocol":"epp","address":"gw.example.net:700","client_id":"NAMEYARD","password_file":"`+password+
			`","profile":{"gateway":`+gateway+`}}`), tlds, all)
		return err
	}
	const mode = `"create":{"*":{"renewalmode":"AUTOEXPIRE"}},"transfer":{"*":{"renewalmode":"AUTOEXPIRE"}}`
	keysys := func(parameters string) string {
		return `{"extension":"` + wire.NSKeysys + `","parameters":{` + parameters + `}}`
	}
	for _, whole := range []string{
		keysys(mode + `,"update":{"se":{"nicse-idnumber":"{id_number}"}}`),
		`{"extension":"` + wire.NSKeyValue + `","parameters":{"create":{"se":{"X-NICSE-IDNUMBER":"{id_number}","X-NS":"{nameserver13}"}}}}`,
	} {
		for _, served := range []reseller.TLDs{kept, {}, {"io": rules["io"]}} { // .se goes there some day, or has left
			if err := read(whole, served, all); err != nil {
				t.Errorf("%s of %v: %v", whole, served.Names(), err)
			}
		}
	}
	for gateway, reason := range map[string]string{
		`{}`:                        "profile.gateway.extension is",
		`{"extension":"urn:other"}`: "profile.gateway.extension is",
		keysys(``):                  "parameters.create has no renewalmode for .se",
		keysys(`"create":{"*":{"renewalmode":"AUTOEXPIRE"}}`):                                "parameters.transfer has no renewalmode",
		keysys(mode + `,"buy":{}`):                                                           `has "buy"`,
		keysys(mode + `,"renew":{"com":{"a":"b"}}`):                                          ".com is not in the TLD rules",
		keysys(mode + `,"contact":{"se":{"a":"b"}}`):                                         "want *",
		keysys(mode + `,"renew":{"se":{"X-A":"b"}}`):                                         "without the X-",
		keysys(mode + `,"renew":{"se":{"x-a":"b"}}`):                                         "without the X-",
		keysys(mode + `,"renew":{"se":{"a>":"b"}}`):                                          "small letters",
		keysys(mode + `,"renew":{"se":{"a":""}}`):                                            "1 to 255 bytes",
		keysys(mode + `,"renew":{"se":{"a":"b\nc"}}`):                                        "in one line",
		keysys(mode + `,"renew":{"se":{"a":"{idnumber}"}}`):                                  "a field of the TLD rules",
		keysys(mode + `,"renew":{"se":{"a":"{nameserver14}"}}`):                              "a field of the TLD rules",
		`{"extension":"` + wire.NSKeyValue + `","parameters":{"create":{"se":{"x-a":"b"}}}}`: "capital letters",
	} {
		if err := read(gateway, kept, all); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s gives %v, want %q", gateway, err, reason)
		}
	}
	if err := read(keysys(mode), rules, rules); err == nil || !strings.Contains(err.Error(), ".com renews by itself") {
		t.Errorf("a TLD that renews by itself gives %v", err)
	}
}

// TestRenewalModeThatIsNotOursIsTold: somebody has changed it at the gateway, which may renew now what nobody has paid.
func TestRenewalModeThatIsNotOursIsTold(t *testing.T) {
	t.Parallel()
	w := sandboxtest.Listen(t, gatewayOnly(wire.NSKeysys))
	c := connect(t, w, func(s *epp.Settings) { s.Profile = asGateway(wire.NSKeysys) })
	elsewhere := connect(t, w, func(s *epp.Settings) {
		s.Profile = asGateway(wire.NSKeysys)
		s.Profile.Gateway.Parameters["update"]["*"] = map[string]string{"renewalmode": "autorenew"}
	})
	for name, want := range map[string]string{"kept.se": "", "changed.se": "AUTORENEW"} {
		o := order(name)
		o.ClTRID = "NY-" + strings.TrimSuffix(name, ".se") + "-1"
		must[registry.Receipt](t)(c.Create(t.Context(), o))
		if want != "" {
			must[registry.Receipt](t)(elsewhere.SetHold(t.Context(), "NY-elsewhere-1", o.Name, true))
		}
		if reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name)); reg.RenewalMode != want {
			t.Errorf("%s is told to be renewed as %q, want %q", name, reg.RenewalMode, want)
		}
	}
}
