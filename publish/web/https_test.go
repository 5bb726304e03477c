package web_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish"
	"nameyard/publish/web"
)

// Over HTTPS hosts of forwards answer with a certificate that an authority has issued at the first visit; no other host gets one.
func TestForwardsOverHTTPSWithACertificateFromPebble(t *testing.T) {
	t.Parallel()
	plain, encrypted := freeAddr(t), freeAddr(t)
	authority := startPebble(t, plain, encrypted)
	h := newHouse(t, apptest.SQLite, app.Publishing{WebListen: plain, WebTLSListen: encrypted, ACME: web.ACME{Directory: authority.directory, Roots: authority.own}})
	h.records("name.com", "@ URL https://www.target.example/base", "frame FRAME http://target.example/")

	trust := &tls.Config{RootCAs: authority.roots(t)}
	got, err := visit(t, h.server.WebTLSAddr(), "https://name.com/a/b?x=1", trust)
	if err != nil || got.status != 301 || got.location != "https://www.target.example/base/a/b?x=1" {
		t.Fatalf("the first visit: %d %q, %v", got.status, got.location, err)
	}
	if got.header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS is the target's to say")
	}
	got, err = visit(t, h.server.WebTLSAddr(), "https://frame.name.com/x", trust)
	if err != nil || got.status != 302 || got.location != "http://frame.name.com/x" {
		t.Errorf("an http page in a frame over HTTPS: %d %q, %v", got.status, got.location, err)
	}
	for _, host := range []string{"nothing.name.com", "foreign.com"} {
		if _, err := visit(t, h.server.WebTLSAddr(), "https://"+host+"/", trust); err == nil {
			t.Errorf("%s has a certificate", host)
		}
	}
	h.counts(`nameyard_web_certificates_total{outcome="issued"} 2`, `nameyard_web_certificates_total{outcome="failed"} 0`, `nameyard_web_visits_total{status="301"} 1`)
	files, err := h.Store.CertificateFiles(t.Context(), "certificates")
	if err != nil || len(files) != 6 { // of two hosts: certificate, key, and what is known of them
		t.Errorf("kept: %v, %v", files, err)
	}
	for _, name := range files {
		if body, _, err := h.Store.CertificateFile(t.Context(), name); err != nil || bytes.Contains(body, []byte("PRIVATE KEY")) {
			t.Errorf("%s lies open in the database, %v", name, err)
		}
	}
	authority.stop()
	another := h.Another("another", func(c *app.Config) { c.Publishing.WebListen, c.Publishing.WebTLSListen = "", "127.0.0.1:0" })
	s, err := another.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	h.Must(err)
	defer func() { h.Must(s.Stop(t.Context())) }()
	if got, err := visit(t, s.WebTLSAddr(), "https://name.com/", trust); err != nil || got.status != 301 {
		t.Errorf("another server, without an authority: %d, %v", got.status, err)
	}
}

// A host that the DNS leads here has its certificate before anybody comes, and one that it leads elsewhere has none.
func TestCertificatesAreThereBeforeTheFirstVisitor(t *testing.T) {
	t.Parallel()
	plain, encrypted := freeAddr(t), freeAddr(t)
	authority := startPebble(t, plain, encrypted)
	h := &house{Env: apptest.New(t, apptest.SQLite, apptest.WithConfig(func(c *app.Config) {
		c.Publishing = app.Publishing{
			WebListen: plain, WebTLSListen: encrypted, ACME: web.ACME{Directory: authority.directory, Roots: authority.own},
			Platform: publish.Platform{WebAddresses: []netip.Addr{netip.MustParseAddr("127.0.0.1")}},
			Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, authority.names)
			}},
		}
	}))}
	authority.leads(t, "elsewhere.name.com", "192.0.2.1")
	h.records("name.com", "www URL https://www.target.example/", "short CNAME www.name.com", "*.wild URL https://www.target.example/",
		"elsewhere URL https://www.target.example/")
	var err error
	h.server, err = h.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	h.Must(err)
	defer func() { h.Must(h.server.Stop(t.Context())) }()
	var files []string
	for deadline := time.Now().Add(20 * time.Second); len(files) < 6 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		files, err = h.Store.CertificateFiles(t.Context(), "certificates")
		h.Must(err)
	}
	for host, there := range map[string]bool{"a.wild.name.com": true, "elsewhere.name.com": false} { // for a visitor
		if _, err := visit(t, h.server.WebTLSAddr(), "https://"+host+"/", &tls.Config{InsecureSkipVerify: true}); (err == nil) != there {
			t.Errorf("a visitor of %s: %v", host, err)
		}
	}
	authority.stop()
	for _, host := range []string{"www.name.com", "short.name.com"} {
		if got, err := visit(t, h.server.WebTLSAddr(), "https://"+host+"/", &tls.Config{InsecureSkipVerify: true}); err != nil || got.status != 301 {
			t.Errorf("%s: %d, %v", host, got.status, err)
		}
	}
	if text := strings.Join(files, " "); strings.Contains(text, "elsewhere") || strings.Contains(text, "wild") || len(files) != 6 {
		t.Errorf("got ahead: %s", text)
	}
}

