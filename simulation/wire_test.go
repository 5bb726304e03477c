package simulation_test

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// overEPP puts a registry on the wire and gives a connector to it.
func overEPP(t *testing.T, r *sandbox.Registry, rules reseller.TLDs, clock reseller.Clock) registry.Connector {
	t.Helper()
	w := sandboxtest.Serve(t, r, rules, clock)
	c := epp.New(epp.Settings{
		Address: w.Address, TLS: w.Client, ClientID: sandbox.Sponsor, Password: sandboxtest.Password, Timeout: 10 * time.Second, TLDs: rules,
	})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestYearsOverEPPMissAndDoubleNoRenewal is T44 to T49 with the registry on the wire: its lost answers are connections that end.
func TestYearsOverEPPMissAndDoubleNoRenewal(t *testing.T) {
	t.Parallel()
	for engine, url := range databases {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			if engine == "mariadb" && !scorecard.Long() {
				t.Skip("on MariaDB in the long form only: make wire")
			}
			p := plan{seed: scorecard.Seed(t), names: 8, accounts: 2, years: 2, pause: 12 * time.Hour, wired: true}
			if scorecard.Long() {
				p.names, p.accounts, p.years, p.pause = 60, 5, 10, 2*time.Hour
			}
			lives(t, engine, url, p, 0)
		})
	}
}
