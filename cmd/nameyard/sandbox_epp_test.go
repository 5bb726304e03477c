package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRegistryIsReachedOverEPPByConfiguration: the sandbox registry on the wire, and a server's settings that send TLDs to it.
func TestRegistryIsReachedOverEPPByConfiguration(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.demo().stop()
	server, out := s.start("sandbox", "epp", "--listen", "127.0.0.1:0", "--json")
	var hello eppWelcome
	if err := json.NewDecoder(out).Decode(&hello); err != nil {
		t.Fatalf("the EPP server did not start: %v\n%s", err, server.log)
	}
	if len(hello.Registrars) != 2 || hello.Fingerprint == "" || hello.Password != publicPassword {
		t.Errorf("it says %+v", hello)
	}
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	rules := write("tlds.json", `{"com": {"connector": "wire"}, "se": {"connector": "wire"}}`)
	password := write("password", publicPassword+"\n")
	entry := fmt.Sprintf(`"protocol": "epp", "address": %q, "client_id": "NAMEYARD", "password_file": %q`, hello.Listen, password)
	test := func(registries string) result {
		return s.run("registry", "test", "wire", "--tld-rules", rules, "--registries", write("registries.json", registries))
	}
	if r := test(`{"wire": {` + entry + `}}`); r.code == exitDone || !strings.Contains(r.errOut, "certificate") {
		t.Errorf("a certificate that nobody knows: exit %d, %s", r.code, r.errOut)
	}
	if r := test(`{"wire": {` + entry + `, "certificate_sha256": "` + hello.Fingerprint + `"}}`); r.code != exitDone || !strings.Contains(r.out, "wire answered in") || !strings.Contains(r.out, "  login ") {
		t.Errorf("exit %d, %s%s", r.code, r.out, r.errOut)
	}
	const next = "Another-Pass-2"
	wire := write("wire.json", `{"wire": {`+entry+`, "certificate_sha256": "`+hello.Fingerprint+`"}}`)
	said := s.must("registry", "password", "wire", "--tld-rules", rules, "--registries", wire, "--new-password-file", write("next", next+"\n"))
	if kept, err := os.ReadFile(password); err != nil || strings.TrimSpace(string(kept)) != next || !strings.Contains(said, "wire has the new password") {
		t.Errorf("it says %q; the password file has %q, %v", said, kept, err)
	}
	s.must("registry", "test", "wire", "--tld-rules", rules, "--registries", wire)
	wired := entry + `, "certificate_sha256": "` + hello.Fingerprint + `"`
	s.triesIdle(rules, write("idle.json", `{"wire": {`+wired+`}, "idle": {`+wired+`}}`))
	for fault, registries := range map[string]string{
		"not a JSON object":     `[]`,
		`protocol is ""`:        `{"wire": {}}`,
		"unknown field":         `{"wire": {` + entry + `, "pasword": "x"}}`,
		"address is":            `{"wire": {"protocol": "epp", "client_id": "NAMEYARD", "password_file": "` + password + `"}}`,
		"client_id is":          `{"wire": {"protocol": "epp", "address": "a:700"}}`,
		"password_file":         `{"wire": {"protocol": "epp", "address": "a:700"}}`,
		"example.net:700\n":     `{"wire": {"protocol": "epp", "address": "a"}}`, // a fault a line, each with its registry
		`"wire": client_id is`:  `{"wire": {"protocol": "epp", "address": "a"}}`,
		"belong together":       `{"wire": {` + entry + `, "key_file": "x"}}`,
		"name of the sandbox":   `{"sandbox": {` + entry + `}}`,
		"which is not config":   `{}`,
		"certificate_sha256 is": `{"wire": {` + entry + `, "certificate_sha256": "12"}}`,
		"timeout is":            `{"wire": {` + entry + `, "timeout": "2h"}}`,
	} {
		if r := test(registries); r.code == exitDone || !strings.Contains(r.errOut, fault) {
			t.Errorf("%s: exit %d, %s", registries, r.code, r.errOut)
		}
	}
	server.stop()
	for fault, args := range map[string][]string{
		"name the registrars":  {"--listen", "0.0.0.0:7000"},
		"ID:PASSWORD":          {"--registrar", "x"},
		"belong together":      {"--tls-cert", "x"},
		"read the certificate": {"--tls-cert", "x", "--tls-key", "x"},
	} {
		if r := s.run(append([]string{"sandbox", "epp"}, args...)...); r.code == exitDone || !strings.Contains(r.errOut, fault) {
			t.Errorf("%v: exit %d, %s", args, r.code, r.errOut)
		}
	}
}

// triesIdle tries a registrar to whom nothing is sent yet, and sees it among the others.
func (s *shell) triesIdle(rules, registries string) {
	s.t.Helper()
	if said := s.must("registry", "test", "idle", "--tld-rules", rules, "--registries", registries); !strings.Contains(said, "  logout ") || !strings.Contains(said, "it serves no TLD") {
		s.t.Errorf("a registrar without TLDs: %s", said)
	}
	var tested testedView
	s.decode(&tested, "registry", "test", "idle", "--tld-rules", rules, "--registries", registries)
	if !tested.Answers || !tested.NoTLD || len(tested.Steps) != 4 {
		s.t.Errorf("a registrar without TLDs: %+v", tested)
	}
	var list []connectorView
	s.decode(&list, "registry", "list", "--tld-rules", rules, "--registries", registries)
	if len(list) != 3 || list[0].Name != "idle" || len(list[0].TLDs) != 0 || list[2].Name != "wire" || len(list[2].TLDs) != 2 {
		s.t.Errorf("the registrars are %+v", list)
	}
}
