package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
)

type sandboxEPPCmd struct {
	Listen         string   `default:"127.0.0.1:7000" placeholder:"ADDRESS" help:"Address to listen on (${default})."`
	Registrar      []string `env:"-" sep:"none" placeholder:"ID:PASSWORD" help:"A registrar that may log in; repeat it for more. NAMEYARD has the names of this server. Without any: NAMEYARD and OTHERREG with public passwords, on this machine only."`
	HostAttributes bool     `name:"host-attributes" env:"-" help:"Keep name servers in the names, with the addresses of their own, as registries without host objects do (RFC 5731 §1.1)."`
	TLSCert        string   `name:"tls-cert" env:"-" placeholder:"FILE" help:"Certificate chain in PEM. Without, one is made that nobody knows, and its fingerprint printed."`
	TLSKey         string   `name:"tls-key" env:"-" placeholder:"FILE" help:"Its private key in PEM."`
	rulesFlags
}

// publicPassword is that of the registrars where none are named.
const publicPassword = "sandbox-secret"

// eppWelcome is what is printed for programs.
type eppWelcome struct {
	Listen      string   `json:"listen"`
	Registrars  []string `json:"registrars"`
	Password    string   `json:"password,omitempty"`    // of all of them, if it is the public one
	Fingerprint string   `json:"fingerprint,omitempty"` // SHA-256 of the certificate, if it was made here
}

// Run serves the sandbox registry over EPP until it is told to stop.
func (c *sandboxEPPCmd) Run(ctx context.Context, p *program) error {
	hello := eppWelcome{}
	registrars, err := c.registrars(&hello)
	if err != nil {
		return err
	}
	certificate, err := c.certificate(&hello)
	if err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	return p.withSandbox(ctx, c.rulesFlags, func(d *app.Database, r demo.Registry) error {
		listener, err := net.Listen("tcp", c.Listen)
		if taken := new(net.OpError); errors.As(err, &taken) {
			return fmt.Errorf("%w; choose another address with --listen", err)
		}
		if err != nil {
			return err
		}
		hello.Listen = listener.Addr().String()
		if err := c.say(p, hello); err != nil {
			return errors.Join(err, listener.Close())
		}
		server := &eppserver.Server{
			Registry: r.Registry, Rules: rules, Clock: d.Clock, Registrars: registrars, Log: d.Log, Before: d.ReadTime,
			HostAttributes: c.HostAttributes,
			TLS:            &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		}
		return server.Serve(ctx, listener)
	})
}

func (c *sandboxEPPCmd) say(p *program, hello eppWelcome) error {
	who := strings.Join(hello.Registrars, ", ")
	if hello.Password != "" {
		who += " with the password " + hello.Password
	}
	text := fmt.Sprintf("the sandbox registry speaks EPP on %s (TLS); registrars: %s", hello.Listen, who)
	if hello.Fingerprint != "" {
		text += "\nits certificate has the SHA-256 fingerprint " + hello.Fingerprint
	}
	return p.out.say(hello, "%s", text)
}

// registrars reads who may log in.
func (c *sandboxEPPCmd) registrars(hello *eppWelcome) (map[string]string, error) {
	if len(c.Registrar) == 0 {
		if err := loopback("--listen", c.Listen); err != nil {
			return nil, wrongUsage("name the registrars with --registrar ID:PASSWORD to listen on %s: those without it have public passwords", c.Listen)
		}
		hello.Registrars, hello.Password = []string{sandbox.Sponsor, sandbox.OtherRegistrar}, publicPassword
		return publicRegistrars(), nil
	}
	registrars := map[string]string{}
	for _, given := range c.Registrar {
		id, password, ok := strings.Cut(given, ":")
		if !ok || len(id) < 3 || len(id) > 16 || len(password) < 6 {
			return nil, wrongUsage("--registrar wants ID:PASSWORD with an id of 3 to 16 characters and a password of 6 or more (EPP's own limits)")
		}
		registrars[id] = password
		hello.Registrars = append(hello.Registrars, id)
	}
	return registrars, nil
}

// publicRegistrars are those that log in where none are named.
func publicRegistrars() map[string]string {
	return map[string]string{sandbox.Sponsor: publicPassword, sandbox.OtherRegistrar: publicPassword}
}

func (c *sandboxEPPCmd) certificate(hello *eppWelcome) (certificate tls.Certificate, err error) {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return certificate, wrongUsage("--tls-cert and --tls-key belong together")
	}
	if c.TLSCert != "" {
		certificate, err = tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			err = fmt.Errorf("read the certificate: %w", err)
		}
		return certificate, err
	}
	certificate, hello.Fingerprint, err = eppserver.SelfSigned(time.Now())
	return certificate, err
}