// leads has the DNS lead a host to an address.
func (a authority) leads(t *testing.T, host, address string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"host": host, "addresses": []string{address}})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post("http://"+a.dns+"/add-a", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

// authority is a certificate authority of the test's own.
type authority struct {
	directory, management string
	names, dns            string         // the name server that it asks, and where that one is told what to answer
	own                   *x509.CertPool // whom its directory is trusted by
	stop                  func()
}

// startPebble runs pebble, which looks for hosts at the two addresses.
func startPebble(t *testing.T, plain, encrypted string) authority {
	t.Helper()
	for _, program := range []string{"pebble", "pebble-challtestsrv"} {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("no %s; make setup installs it", program)
		}
		t.Skipf("SKIPPED, HTTPS OF WEB FORWARDS NOT TESTED: no %s; make setup installs it", program)
	}
	folder := t.TempDir()
	a := authority{directory: freeAddr(t), management: freeAddr(t), own: x509.NewCertPool()}
	a.own.AppendCertsFromPEM(selfSigned(t, folder))
	port := func(addr string) (n int) {
		_, text, _ := net.SplitHostPort(addr)
		fmt.Sscan(text, &n)
		return n
	}
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": a.directory, "managementListenAddress": a.management, "certificate": folder + "/cert.pem", "privateKey": folder + "/key.pem",
		"httpPort": port(plain), "tlsPort": port(encrypted), "ocspResponderURL": "", "externalAccountBindingRequired": false,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(folder+"/config.json", config, 0o600); err != nil {
		t.Fatal(err)
	}
	names, management := freeAddr(t), freeAddr(t)
	background(t, "pebble-challtestsrv", "-dns01", names, "-management", management, "-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", "")
	a.names, a.dns = names, management
	a.stop = background(t, "pebble", "-config", folder+"/config.json", "-dnsserver", names)
	for _, addr := range []string{a.directory, a.management, management} {
		waitFor(t, addr)
	}
	a.directory = "https://" + a.directory + "/dir"
	return a
}

// roots are those by which visitors trust the certificates: pebble makes a new one at each start.
func (a authority) roots(t *testing.T) *x509.CertPool {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: a.own}}}
	response, err := client.Get("https://" + a.management + "/roots/0")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		t.Fatalf("pebble's root: %s", text)
	}
	return pool
}

// selfSigned makes a certificate for 127.0.0.1 in a folder.
func selfSigned(t *testing.T, folder string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, body := range map[string][]byte{"cert.pem": text, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})} {
		if err := os.WriteFile(filepath.Join(folder, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return text
}

// background runs a program until stop, or the end of the test.
func background(t *testing.T, program string, args ...string) (stop func()) {
	t.Helper()
	var out bytes.Buffer
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("%s said:\n%s", program, out.String())
		}
	})
	return stop
}

// waitFor waits until something listens.
func waitFor(t *testing.T, addr string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nothing listens on %s", addr)
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
