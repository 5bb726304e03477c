package web

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"path"
	"sync"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
)

// OldFiles finds certificates among the files.
type OldFiles interface {
	Files
	OldCertificates(ctx context.Context, folder string, written time.Time, after string, limit int) ([]string, error)
}

// Tidy deletes certificates, with their keys, that ended long ago and whose hosts have no web forward any more: nobody renews those. What
// hosts have that have a forward stays, and so do the keys of the accounts at certificate authorities.
type Tidy struct {
	Files OldFiles
	Key   *reseller.SecretKey
	Zones Zones
	Clock reseller.Clock
	Log   *slog.Logger

	mu    sync.Mutex
	after string // where the next run goes on
}

const (
	endedKept      = 30 * 24 * time.Hour // how long a certificate is kept after its end
	tidyRound      = 200                 // certificates that a run looks at
	certificates   = "certificates"      // the folder, as certmagic has it; below it is one for each authority, and in that one for each host
	issueLock      = "issue_cert_"       // what certmagic locks with the host behind it while it gets a certificate
	certificateEnd = ".crt"
)

// Run looks at the next certificates, from the first ones again behind the last. What was written less than 30 days ago cannot have ended that long ago.
func (t *Tidy) Run(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	names, err := t.Files.OldCertificates(ctx, certificates, t.Clock.Wall().Add(-endedKept), t.after, tidyRound)
	if err != nil {
		return err
	}
	t.after = ""
	if len(names) == tidyRound {
		t.after = names[tidyRound-1]
	}
	var all error
	for _, name := range names {
		if err := t.tidy(ctx, name); err != nil {
			all = errors.Join(all, fmt.Errorf("tidy %s: %w", name, err))
		}
	}
	return all
}

// tidy deletes what a host has of an authority, if its certificate is not needed. It holds what certmagic holds while it gets one.
func (t *Tidy) tidy(ctx context.Context, name string) error {
	host, needed, err := t.needed(ctx, name)
	if needed || err != nil {
		return err
	}
	lease, holder := leaseOf(issueLock+host), rand.Text()
	taken, err := t.Files.TakeLease(ctx, lease, holder, leaseTime)
	if err != nil || !taken {
		return err
	}
	if _, needed, err = t.needed(ctx, name); err == nil && !needed {
		if err = t.Files.DropCertificateFiles(ctx, path.Dir(name)); err == nil {
			t.Log.Info("a certificate that ended long ago is deleted", "host", host)
		}
	}
	return errors.Join(err, t.Files.DropLease(ctx, lease, holder))
}

// needed reports whether a certificate has not ended for long, or its host has a web forward. One that cannot be read is left alone: the secret key that
// opens it may come back.
func (t *Tidy) needed(ctx context.Context, name string) (host string, needed bool, err error) {
	certificate := readCertificate(ctx, newStorage(t.Files, t.Key, t.Log), name)
	if certificate == nil {
		return "", true, nil
	}
	host = certificate.DNSNames[0]
	if t.Clock.Wall().Before(certificate.NotAfter.Add(endedKept)) {
		return host, true, nil
	}
	forwards, err := forwarded(ctx, t.Zones, host)
	return host, forwards, err
}

// readCertificate reads a certificate with a host; nil if it is gone, or not to be read.
func readCertificate(ctx context.Context, files *storage, name string) *x509.Certificate {
	body, err := files.Load(ctx, name)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(body)
	if block == nil {
		return nil
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil || len(certificate.DNSNames) == 0 {
		return nil
	}
	return certificate
}

// forwarded reports whether a host has a web forward, or it cannot be told.
func forwarded(ctx context.Context, zones Zones, host string) (bool, error) {
	err := serves(ctx, zones, host)
	if errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway) {
		return false, nil
	}
	return true, err
}
