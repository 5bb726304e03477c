package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/reseller"
	"nameyard/safely"
)

// demoWireFlags put a demo's registry on the wire.
type demoWireFlags struct {
	EPP       bool   `name:"epp" help:"Reach the sandbox registry over EPP and TLS, as real registries are reached, and let other registrars log in to it."`
	EPPListen string `name:"epp-listen" default:"127.0.0.1:7000" placeholder:"ADDRESS" help:"Address on this machine at which it speaks EPP (${default})."`
}

// demoWire is the sandbox registry on the wire, and our connector to it.
type demoWire struct {
	hello     eppWelcome
	connector *epp.Connector
	told      wireFile
	stop      context.CancelFunc
	ended     chan error
}

// overEPP serves the registry of a demo over EPP until close, with a certificate that only the connector knows. Nothing happens without --epp.
func (f demoWireFlags) overEPP(ctx context.Context, d *app.Database, rules reseller.TLDs, told wireFile) (*demoWire, error) {
	if !f.EPP {
		return nil, told.remove()
	}
	embedded, err := d.SandboxWithNames(ctx, rules)
	if err != nil {
		return nil, err
	}
	certificate, fingerprint, err := eppserver.SelfSigned(time.Now())
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", f.EPPListen)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --epp-listen", err)
	}
	registrars := publicRegistrars()
	w := &demoWire{ended: make(chan error, 1), told: told}
	w.hello = eppWelcome{Listen: listener.Addr().String(), Registrars: []string{sandbox.Sponsor, sandbox.OtherRegistrar}, Password: publicPassword, Fingerprint: fingerprint}
	w.connector = wireAt{w.hello.Listen, certificate.Leaf.Raw}.connector(rules)
	if err := told.write(wireAt{w.hello.Listen, certificate.Leaf.Raw}); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	server := &eppserver.Server{
		Registry: embedded, Rules: rules, Clock: d.Clock, Registrars: registrars, Log: d.Log,
		TLS: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
	}
	serving, stop := context.WithCancel(context.Background()) // it outlives the orders that are under way
	w.stop = stop
	safely.Go(d.Log, "EPP", func() { w.ended <- safely.Do(d.Log, "EPP", func() error { return server.Serve(serving, listener) }) })
	return w, nil
}

// into makes the connector the sandbox registry of an app.
func (w *demoWire) into(c *app.Config) {
	if w != nil {
		c.Connectors = map[string]registry.Connector{app.SandboxConnector: w.connector}
	}
}

// close logs out and ends the server.
func (w *demoWire) close() error {
	if w == nil {
		return nil
	}
	err := w.connector.Close()
	w.stop()
	return errors.Join(err, <-w.ended, w.told.remove())
}

// line is how the registry is reached, for people.
func (w *demoWire) line() string {
	if w == nil {
		return "the sandbox registry, by calls (over EPP with --epp)"
	}
	return fmt.Sprintf("the sandbox registry, over EPP with TLS on %s; registrars %s and %s log in with %s", w.hello.Listen, sandbox.Sponsor, sandbox.OtherRegistrar, publicPassword)
}
