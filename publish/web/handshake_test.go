package web_test

import (
	"context"
	"crypto/tls"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/publish"
	"nameyard/publish/web"
	"nameyard/reseller"
)

// silent answers nothing until whoever asks has had enough: a database that hangs.
type silent struct{}

func (silent) Of(ctx context.Context, _ string) (publish.Zone, error) {
	<-ctx.Done()
	return publish.Zone{}, ctx.Err()
}

// noFiles has no certificates.
type noFiles struct{ web.Files }

func (noFiles) CertificateFile(context.Context, string) ([]byte, time.Time, error) {
	return nil, time.Time{}, fs.ErrNotExist
}

// TestHandshakesWaitThirtySeconds: whoever comes for a certificate that is not to be had holds a connection no longer, also where several
// come for the same one.
func TestHandshakesWaitThirtySeconds(t *testing.T) {
	t.Parallel()
	key, err := reseller.NewSecretKey(strings.Repeat("QUFB", 16))
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443}
		certificates, err := web.NewCertificates(web.ACME{}, noFiles{}, key, silent{}, web.Reach{}, slog.New(slog.DiscardHandler), nil, at)
		if err != nil {
			t.Fatal(err)
		}
		defer certificates.Close()
		l := pipes{make(chan net.Conn, 1), make(chan struct{})}
		s := web.NewServer(l, http.NotFoundHandler(), certificates.TLS(), slog.New(slog.DiscardHandler))
		go func() { _ = s.Serve() }()
		began := time.Now()
		var visitors sync.WaitGroup
		// Hosts of this test alone: certmagic has visitors wait for one another by the host, across all servers of a process.
		for _, host := range []string{"waits.example", "waits.example", "alone.example"} {
			ours, theirs := net.Pipe()
			l.conns <- theirs
			visitors.Go(func() {
				err := tls.Client(ours, &tls.Config{ServerName: host}).HandshakeContext(t.Context())
				if took := time.Since(began); err == nil || took != 30*time.Second {
					t.Errorf("%s: %v after %s", host, err, took)
				}
			})
		}
		visitors.Wait()
		if err := s.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
