package epp_test

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// TestCommandsWaitForASessionThatTheRegistryTakes: the registry takes fewer sessions at once than are set here, or another server of ours
// has them. Every command is carried out all the same, over the sessions that there are.
func TestCommandsWaitForASessionThatTheRegistryTakes(t *testing.T) {
	t.Parallel()
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.LoginLimit = 1 })
	c := connect(t, w, func(s *epp.Settings) { s.Sessions, s.Rest = 4, 20*time.Millisecond })
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			o := order(fmt.Sprintf("wait%d.com", i))
			o.ClTRID = fmt.Sprintf("NY-wait%d-1", i)
			if _, err := c.Create(t.Context(), o); err != nil {
				t.Errorf("registration %d: %v", i, err)
			}
		})
	}
	all.Wait()
}

// TestFullRegistryIsTriedAgainWithinLimits: a login that is refused for too many sessions is tried again, after growing pauses and not at
// each command; when none is free in time the registry is busy and nothing was sent, and the next command may try as soon as the pause is over.
func TestFullRegistryIsTriedAgainWithinLimits(t *testing.T) {
	t.Parallel()
	var logins atomic.Int32
	var full atomic.Bool
	full.Store(true)
	s := server{greets: func(conn net.Conn) {
		_ = wire.WriteFrame(conn, []byte(greeting))
		id, ok := readID(conn)
		logins.Add(1)
		code := 1000
		if full.Load() {
			code = 2502
		}
		for ok {
			_ = wire.WriteFrame(conn, fmt.Appendf(nil, response, code, id))
			id, ok = readID(conn)
		}
	}}
	address, client := s.start(t)
	c := epp.New(epp.Settings{
		Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 800 * time.Millisecond, Rest: 50 * time.Millisecond,
		Sessions: 5, TLDs: registrytest.Rules(),
	})
	t.Cleanup(func() { _ = c.Close() })
	var outcomes sync.Map
	c.Observe(func(x registry.Exchange) { outcomes.Store(x.Outcome, true) })
	renew := func() error {
		_, err := c.Renew(t.Context(), registry.Renew{ClTRID: "NY-t-1", Name: reseller.NameOf("a.com", "com"), CurrentExpiry: time.Now(), Years: 1})
		return err
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			err := renew()
			if _, refused := registry.AsRefusal(err); refused || !errors.Is(err, registry.ErrBusy) || !errors.Is(err, registry.ErrUnreachable) {
				t.Errorf("a registry that is full gives %v", err)
			}
		})
	}
	all.Wait()
	if n := logins.Load(); n < 2 || n > 20 {
		t.Errorf("%d logins in 400 ms, want a few with pauses between them", n)
	}
	if _, busy := outcomes.Load(registry.OutcomeBusy); !busy {
		t.Error("it is not told that the registry is busy")
	}
	if _, gone := outcomes.Load(registry.OutcomeUnreachable); gone {
		t.Error("a registry that answers is called unreachable")
	}
	full.Store(false)
	if err := renew(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
