package epp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// meanwhile has something happen at the registry when the first update of an object arrives, ahead of it, or when it refuses one. It counts updates.
type meanwhile struct {
	happens func()
	always  bool // ahead of each update
	refuses func()
	updates int
}

func (m *meanwhile) at(s *eppserver.Server) {
	kept := s.Trace
	s.Trace = func(document []byte) {
		kept(document)
		if m.refuses != nil && bytes.Contains(document, []byte(`code="2306"`)) {
			m.refuses()
		}
		if !bytes.Contains(document, []byte("<update>")) {
			return
		}
		m.updates++
		if then := m.happens; then != nil {
			if !m.always {
				m.happens = nil
			}
			then()
		}
	}
}

// TestChangesThatMeetTheirLateTwins: a command whose answer was lost takes effect between the look and the update that came after it, and
// the registry refuses the second (2302 to 2306). What was wanted is so: it is done.
func TestChangesThatMeetTheirLateTwins(t *testing.T) {
	for _, x := range append(updates(t), transform{"unlocking", "com", locked, unlocks}) {
		t.Run(x.what, func(t *testing.T) {
			t.Parallel()
			var m meanwhile
			w := sandboxtest.Listen(t, m.at)
			n := reseller.NameOf("twin."+x.tld, x.tld)
			if err := x.prepare(w, n); err != nil {
				t.Fatal(err)
			}
			m.happens = func() {
				if err := x.send(connect(t, w, nil), "NY-late-1", n); err != nil {
					t.Errorf("the late one: %v", err)
				}
			}
			if err := x.send(connect(t, w, nil), "NY-twin-1", n); err != nil {
				t.Errorf("it is so already, and yet %v", err)
			}
			if m.updates != 2 {
				t.Errorf("%d updates, want the late one and its twin", m.updates)
			}
		})
	}
}

// updates are the commands that make a registration or a host what is wanted.
func updates(t *testing.T) []transform {
	t.Helper()
	var list []transform
	for _, x := range transforms {
		switch x.what {
		case "update of name servers", "update of contacts", "lock", "hold", "privacy", "DNSSEC", "host update":
			list = append(list, x)
		}
	}
	if len(list) != 7 {
		t.Fatalf("%d of 7 updates are known", len(list))
	}
	return list
}

func locked(w *sandboxtest.Wire, n reseller.Name) error {
	if err := held(w, n); err != nil {
		return err
	}
	_, err := w.SetLock(context.Background(), prepared, n, true)
	return err
}

func unlocks(c *epp.Connector, id string, n reseller.Name) error {
	_, err := c.SetLock(context.Background(), id, n, false)
	return err
}

// TestChangeThatAnotherHasComeBefore: what took effect between look and update was an older wish. What is lacking now is sent.
func TestChangeThatAnotherHasComeBefore(t *testing.T) {
	var m meanwhile
	w := sandboxtest.Listen(t, m.at)
	c, n := connect(t, w, nil), reseller.NameOf("late.com", "com")
	if err := held(w, n); err != nil {
		t.Fatal(err)
	}
	m.happens = func() {
		must[registry.Receipt](t)(w.Update(t.Context(), registry.Update{ClTRID: "NY-old-1", Name: n, Nameservers: &[]string{"ns1.host.example", "old.host.example"}}))
	}
	wanted := []string{"ns3.host.example", "ns4.host.example"}
	must[registry.Receipt](t)(c.Update(t.Context(), registry.Update{ClTRID: "NY-new-1", Name: n, Nameservers: &wanted}))
	if got := must[registry.Registration](t)(c.Info(t.Context(), n)).Nameservers; !slices.Equal(got, wanted) {
		t.Errorf("its name servers are %v, want %v", got, wanted)
	}

	// Whatever it is, it moves each time that one looks: nothing is done, and the order tries again later.
	m.updates, m.always = 0, true
	m.happens = func() {
		must[registry.Receipt](t)(w.Update(t.Context(), registry.Update{Name: n, Nameservers: &[]string{fmt.Sprintf("ns%d.moving.example", m.updates), "b.moving.example"}}))
	}
	_, err := c.Update(t.Context(), registry.Update{ClTRID: "NY-new-2", Name: n, Nameservers: &[]string{"ns1.host.example", "ns2.host.example"}})
	if !errors.Is(err, registry.ErrUnreachable) || m.updates != 4 {
		t.Errorf("%d updates and %v, want a few, and that none was carried out", m.updates, err)
	}
}

// TestNoThatStaysIsBelieved: after one more look a refusal is one.
func TestNoThatStaysIsBelieved(t *testing.T) {
	for _, x := range updates(t) {
		t.Run(x.what, func(t *testing.T) {
			t.Parallel()
			var m meanwhile
			w := sandboxtest.Listen(t, m.at)
			n := reseller.NameOf("held."+x.tld, x.tld)
			if err := x.prepare(w, n); err != nil {
				t.Fatal(err)
			}
			must[any](t)(nil, w.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultRefuse, Command: faultOf(x)}))
			err := x.send(connect(t, w, nil), "NY-no-1", n)
			if !registry.RefusedWith(err, registry.CodeParameterPolicy) || m.updates != 1 {
				t.Errorf("%d updates, and told %v", m.updates, err)
			}
		})
	}
}

func faultOf(x transform) string {
	if x.what == "host update" {
		return "host"
	}
	return "update"
}

// TestLookAfterANoThatFails: whether a refused change is there already cannot be told. It is not refused, and was not carried out.
func TestLookAfterANoThatFails(t *testing.T) {
	var m meanwhile
	w := sandboxtest.Listen(t, m.at)
	c, n := connect(t, w, nil), reseller.NameOf("dark.com", "com")
	if err := held(w, n); err != nil {
		t.Fatal(err)
	}
	m.happens = func() { must[registry.Receipt](t)(w.SetLock(t.Context(), "NY-late-1", n, true)) }
	m.refuses = func() {
		must[any](t)(nil, w.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
	}
	if _, err := c.SetLock(t.Context(), "NY-twin-1", n, true); !errors.Is(err, registry.ErrUnreachable) {
		t.Errorf("told %v", err)
	}
}
