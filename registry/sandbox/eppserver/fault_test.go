package eppserver_test

import (
	"context"
	"crypto/tls"
	"sync/atomic"
	"testing"

	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
)

// A command that shows a fault of the program ends its session, as a lost answer; the next session is served.
func TestAFaultThatACommandShowsEndsItsSessionOnly(t *testing.T) {
	t.Parallel()
	var commands atomic.Int32
	w := sandboxtest.Listen(t, func(s *eppserver.Server) {
		s.Before = func(context.Context) error {
			if commands.Add(1) == 1 {
				panic("a command that nobody thought of")
			}
			return nil
		}
	})
	for _, answered := range []bool{false, true} {
		conn, err := tls.Dial("tcp", w.Address, w.Client)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wire.ReadFrame(conn); err != nil {
			t.Fatal(err)
		}
		if err := wire.WriteFrame(conn, []byte(`<epp xmlns="`+wire.NSEPP+`"><hello/></epp>`)); err != nil {
			t.Fatal(err)
		}
		if _, err := wire.ReadFrame(conn); (err == nil) != answered {
			t.Errorf("an answer is expected: %t, and %v comes", answered, err)
		}
		_ = conn.Close()
	}
}
