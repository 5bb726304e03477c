package web_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish/web"
)

// TestRequestsThatNoBrowserSendsLeadNowhereElse: whatever stands in the request line and the Host header, a visitor comes to the target or
// nowhere.
func TestRequestsThatNoBrowserSendsLeadNowhereElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t, apptest.SQLite, app.Publishing{WebListen: "127.0.0.1:0"})
	h.records("name.com", "@ URL https://target.example", "frame FRAME http://target.example")
	for _, c := range []struct {
		line, host string
		status     int
		location   string
	}{
		{"GET /a HTTP/1.1", "name.com", 301, "https://target.example/a"},
		{"GET //evil.example/a HTTP/1.1", "name.com", 301, "https://target.example//evil.example/a"},
		{`GET /\evil.example HTTP/1.1`, "name.com", 301, "https://target.example/%5Cevil.example"},
		{"GET /../../@evil.example HTTP/1.1", "name.com", 301, "https://target.example/../../@evil.example"},
		{"GET /%0d%0aSet-Cookie:%20a=b HTTP/1.1", "name.com", 301, "https://target.example/%0d%0aSet-Cookie:%20a=b"},
		{"GET ?a=b HTTP/1.1", "name.com", 400, ""},
		{"GET x:.evil.example/ HTTP/1.1", "name.com", 400, ""},
		{"GET x:.evil.example/ HTTP/1.1", "frame.name.com", 400, ""},
		{"GET @evil.example/ HTTP/1.1", "name.com", 400, ""},
		{"GET * HTTP/1.1", "name.com", 400, ""},
		{"GET http://name.com/b HTTP/1.1", "evil.example", 301, "https://target.example/b"},
		{"GET http://evil.example/ HTTP/1.1", "name.com", 404, ""},
		{"GET / HTTP/1.1", "evil.example", 404, ""},
		{"GET / HTTP/1.1", "name.com:evil.example", 301, "https://target.example/"},
		{"GET / HTTP/1.1", "name.com@evil.example", 400, ""},
		{"GET / HTTP/1.1", "evil.example/name.com", 400, ""},
		{"GET / HTTP/1.1", "name.com\r\nX-Forwarded-Host: evil.example", 301, "https://target.example/"},
		{"GET / HTTP/1.1", "name.com\r\nHost: evil.example", 400, ""},
		{"GET / HTTP/1.1", "", 404, ""},
		{"GET / HTTP/1.1", strings.Repeat("a.", 4000) + "name.com", 404, ""},
		{"GET / HTTP/1.1", "name.com\r\nX: " + strings.Repeat("y", 64<<10), 431, ""},
	} {
		status, location := raw(t, h.server.WebAddr(), c.line+"\r\nHost: "+c.host+"\r\n\r\n")
		if status != c.status || location != c.location {
			t.Errorf("%.60s, Host: %.40q: %d %q, want %d %q", c.line, c.host, status, location, c.status, c.location)
		}
	}
}

// raw sends the words of a request as they are.
func raw(t *testing.T, at net.Addr, request string) (status int, location string) {
	t.Helper()
	conn, err := net.Dial("tcp", at.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, request) // what is too long is not read to its end
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60s: %v", request, err)
	}
	defer response.Body.Close()
	return response.StatusCode, response.Header.Get("Location")
}

// TestWhoSendsSlowlyIsCutOff: headers that never end hold a connection for ten seconds, a body that never comes for thirty.
func TestWhoSendsSlowlyIsCutOff(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		request string
		within  time.Duration
	}{
		"nothing":         {"", 10 * time.Second},
		"half a header":   {"GET / HTTP/1.1\r\nHost: name.com\r\nX-", 10 * time.Second},
		"none of a body":  {"POST / HTTP/1.1\r\nHost: name.com\r\nContent-Length: 1000000\r\n\r\n", time.Minute},
		"nothing further": {"GET / HTTP/1.1\r\nHost: name.com\r\n\r\n", time.Minute},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := pipes{make(chan net.Conn, 1), make(chan struct{})}
				ours, theirs := net.Pipe()
				l.conns <- theirs
				s := web.NewServer(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }), nil, slog.New(slog.DiscardHandler))
				go func() { _ = s.Serve() }()
				began := time.Now()
				go func() { _, _ = io.WriteString(ours, c.request) }()
				_, _ = io.Copy(io.Discard, ours) // to the end
				if took := time.Since(began); took > c.within {
					t.Errorf("held for %s, want at most %s", took, c.within)
				}
				if err := s.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// pipes is a listener in memory.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }
