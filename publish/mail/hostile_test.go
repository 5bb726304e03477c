package mail_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
)

// TestRequestsThatNoPostfixSendsEndTheConnection: nothing is kept of them, nothing is answered, and others are served on.
func TestRequestsThatNoPostfixSendsEndTheConnection(t *testing.T) {
	t.Parallel()
	h := newHouse(t, apptest.SQLite)
	h.forward("name.com", "info=a@dest.example")
	address := h.start()
	for what, request := range map[string]string{
		"a size without bound":       strings.Repeat("0", 1<<20),
		"a size beyond the bound":    "4097:aliases info@name.com,",
		"a size beyond any number":   "99999999999999999999:x,",
		"no size":                    ":aliases info@name.com,",
		"a size below zero":          "-1:x,",
		"no comma at the end":        "21:aliases info@name.com;",
		"a policy without an end":    strings.Repeat("name=value\n", 10_000),
		"a line of a policy too big": "name=" + strings.Repeat("v", 1<<20) + "\n\n",
		"a line that says nothing":   "nothing\n\n",
		"neither":                    "\x00\xff\r\n",
	} {
		conn, err := net.Dial("tcp", address)
		h.Must(err)
		h.Must(conn.SetDeadline(time.Now().Add(20 * time.Second)))
		_, _ = io.WriteString(conn, request) // it may be cut off before the end
		if answer, err := io.ReadAll(conn); len(answer) > 0 || err != nil && strings.Contains(err.Error(), "timeout") {
			t.Errorf("%s: %q, %v; want the end", what, answer, err)
		}
		h.Must(conn.Close())
	}
	maps := ask(t, address)
	for key, want := range map[string]string{
		"info@name.com": "OK a@dest.example", "INFO@NAME.COM": "OK a@dest.example", "info\x00@name.com": "NOTFOUND ", "info@name.com\r\nx": "NOTFOUND ",
		"info@name.com,root@name.com": "NOTFOUND ", "evil@x@name.com": "NOTFOUND ", "info @name.com": "NOTFOUND ", "": "NOTFOUND ",
	} {
		if got := maps.look("aliases", key); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}

// TestLookupsAreCounted reads at /metrics what mail servers were told.
func TestLookupsAreCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t, apptest.SQLite)
	h.forward("name.com", "info=a@dest.example", "self=self@name.com")
	maps := ask(t, h.start())
	h.Must(h.Zones.Copy(t.Context()))
	maps.look("domains", "name.com")
	maps.look("aliases", "info@name.com")
	maps.look("aliases", "self@name.com")
	maps.look("strangers\x00words", "x")
	maps.policy("info@name.com")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.server.Serve(ctx) }()
	page := metrics(t, h.server)
	stop()
	h.Must(<-ended)
	for _, line := range []string{
		`nameyard_mail_lookups_total{map="domains",outcome="found"} 1`, `nameyard_mail_lookups_total{map="aliases",outcome="found"} 1`,
		`nameyard_mail_lookups_total{map="aliases",outcome="missing"} 1`, `nameyard_mail_lookups_total{map="unknown",outcome="error"} 1`,
		`nameyard_mail_lookups_total{map="policy",outcome="found"} 1`, "nameyard_forward_copy_in_use 0", "nameyard_forward_copy_age_seconds ",
	} {
		if !strings.Contains(page, "\n"+line) {
			t.Errorf("/metrics has no line %q", line)
		}
	}
}

func metrics(t *testing.T, s *app.Server) string {
	t.Helper()
	response, err := http.Get("http://" + s.Addr().String() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
