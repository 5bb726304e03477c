package mail_test

import (
	"errors"
	"io"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// gate is where Postfix looks for the maps: it leads to them, or nobody listens there, as when their server has ended.
type gate struct {
	t        *testing.T
	at, maps string
	listener net.Listener

	mu    sync.Mutex
	conns []net.Conn
}

func newGate(t *testing.T, maps string) *gate {
	t.Helper()
	g := &gate{t: t, at: "127.0.0.1:0", maps: maps}
	g.open()
	t.Cleanup(g.shut)
	return g
}

func (g *gate) open() {
	g.t.Helper()
	l, err := net.Listen("tcp", g.at)
	if err != nil {
		g.t.Fatal(err)
	}
	g.at, g.listener = l.Addr().String(), l
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", g.maps)
			if err != nil {
				_ = in.Close()
				continue
			}
			g.mu.Lock()
			g.conns = append(g.conns, in, out)
			g.mu.Unlock()
			go func() { _, _ = io.Copy(out, in) }()
			go func() { _, _ = io.Copy(in, out) }()
		}
	}()
}

func (g *gate) shut() {
	_ = g.listener.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.conns {
		_ = c.Close()
	}
	g.conns = nil
}

// waitsForTheMaps wants mail to wait while nobody answers for the maps: mail that comes is told to come again, whomever it is to, and what
// is in the queue is not bounced. Once they answer, all of it arrives.
func waitsForTheMaps(t *testing.T, mx, folder string, maps *gate, sink *sink) {
	t.Helper()
	const said = "info@later.com"
	sink.full.Store(true)
	if err := send(mx, "alice@sender.example", said); err != nil {
		t.Fatal(err)
	}
	logged(t, folder, "status=deferred (host 127.0.0.1[127.0.0.1] said: 452")
	maps.shut()
	sink.full.Store(false)
	for _, to := range []string{said, "nobody@later.com", "someone@stranger.example"} {
		told := new(textproto.Error)
		if err := send(mx, "alice@sender.example", to); !errors.As(err, &told) || told.Code/100 != 4 {
			t.Errorf("a mail to %s without the maps: %v, want 4xx", to, err)
		}
	}
	flush(t, folder)
	maps.open()
	if err := send(mx, "bob@sender.example", said); err != nil {
		t.Errorf("a mail once the maps are back: %v", err)
	}
	flush(t, folder)
	for range 2 {
		if got := sink.next(); got.to != "later@dest.example" || !strings.HasPrefix(got.from, "SRS0=") {
			t.Errorf("to %s from %q", got.to, got.from)
		}
	}
	if text, err := os.ReadFile(filepath.Join(folder, "log")); err != nil || strings.Contains(string(text), "status=bounced") {
		t.Errorf("a mail was bounced: %v", err)
	}
}

// flush has Postfix try all mail in its queue again.
func flush(t *testing.T, folder string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "postqueue", "-c", folder, "-f").CombinedOutput(); err != nil {
		t.Fatalf("postqueue: %v\n%s", err, out)
	}
}

// logged waits until Postfix has written something in its log.
func logged(t *testing.T, folder, words string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if text, err := os.ReadFile(filepath.Join(folder, "log")); err == nil && strings.Contains(string(text), words) {
			return
		}
	}
	t.Fatalf("Postfix does not log %q", words)
}
