package epp

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// file is a registry's entry in the operator's file of registries.
type file struct {
	Protocol     string  `json:"protocol"`
	Address      string  `json:"address"`
	System       string  `json:"system"`
	ServerName   string  `json:"server_name"`
	CAFile       string  `json:"ca_file"`
	Fingerprint  string  `json:"certificate_sha256"`
	CertFile     string  `json:"cert_file"`
	KeyFile      string  `json:"key_file"`
	ClientID     string  `json:"client_id"`
	PasswordFile string  `json:"password_file"`
	Sessions     int     `json:"sessions"`
	PerSecond    int     `json:"commands_per_second"`
	Timeout      string  `json:"timeout"`
	KeepAlive    string  `json:"keep_alive"`
	HelloEvery   string  `json:"hello_every"`
	LowFunds     string  `json:"low_funds"`
	Profile      Profile `json:"profile"`
}

// ReadSettings reads one registry's entry in the file of registries, and the files that it names. tlds are those that it serves: none, before
// the rules send one there and when the last name has left. all are the rules of every TLD that is sold. All faults are told at once
// (errors.Join); none is guessed over.
func ReadSettings(entry []byte, tlds, all reseller.TLDs) (Settings, error) {
	var f file
	decoder := json.NewDecoder(bytes.NewReader(entry))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return Settings{}, fmt.Errorf("not settings of a registry: %w", err)
	}
	r := reader{}
	set := Settings{
		Address: f.Address, ClientID: f.ClientID, Sessions: f.Sessions, PerSecond: f.PerSecond, Profile: f.Profile, TLDs: tlds, Sold: all, LowFunds: f.LowFunds,
		Password: r.password(f.PasswordFile), TLS: r.tls(f), Timeout: r.span("timeout", f.Timeout, time.Second, 50*time.Second),
		PasswordFile: f.PasswordFile, HelloEvery: r.span("hello_every", f.HelloEvery, time.Second, time.Hour),
		KeepAlive: r.span("keep_alive", f.KeepAlive, time.Second, time.Hour),
	}
	host, _, err := net.SplitHostPort(f.Address)
	r.check(err == nil && host != "", "address is %q: want the host and port that the registry has told you, such as epp.example.net:700", f.Address)
	r.check(len(f.ClientID) >= 3 && len(f.ClientID) <= 16, "client_id is %q: want your registrar id there, 3 to 16 characters", f.ClientID)
	r.check(f.Sessions >= 0 && f.Sessions <= 50, "sessions is %d: want 1 to 50, or nothing for 2", f.Sessions)
	r.check(f.PerSecond >= 0 && f.PerSecond <= 1000, "commands_per_second is %d: want 1 to 1000, or nothing for no limit", f.PerSecond)
	r.check(f.Profile.PostalType == "" || f.Profile.PostalType == "loc" || f.Profile.PostalType == "int",
		"profile.postal_type is %q: want loc, int or nothing", f.Profile.PostalType)
	set.System = r.system(f.System, f.Address)
	r.gateway(f.Profile.Gateway, tlds, all)
	for _, w := range f.Profile.Messages {
		r.check(strings.TrimSpace(w.Words) != "" && slices.Contains(worded, w.Kind), "profile.messages has words %q with kind %q: want words, and one of %v", w.Words, w.Kind, worded)
	}
	r.check(f.LowFunds == "" || isAmount(f.LowFunds), "low_funds is %q: want an amount in the currency of your account there, such as 500.00, or nothing", f.LowFunds)
	return set, errors.Join(r.faults...)
}

// reader collects faults.
type reader struct{ faults []error }

func (r *reader) check(good bool, format string, args ...any) {
	if !good {
		r.faults = append(r.faults, fmt.Errorf(format, args...))
	}
}

func (r *reader) password(path string) string {
	if path == "" {
		r.check(false, "password_file is missing: want a file with nothing but the password")
		return ""
	}
	password, err := passwordIn(path)
	r.check(err == nil, "password_file: %w", err)
	return password
}

func (r *reader) span(name, text string, least, most time.Duration) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	r.check(err == nil && d >= least && d <= most, "%s is %q: want a time from %s to %s", name, text, least, most)
	return d
}

func (r *reader) tls(f file) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: f.ServerName}
	if f.CAFile != "" {
		body, err := os.ReadFile(f.CAFile)
		config.RootCAs = x509.NewCertPool()
		switch {
		case err != nil:
			r.check(false, "ca_file: %w", err)
		case !config.RootCAs.AppendCertsFromPEM(body):
			r.check(false, "ca_file: %s has no certificate in PEM", f.CAFile)
		}
	}
	if f.Fingerprint != "" {
		r.pin(config, f.Fingerprint)
	}
	r.check((f.CertFile == "") == (f.KeyFile == ""), "cert_file and key_file belong together")
	if f.CertFile != "" && f.KeyFile != "" {
		certificate, err := tls.LoadX509KeyPair(f.CertFile, f.KeyFile)
		if err != nil {
			r.check(false, "cert_file: %w", err)
		} else {
			config.Certificates = []tls.Certificate{certificate}
		}
	}
	return config
}

// pin takes exactly one certificate, by its SHA-256 fingerprint, whoever signed it.
func (r *reader) pin(config *tls.Config, fingerprint string) {
	want, err := hex.DecodeString(strings.ReplaceAll(fingerprint, ":", ""))
	if err != nil || len(want) != sha256.Size {
		r.check(false, "certificate_sha256 is %q: want 64 hexadecimal digits", fingerprint)
		return
	}
	config.InsecureSkipVerify = true // VerifyConnection looks instead, at resumed sessions, too
	config.VerifyConnection = func(state tls.ConnectionState) error {
		if got := sha256.Sum256(state.PeerCertificates[0].Raw); !bytes.Equal(got[:], want) {
			return fmt.Errorf("the server's certificate has the fingerprint %x and not the one that is set", got)
		}
		return nil
	}
}
