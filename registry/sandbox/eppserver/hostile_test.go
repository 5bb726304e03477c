package eppserver_test

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
)

// TestDocumentsThatAreNoneOfEPPAreRefused: nothing of them is carried out, and the session goes on.
func TestDocumentsThatAreNoneOfEPPAreRefused(t *testing.T) {
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.Trace = nil }) // they are not valid, and meant not to be
	conn, err := tls.Dial("tcp", w.Address, w.Client)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := wire.ReadFrame(conn); err != nil {
		t.Fatal(err)
	}
	command := func(id string) string { return `<command><logout/><clTRID>` + id + `</clTRID></command>` }
	for what, inside := range map[string]string{
		"two commands":         command("ab-1") + command("ab-2"),
		"a hello and one":      `<hello/>` + command("ab-1"),
		"a long transaction":   command(strings.Repeat("x", 65)),
		"a short transaction":  command("ab"),
		"an empty transaction": command(""),
	} {
		if err := wire.WriteFrame(conn, []byte(`<epp xmlns="`+wire.NSEPP+`">`+inside+`</epp>`)); err != nil {
			t.Fatal(err)
		}
		answer, err := wire.ReadFrame(conn)
		if err != nil {
			t.Fatalf("%s: the session ended: %v", what, err)
		}
		if !strings.Contains(string(answer), `code="2001"`) || strings.Contains(string(answer), "clTRID>") {
			t.Errorf("%s is answered with %s", what, answer)
		}
	}
}

// TestStrangersWhoSayNothingAreLetGo: connections that never begin TLS, or never log in, do not take the places of those who work.
func TestStrangersWhoSayNothingAreLetGo(t *testing.T) {
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.Idle = 100 * time.Millisecond })
	conn, err := net.Dial("tcp", w.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("a connection that says nothing is kept: %v", err)
	}
}
