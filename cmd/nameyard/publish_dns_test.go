package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSignerIsRefusedWithoutWhatItNeeds: what a signer says goes to registries, so it must be known by a key of its own.
func TestSignerIsRefusedWithoutWhatItNeeds(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keys")
	const secret = " hmac-sha256 bmFtZXlhcmQgZXhhbXBsZSBrZXkgMzIgYnl0ZXMgbG8=\n"
	if err := os.WriteFile(file, []byte("signer-key"+secret+"xfr-key"+secret), 0o600); err != nil {
		t.Fatal(err)
	}
	whole := publishFlags{dnsFlags: dnsFlags{
		DNSListen: "127.0.0.1:0", DNSCatalog: "catalog.example.net", DNSKeyFile: file,
		DNSSecondary: []string{"ns1=192.0.2.53,key=xfr-key"}, DNSSigner: "signer=192.0.2.7,key=signer-key", DNSSECNew: true,
	}}
	c, err := whole.publishing()
	if err != nil || c.Signer == nil || c.Signer.Key != "signer-key." || !c.SignNew {
		t.Fatalf("%+v: %v", c.Signer, err)
	}
	for words, change := range map[string]func(*publishFlags){
		"--dns-listen must say where":                          func(f *publishFlags) { f.DNSListen, f.DNSSecondary = "", nil },
		"--dns-catalog must name it":                           func(f *publishFlags) { f.DNSCatalog = "" },
		"it wants key=KEYNAME of a key":                        func(f *publishFlags) { f.DNSSigner = "signer=192.0.2.7" },
		"it wants key=KEYNAME of a key in --dns-tsig-key-file": func(f *publishFlags) { f.DNSSigner = "signer=192.0.2.7,key=other" },
		"its key must be its own":                              func(f *publishFlags) { f.DNSSigner = "signer=192.0.2.7,key=xfr-key" },
		"is not an IP address":                                 func(f *publishFlags) { f.DNSSigner = "signer=example.net,key=signer-key" },
		"--dns-signer must say by whom":                        func(f *publishFlags) { f.DNSSigner = "" },
		`"optional " is neither key=KEYNAME nor optional`:      func(f *publishFlags) { f.DNSSigner += ",optional " },
	} {
		f := whole
		change(&f)
		if _, err := f.publishing(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %q", err, words)
		}
	}
}
