package sandboxtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"testing"
	"time"

	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// The registrars of a Wire.
const (
	Password      = "sandbox-secret"
	OtherPassword = "other-secret"
)

// Wire is a sandbox registry that listens for EPP on a loopback port of its own, until the test ends.
type Wire struct {
	*sandbox.Registry
	Server  *eppserver.Server
	Clock   *clocktest.Clock // of Listen
	Address string
	Client  *tls.Config // that trusts it
}

// Listen starts one with the TLD rules of registrytest, in memory. The changes are made before it serves.
func Listen(t *testing.T, changes ...func(*eppserver.Server)) *Wire {
	t.Helper()
	clock := clocktest.New(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	w := Serve(t, sandbox.New(NewMemory(), registrytest.Rules(), clock), registrytest.Rules(), clock, changes...)
	w.Clock = clock
	return w
}

// Serve puts a registry on the wire. Every document that passes is kept for Judge.
func Serve(t *testing.T, r *sandbox.Registry, rules reseller.TLDs, clock reseller.Clock, changes ...func(*eppserver.Server)) *Wire {
	t.Helper()
	certificate, _, err := eppserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate.Leaf)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Wire{
		Registry: r, Address: listener.Addr().String(), Client: &tls.Config{RootCAs: roots},
		Server: &eppserver.Server{
			Registry: r, Rules: rules, Clock: clock, Log: slog.New(slog.DiscardHandler), Trace: collect,
			Registrars: map[string]string{sandbox.Sponsor: Password, sandbox.OtherRegistrar: OtherPassword},
			TLS:        &tls.Config{Certificates: []tls.Certificate{certificate}},
		},
	}
	for _, change := range changes {
		change(w.Server)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the EPP server ended with %v", err)
		}
	})
	return w
}
