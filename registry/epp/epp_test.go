package epp_test

import (
	"os"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
)

func TestMain(m *testing.M) { os.Exit(sandboxtest.Judge(m, "../../testdata/epp/xsd")) }

// every is what the connector can do.
type every interface {
	registry.Connector
	registry.Locker
	registry.Holder
	registry.Keeper
	registry.PrivacySetter
	registry.HostManager
	registry.AuthInfoSetter
	registry.AuthCodeChecker
	registry.Restorer
	registry.TransferDecider
	registry.Poller
	registry.Signer
}

var _ every = (*epp.Connector)(nil)

// connect makes a connector to a sandbox registry on the wire.
func connect(t *testing.T, w *sandboxtest.Wire, change func(*epp.Settings)) *epp.Connector {
	t.Helper()
	set := epp.Settings{
		Address: w.Address, TLS: w.Client, ClientID: sandbox.Sponsor, Password: sandboxtest.Password,
		Timeout: 10 * time.Second, TLDs: registrytest.Rules(),
	}
	if change != nil {
		change(&set)
	}
	c := epp.New(set)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestConnectorContractWithHostAttributes runs the stories against the sandbox registry without host objects.
func TestConnectorContractWithHostAttributes(t *testing.T) {
	registrytest.Exercise(t, func(t *testing.T) registrytest.Subject {
		w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.HostAttributes = true })
		return registrytest.Subject{
			Connector: connect(t, w, func(s *epp.Settings) { s.Profile.HostAttributes = true }), Clock: w.Clock, Foreign: w.AddForeign,
			Away: w.RequestAway, BareTransfers: true, ForeignDecides: w.ForeignDecides, Act: w.Act, HostAttributes: true,
		}
	})
}

// TestConnectorContract runs every story that a connector must live up to, over the wire against the sandbox registry.
func TestConnectorContract(t *testing.T) {
	registrytest.Exercise(t, func(t *testing.T) registrytest.Subject {
		w := sandboxtest.Listen(t)
		return registrytest.Subject{
			Connector: connect(t, w, nil), Clock: w.Clock, Foreign: w.AddForeign, Away: w.RequestAway, BareTransfers: true,
			ForeignDecides: w.ForeignDecides, Act: w.Act,
		}
	})
}
