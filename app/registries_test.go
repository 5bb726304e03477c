package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/reseller"
)

// DAS, DASSE and DASNU ask the service that a TLD's rules name, and the registry where they name none.
func TestAvailabilityIsAskedWhereTheRulesSay(t *testing.T) {
	t.Parallel()
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Query().Get("q"), "down.") {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprint(w, "occupied "+r.URL.Query().Get("q"))
	}))
	t.Cleanup(service.Close)
	base, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := reseller.OverrideTLDs(base, "rules.json", []byte(`{"se": {"availability": "das-se"}}`))
	if err != nil {
		t.Fatal(err)
	}
	registries, err := app.ReadRegistries("registries.json", []byte(`{"das-se": {"protocol": "das", "url": "`+service.URL+`/free"}}`), rules, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	e := apptest.New(t, apptest.SQLite, apptest.WithConfig(func(c *app.Config) { c.Rules, c.Sources = rules, registries.Sources }))
	for _, c := range []struct {
		ask       func(r actions.DAS) (string, error)
		sld, tld  string
		want, err string
	}{
		{func(r actions.DAS) (string, error) { return e.Actions.DASSE(t.Context(), actions.Call{}, r) }, "example", "se", "occupied example.se", ""},
		{func(r actions.DAS) (string, error) { return e.Actions.DAS(t.Context(), actions.Call{}, r) }, "example", ".se", "occupied example.se", ""},
		{func(r actions.DAS) (string, error) { return e.Actions.DASNU(t.Context(), actions.Call{}, r) }, "example", "nu", "free example.nu", ""},
		{func(r actions.DAS) (string, error) { return e.Actions.DASSE(t.Context(), actions.Call{}, r) }, "-bad-", "se", "not_valid -bad-.se", ""},
		{func(r actions.DAS) (string, error) { return e.Actions.DASSE(t.Context(), actions.Call{}, r) }, "down", "se", "", reseller.CodeUnavailable},
	} {
		got, err := c.ask(actions.DAS{SLD: c.sld, TLD: c.tld})
		code := ""
		if err != nil {
			code = reseller.AsError(err).Code
		}
		if got != c.want || code != c.err {
			t.Errorf("%s.%s is %q with %v", c.sld, c.tld, got, err)
		}
	}
	e.Register("example.se") // what sells is the registry's word
}

func TestRegistriesThatCannotBeAreRefusedWithReasons(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	_, err = app.ReadRegistries("registries.json", []byte(`{"das-se": {"protocol": "das", "url": "free.iis.se", "cache": "1h"}, "x": {"protocol": "soap"}, "sandbox": {}}`), rules, nil, slog.New(slog.DiscardHandler))
	for _, want := range []string{`registry "das-se": url is "free.iis.se"`, "\nregistries.json: registry \"das-se\": cache is \"1h\"", "want epp, das or rdap", "choose another"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	named, err := reseller.OverrideTLDs(rules, "rules.json", []byte(`{"nu": {"availability": "das-nu"}}`))
	if err != nil {
		t.Fatal(err)
	}
	d, err := app.OpenDatabase(t.Context(), app.DatabaseConfig{URL: t.TempDir() + "/a.db", Schema: app.MigrateSchema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.EnableSandbox(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Connect(t.Context(), named, app.Registries{}); err == nil || !strings.Contains(err.Error(), `.nu name the availability service "das-nu", which is not configured`) {
		t.Errorf("rules that name no service are %v", err)
	}
}

// A connector to which the rules send no new names serves the TLDs of names that are there. One that serves none can be tried before anything is
// sent there, and does not keep a server from starting when its last name has left: that is a warning.
func TestConnectorThatHasNamesServesTheirTLD(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	com, err := reseller.ParseName("example", "com")
	if err != nil {
		t.Fatal(err)
	}
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("secret-enough\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct {
		at     []reseller.NamesAt
		served bool
	}{{nil, false}, {[]reseller.NamesAt{{Connector: "other", TLD: "com", Names: 3}}, false}, {[]reseller.NamesAt{{Connector: "before", TLD: "com", Names: 3}}, true}} {
		var log bytes.Buffer
		all, err := app.ReadRegistries("registries.json", []byte(`{"before": {"protocol": "epp", "address": "127.0.0.1:1", "client_id": "NAMEYARD", "password_file": "`+password+`"}}`),
			rules, of.at, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil || all.Connectors["before"] == nil || strings.Contains(log.String(), "serves no TLD") == of.served {
			t.Errorf("with names at %+v: %v, %s", of.at, err, log.String())
		}
		if _, err = all.Connectors["before"].Check(t.Context(), com); errors.Is(err, registry.ErrUnreachable) != of.served {
			t.Errorf("with names at %+v it is asked for .com: %v", of.at, err)
		}
	}
}
