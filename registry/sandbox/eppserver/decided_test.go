package eppserver_test

import (
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// What a registry accepts and decides later is told as panData, with the transaction id of the command (RFC 5731 §3.3).
func TestCommandThatIsDecidedLaterIsToldByItsTransactionID(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := epp.New(epp.Settings{
		Address: w.Address, TLS: w.Client, ClientID: sandbox.Sponsor, Password: sandboxtest.Password, Timeout: 10 * time.Second, TLDs: registrytest.Rules(),
	})
	t.Cleanup(func() { _ = c.Close() })
	name := reseller.NameOf("pending.com", "com")
	created, err := c.Create(t.Context(), registry.Create{ClTRID: "NY-a-1", Name: name, Years: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []registry.MessageKind{registry.MessagePendingDone, registry.MessagePendingFailed} {
		if err := w.Registry.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultPending, Command: "renew", Times: 1, Delay: time.Hour}); err != nil {
			t.Fatal(err)
		}
		clTRID := reseller.ClTRID("b", i+1)
		r, err := c.Renew(t.Context(), registry.Renew{ClTRID: clTRID, Name: name, CurrentExpiry: created.Expires, Years: 1}) // the second finds another expiry
		if err != nil || !r.Pending() || !r.Expires.IsZero() {
			t.Fatalf("renewal %d gives %+v, %v", i+1, r, err)
		}
		if m, err := c.Poll(t.Context()); err != nil || m != nil {
			t.Errorf("before it is decided we are told %+v, %v", m, err)
		}
		w.Clock.Move(time.Hour)
		m, err := c.Poll(t.Context())
		if err != nil || m == nil || m.Kind != want || m.Name != name || m.ClTRID != clTRID {
			t.Fatalf("we are told %+v, %v, want %s of %s", m, err, want, clTRID)
		}
		if err := c.Ack(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
	}
}
