package epp_test

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// A fault of the program while it logs in is one more reason for which there is no session: nothing was sent, and the next command finds its
// place free.
func TestAFaultAtALoginCostsNoSession(t *testing.T) {
	t.Parallel()
	var logins atomic.Int32
	c := connect(t, sandboxtest.Listen(t), func(set *epp.Settings) {
		set.Sessions, set.Rest, set.Log = 1, time.Nanosecond, slog.New(slog.DiscardHandler)
		set.TLS = set.TLS.Clone()
		set.TLS.VerifyConnection = func(tls.ConnectionState) error {
			if logins.Add(1) <= 3 {
				panic("a certificate that nobody thought of")
			}
			return nil
		}
	})
	name := reseller.NameOf("free.com", "com")
	for range 3 {
		if _, err := c.Check(t.Context(), name); !errors.Is(err, registry.ErrUnreachable) {
			t.Errorf("the command ends with %v", err)
		}
	}
	if _, err := c.Check(t.Context(), name); err != nil {
		t.Errorf("after the fault it ends with %v", err)
	}
}
