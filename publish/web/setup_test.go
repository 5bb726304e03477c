package web_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/store/storetest"
	"nameyard/zone"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// house is a Nameyard that serves web forwards.
type house struct {
	*apptest.Env
	server *app.Server
}

func newHouse(t *testing.T, engine apptest.Engine, p app.Publishing) *house {
	t.Helper()
	h := &house{Env: apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) { c.Publishing = p }))}
	var err error
	h.server, err = h.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	h.Must(err)
	serving, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.server.Serve(serving) }()
	t.Cleanup(func() {
		stop()
		h.Must(<-ended)
	})
	return h
}

// records registers a name, if it is new, and saves its records: "www URL https://target.example/".
func (h *house) records(full string, records ...string) {
	h.Helper()
	d, err := h.Store.LiveDomain(h.Context(), h.NameOf(full))
	if err != nil {
		d = h.Register(full)
	}
	h.saves(d, h.checked(d, records...)...)
}

// circling gives a name records that were saved before their circle was seen: each is right by itself.
func (h *house) circling(full string, records ...string) {
	h.Helper()
	d := h.Register(full)
	var saved []zone.Record
	for _, r := range records {
		saved = append(saved, h.checked(d, r)...)
	}
	h.saves(d, saved...)
}

// checked gives records that can be saved together.
func (h *house) checked(d reseller.Domain, records ...string) []zone.Record {
	h.Helper()
	var rows []zone.Row
	for _, r := range records {
		var host, kind, address string
		if n, _ := fmt.Sscan(r, &host, &kind, &address); n != 3 {
			h.Fatalf("%q is no record", r)
		}
		rows = append(rows, zone.Row{Hostname: zone.Sent(host), Type: zone.Sent(kind), Address: zone.Sent(address)})
	}
	checked, err := zone.CheckRecords(d.Name, rows)
	h.Must(err)
	return checked
}

func (h *house) saves(d reseller.Domain, records ...zone.Record) {
	h.Helper()
	h.Must(h.Store.SaveZone(h.Context(), d.ID, zone.Save{Kind: zone.DNS, Records: records, SwitchOn: true, By: reseller.Operator}))
}

// answer is what a visitor gets.
type answer struct {
	status   int
	location string
	header   http.Header
	body     string
}

// visit asks the server at an address for a URL, whatever its name resolves to, and follows nothing.
func visit(t *testing.T, at net.Addr, url string, trust *tls.Config) (answer, error) {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: trust, DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", at.String())
	}}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header.Get("Location"), response.Header, string(body)}, err
}

// counts wants lines at /metrics.
func (h *house) counts(lines ...string) {
	h.Helper()
	response, err := http.Get("http://" + h.server.Addr().String() + "/metrics")
	h.Must(err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	h.Must(err)
	for _, line := range lines {
		if !strings.Contains(string(page), "\n"+line+"\n") {
			h.Errorf("/metrics has no line %q", line)
		}
	}
}
