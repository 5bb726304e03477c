package web_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/publish/web"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

var morning = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

// keepCertificate writes what certmagic writes for a host, its certificate ending at a time.
func (h *house) keepCertificate(host string, ends time.Time) {
	h.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.Must(err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{host}, NotBefore: ends.AddDate(0, 0, -90), NotAfter: ends}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	h.Must(err)
	body := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for end, text := range map[string]string{".key": "a key", ".crt": string(body), ".json": "{}"} {
		h.keepFile("certificates/acme.example/"+host+"/"+host+end, text)
	}
}

func (h *house) keepFile(name, text string) {
	h.Helper()
	h.Must(h.Store.PutCertificateFile(h.Context(), name, h.Key.Seal(text, reseller.CertificateFilePurpose(name))))
}

// kept lists the hosts of which there are certificates.
func (h *house) kept() string {
	h.Helper()
	names, err := h.Store.CertificateFiles(h.Context(), "certificates")
	h.Must(err)
	var hosts []string
	for _, name := range names {
		if parts := strings.Split(name, "/"); strings.HasSuffix(name, ".crt") {
			hosts = append(hosts, parts[2])
		}
	}
	return strings.Join(hosts, " ")
}

// Certificates that ended long ago are deleted with their keys, but for those of hosts that have a web forward. The keys of accounts stay.
func TestCertificatesThatEndedLongAgoAreDeleted(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		h := &house{Env: apptest.New(t, engine, apptest.WithClock(clocktest.New(morning)))}
		h.records("used.com", "www URL https://target.example/")
		now := h.Clock.Wall()
		const account = "acme/acme.example/users/you/you.key"
		h.keepFile(account, "the key of the account")
		h.keepCertificate("www.used.com", now.AddDate(0, 0, 1))
		h.keepCertificate("gone.com", now.AddDate(0, 0, 1))
		h.keepCertificate("later.com", now.AddDate(0, 0, 20))
		h.keepFile("certificates/acme.example/broken.com/broken.com.crt", "no certificate")
		h.Must(h.Store.PutCertificateFile(h.Context(), "certificates/acme.example/sealed.com/sealed.com.crt", []byte("by another key")))
		tidy := &web.Tidy{Files: h.Store, Key: h.Key, Zones: h.Zones, Clock: h.Clock, Log: slog.New(slog.DiscardHandler)}
		ends, err := web.Kept{Files: h.Store, Key: h.Key, Zones: h.Zones, Log: tidy.Log}.Ends(h.Context()) // gone.com has no forward
		h.Must(err)
		if want := (web.Ends{All: 5, First: now.AddDate(0, 0, 1).Truncate(time.Second), Host: "www.used.com"}); ends != want {
			t.Errorf("the first end is %+v, want %+v", ends, want)
		}
		const all = "broken.com gone.com later.com sealed.com www.used.com"
		keeps := func(what, want string) {
			t.Helper()
			h.Must(tidy.Run(h.Context()))
			if got := h.kept(); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		keeps("at once", all)
		h.Clock.Move(30 * 24 * time.Hour)
		keeps("as one ends", all)
		h.Clock.Move(24*time.Hour + time.Second)
		if taken, err := h.Store.TakeLease(h.Context(), web.LeaseOfIssue("gone.com"), "another", time.Hour); !taken || err != nil {
			t.Fatal(taken, err)
		}
		keeps("while one is being got", all)
		h.Must(h.Store.DropLease(h.Context(), web.LeaseOfIssue("gone.com"), "another"))
		keeps("a month after", "broken.com later.com sealed.com www.used.com")
		if files, err := h.Store.CertificateFiles(h.Context(), "certificates/acme.example/gone.com"); err != nil || len(files) > 0 {
			t.Errorf("of gone.com: %v, %v", files, err)
		}
		h.Clock.Move(20 * 24 * time.Hour)
		keeps("later", "broken.com sealed.com www.used.com")
		if files, err := h.Store.CertificateFiles(h.Context(), "acme"); err != nil || len(files) != 1 || files[0] != account {
			t.Errorf("of the account: %v, %v", files, err)
		}
	})
}

// oldFiles has many certificates that cannot be read, and notes which it is asked for.
type oldFiles struct {
	web.OldFiles
	names []string
	read  []string
}

func (f *oldFiles) OldCertificates(_ context.Context, _ string, _ time.Time, after string, limit int) (page []string, _ error) {
	for _, name := range f.names {
		if name > after && len(page) < limit {
			page = append(page, name)
		}
	}
	return page, nil
}

func (f *oldFiles) CertificateFile(_ context.Context, name string) ([]byte, time.Time, error) {
	f.read = append(f.read, name)
	return nil, time.Time{}, reseller.ErrNotFound
}

// A run has a bound, and the runs together come to all: they go on where the one before was.
func TestARunOfTidyingIsBounded(t *testing.T) {
	t.Parallel()
	f := &oldFiles{}
	for i := range 450 {
		f.names = append(f.names, fmt.Sprintf("certificates/a/%03d.com/%03d.com.crt", i, i))
	}
	tidy := &web.Tidy{Files: f, Clock: clocktest.New(morning), Log: slog.New(slog.DiscardHandler)}
	for _, want := range []int{200, 200, 50, 200} {
		f.read = nil
		if err := tidy.Run(t.Context()); err != nil || len(f.read) != want {
			t.Errorf("%d certificates were looked at, want %d: %v", len(f.read), want, err)
		}
	}
	if f.read[0] != f.names[0] {
		t.Errorf("after the last comes %s", f.read[0])
	}
}
