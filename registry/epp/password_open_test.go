package epp_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
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

// gate is a registry with a password, which answers the login that changes it with a code of its own, changed or not.
type gate struct {
	mu       sync.Mutex
	password string
	code     int // of the next login that brings a new password
	changes  bool
}

func (g *gate) greets(conn net.Conn) {
	converse(conn, greeting, func(_ string, command *wire.Node) []byte {
		return fmt.Appendf(nil, response, g.answer(command), command.Kid(wire.NSEPP, "clTRID").Value())
	})
}

func (g *gate) answer(command *wire.Node) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	login := command.Kid(wire.NSEPP, "login")
	next := login.Kid(wire.NSEPP, "newPW").Value()
	switch said := login.Kid(wire.NSEPP, "pw").Value(); {
	case said == "":
		return 1500 // a logout
	case said != g.password:
		return 2200
	case next == "":
		return 1000
	}
	code := g.code
	if g.code = 1000; g.changes || code == 1000 {
		g.password = next
	}
	return code
}

// "Command failed" says nothing about what happened before it failed (2400, 2500): the registry may have either password.
func TestPasswordChangeThatFailedAtTheRegistryLocksNobodyOut(t *testing.T) {
	t.Parallel()
	for _, code := range []int{2400, 2500} {
		for _, changes := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d, changed %t", code, changes), func(t *testing.T) {
				g := &gate{password: "secret", code: code, changes: changes}
				address, client := server{greets: g.greets}.start(t)
				path := filepath.Join(t.TempDir(), "password")
				if err := os.WriteFile(path, []byte("secret\n"), 0o640); err != nil {
					t.Fatal(err)
				}
				connector := func() *epp.Connector {
					c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", PasswordFile: path, Timeout: 5 * time.Second, TLDs: registrytest.Rules()})
					t.Cleanup(func() { _ = c.Close() })
					return c
				}
				err := connector().ChangePassword(t.Context(), "another-1")
				if _, refused := registry.AsRefusal(err); refused || !errors.Is(err, registry.ErrUnknown) {
					t.Errorf("the change gives %v", err)
				}
				if _, err := connector().Probe(t.Context()); err != nil {
					t.Errorf("a login afterwards: %v", err)
				}
				if err := connector().ChangePassword(t.Context(), "another-2"); err != nil || g.password != "another-2" {
					t.Errorf("asked again: %v, the registry has %q", err, g.password)
				}
				if body, err := os.ReadFile(path); err != nil || string(body) != "another-2\n" {
					t.Errorf("the file holds %q, %v", body, err)
				}
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
					t.Errorf("the file's mode is %v, %v", info.Mode(), err)
				}
			})
		}
	}
}

// A password file that holds nothing (a crash, a full disk) is no end where the next password lies beside it.
func TestPasswordFileThatIsEmptyIsReadFromTheOneBesideIt(t *testing.T) {
	v := newVault(t)
	v.write(v.path+".next", sandboxtest.Password)
	if err := os.WriteFile(v.path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf(`{"address": "127.0.0.1:700", "client_id": "nameyard", "password_file": %q}`, v.path)
	set, err := epp.ReadSettings([]byte(settings), registrytest.Rules(), registrytest.Rules())
	if err != nil || set.Password != sandboxtest.Password {
		t.Errorf("the settings give %v", err)
	}
	c := connect(t, v.wire, func(s *epp.Settings) { s.PasswordFile, s.Password = v.path, "not it at all" })
	v.opens("with an empty file", c)
	if err := c.ChangePassword(t.Context(), "another-1"); err != nil {
		t.Error(err)
	}
	v.holds("another-1", false)
}

// The registry takes two sessions, and both are open and idle.
func TestProbeAndPasswordChangeTakeThePlaceOfAnIdleSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte(sandboxtest.Password), 0o600); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup // each waits for the other, so that neither session serves both
	both.Add(2)
	w := sandboxtest.Listen(t, func(s *eppserver.Server) {
		s.LoginLimit = 2
		seen := s.Trace
		s.Trace = func(document []byte) {
			seen(document)
			if bytes.Contains(document, []byte("domain:check")) {
				both.Done()
				both.Wait()
			}
		}
	})
	c := connect(t, w, func(s *epp.Settings) { s.PasswordFile, s.Sessions = path, 2 })
	var all sync.WaitGroup
	for _, name := range []string{"a.com", "b.com"} {
		all.Go(func() {
			if _, err := c.Check(t.Context(), reseller.NameOf(name, "com")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if _, err := c.Probe(t.Context()); err != nil {
		t.Errorf("the probe: %v", err)
	}
	if err := c.ChangePassword(t.Context(), "another-1"); err != nil {
		t.Errorf("the change: %v", err)
	}
}

func TestPasswordChangeAtARegistryThatIsFullIsNoRefusal(t *testing.T) {
	t.Parallel()
	g := &gate{password: "secret", code: 2502}
	address, client := server{greets: func(conn net.Conn) {
		g.mu.Lock()
		g.code = 2502
		g.mu.Unlock()
		g.greets(conn)
	}}.start(t)
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := epp.New(epp.Settings{
		Address: address, TLS: client, ClientID: "us", Password: "secret", PasswordFile: path, Timeout: 400 * time.Millisecond, Rest: 20 * time.Millisecond,
		TLDs: registrytest.Rules(),
	})
	t.Cleanup(func() { _ = c.Close() })
	err := c.ChangePassword(t.Context(), "another-1")
	if _, refused := registry.AsRefusal(err); refused || !errors.Is(err, registry.ErrBusy) {
		t.Errorf("the change gives %v", err)
	}
	if _, err := os.Stat(path + ".next"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the next password is still there: %v", err)
	}
}
