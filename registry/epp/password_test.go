package epp_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// vault is a password file and what connectors read of it.
type vault struct {
	*testing.T
	wire *sandboxtest.Wire
	path string
	lose atomic.Pointer[bool] // of the next login with a new password the answer is lost (true) or the request (false)
}

func newVault(t *testing.T) *vault {
	v := &vault{T: t, path: filepath.Join(t.TempDir(), "password")}
	var cut atomic.Bool
	v.wire = sandboxtest.Listen(t, func(s *eppserver.Server) {
		seen := s.Trace
		s.Trace = func(document []byte) {
			seen(document)
			if cut.Swap(false) { // the answer to it
				s.DropSessions()
			}
			if lost := v.lose.Load(); lost != nil && bytes.Contains(document, []byte("newPW")) {
				v.lose.Store(nil)
				cut.Store(true)
				for i := bytes.Index(document, []byte("newPW")); !*lost && i >= 0; i = bytes.Index(document, []byte("newPW")) {
					copy(document[i:], "noise") // nothing that the server knows
				}
			}
		}
	})
	v.write(v.path, sandboxtest.Password)
	return v
}

func (v *vault) write(path, password string) {
	v.Helper()
	if err := os.WriteFile(path, []byte(password+"\n"), 0o600); err != nil {
		v.Fatal(err)
	}
}

// connector is one of another process, which has read the password that the file had at its start.
func (v *vault) connector() *epp.Connector {
	return connect(v.T, v.wire, func(s *epp.Settings) { s.PasswordFile = v.path })
}

// opens wants a process that starts now, and one that has started before the change, to get in.
func (v *vault) opens(when string, c *epp.Connector) {
	v.Helper()
	if _, err := c.Check(v.Context(), reseller.NameOf("a.com", "com")); err != nil {
		v.Errorf("%s: %v", when, err)
	}
}

func (v *vault) holds(want string, pending bool) {
	v.Helper()
	body, err := os.ReadFile(v.path)
	if err != nil || strings.TrimSpace(string(body)) != want {
		v.Errorf("the file holds %q, %v", body, err)
	}
	if _, err := os.Stat(v.path + ".next"); (err == nil) != pending {
		v.Errorf("the next password: %v, want it there: %t", err, pending)
	}
}

// A password is changed with what is short, what is long (RFC 8807), and after what went wrong; running servers follow.
func TestPasswordIsChangedAtTheRegistryAndInItsFile(t *testing.T) {
	v := newVault(t)
	running, changing := v.connector(), v.connector()
	for _, next := range []string{"another-1", "a password of more than sixteen characters"} {
		if err := changing.ChangePassword(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		v.holds(next, false)
		v.wire.Server.DropSessions()
		v.opens("a server that runs", running)
		v.opens("a new one", v.connector())
	}
	for _, bad := range []string{"short", "", "with\nbreak", strings.Repeat("x", 129), "blank ", "söderköping", "a password of more than sixteen characters"} {
		if _, refused := registry.AsRefusal(changing.ChangePassword(t.Context(), bad)); !refused {
			t.Errorf("%q is taken", bad)
		}
	}
	v.holds("a password of more than sixteen characters", false)
}

// Whatever is lost on the way of a change, one of the two passwords opens the account, each login tries both, and asking again ends it.
func TestUnknownOutcomeOfAPasswordChangeLocksNobodyOut(t *testing.T) {
	for _, answerLost := range []bool{true, false} {
		v := newVault(t)
		running, changing := v.connector(), v.connector()
		v.lose.Store(&answerLost)
		if err := changing.ChangePassword(t.Context(), "another-1"); !errors.Is(err, registry.ErrUnknown) {
			t.Fatalf("answer lost %t: %v", answerLost, err)
		}
		v.holds(sandboxtest.Password, true)
		v.wire.Server.DropSessions()
		v.opens("a server that runs", running)
		v.opens("a new one", v.connector())
		if err := v.connector().ChangePassword(t.Context(), "another-2"); err != nil {
			t.Errorf("answer lost %t: asked again: %v", answerLost, err)
		}
		v.holds("another-2", false)
		v.opens("in the end", v.connector())
	}
}
