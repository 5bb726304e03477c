package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// wireAt is where the registry of a demo speaks EPP, and by which certificate (DER) it is known.
type wireAt struct {
	Listen      string `json:"listen"`
	Certificate []byte `json:"certificate"`
}

// connector reaches it as NAMEYARD.
func (w wireAt) connector(rules reseller.TLDs) *epp.Connector {
	roots := x509.NewCertPool()
	if leaf, err := x509.ParseCertificate(w.Certificate); err == nil { // without it no certificate is good
		roots.AddCert(leaf)
	}
	return epp.New(epp.Settings{
		Address: w.Listen, TLS: &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: tls.VersionTLS12},
		ClientID: sandbox.Sponsor, Password: publicPassword, System: "test", Sessions: 8, TLDs: rules,
	})
}

// wireFile is the file beside a demo's database that says where its registry speaks EPP, as long as it does, so that other commands reach
// it as the demo itself. One that was left by a demo that was killed goes with the next start.
type wireFile string

func (g globals) wireFile() wireFile { return wireFile(filepath.Join(g.Data, "epp.json")) }

func (f wireFile) write(w wireAt) error {
	body, err := json.Marshal(w)
	if err == nil {
		err = os.WriteFile(string(f), body, 0o600)
	}
	if err != nil {
		return fmt.Errorf("say where the registry speaks EPP: %w", err)
	}
	return nil
}

func (f wireFile) remove() error {
	if err := os.Remove(string(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("say that the registry speaks no EPP: %w", err)
	}
	return nil
}

// into puts the connector over EPP in the place of the sandbox registry's, where the demo has it there.
func (f wireFile) into(all *app.Registries, rules reseller.TLDs) error {
	body, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var w wireAt
	if err == nil {
		err = json.Unmarshal(body, &w)
	}
	if err != nil {
		return fmt.Errorf("read where the registry speaks EPP: %w", err)
	}
	if all.Connectors == nil {
		all.Connectors = map[string]registry.Connector{}
	}
	all.Connectors[app.SandboxConnector] = w.connector(rules)
	return nil
}
