package epp_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// dated is a registry with one name of ours, which renews it from a date only, and keeps the dates that it was sent.
type dated struct {
	expires string // exDate as it writes it
	takes   string // curExpDate
	code    int    // of its no to another date

	mu   sync.Mutex
	sent []string
}

func (d *dated) answers(conn net.Conn, id string) {
	for first := true; ; first = false {
		var date string
		if !first {
			document, err := wire.ReadFrame(conn)
			if err != nil {
				return
			}
			root, err := wire.Parse(document)
			if err != nil {
				return
			}
			cmd := root.Kid(wire.NSEPP, "command")
			id, date = cmd.Kid(wire.NSEPP, "clTRID").Value(), cmd.Kid(wire.NSEPP, "renew").Kid(wire.NSDomain, "renew").Kid(wire.NSDomain, "curExpDate").Value()
		}
		answer := withData(strings.ReplaceAll(inRedemption, "2027-01-01T00:00:00Z", d.expires))
		if date != "" {
			d.mu.Lock()
			d.sent = append(d.sent, date)
			d.mu.Unlock()
			answer = fmt.Sprintf(response, d.code, "@")
			if date == d.takes {
				answer = fmt.Sprintf(response, 1000, "@")
			}
		}
		_ = wire.WriteFrame(conn, []byte(strings.ReplaceAll(answer, "@", id)))
	}
}

// A registry that writes dates in its own zone wants curExpDate in it (.nz: exDate 2015-09-13T05:05:26+12:00 is the 12th in UTC). What guards the
// renewal is still the instant that the order froze: a name that has another one by now is not renewed.
func TestRenewalIsDatedAsItsRegistryWritesIt(t *testing.T) {
	for what, c := range map[string]struct {
		registry *dated
		frozen   string
		sent     []string
		done     bool
	}{
		"in UTC":                    {&dated{expires: "2015-09-12T17:05:26Z", takes: "2015-09-12", code: 2306}, "2015-09-12T17:05:26Z", []string{"2015-09-12"}, true},
		"in its own zone":           {&dated{expires: "2015-09-13T05:05:26+12:00", takes: "2015-09-13", code: 2306}, "2015-09-12T17:05:26Z", []string{"2015-09-12", "2015-09-13"}, true},
		"in its own zone, as 2004":  {&dated{expires: "2015-09-13T05:05:26+12:00", takes: "2015-09-13", code: 2004}, "2015-09-12T17:05:26Z", []string{"2015-09-12", "2015-09-13"}, true},
		"renewed meanwhile":         {&dated{expires: "2016-09-13T05:05:26+12:00", takes: "2016-09-13", code: 2306}, "2015-09-12T17:05:26Z", []string{"2015-09-12"}, false},
		"refused for other reasons": {&dated{expires: "2015-09-13T05:05:26+12:00", takes: "2015-09-13", code: 2304}, "2015-09-12T17:05:26Z", []string{"2015-09-12"}, false},
	} {
		frozen, err := time.Parse(time.RFC3339, c.frozen)
		if err != nil {
			t.Fatal(err)
		}
		d := c.registry
		address, client := server{answers: func(conn net.Conn, id string) { d.answers(conn, id) }}.start(t)
		e := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules()})
		name := reseller.NameOf("a.com", "com")
		if _, err := e.Info(context.Background(), name); err != nil { // which connects
			t.Fatal(err)
		}
		_, err = e.Renew(context.Background(), registry.Renew{ClTRID: "NY-n-1", Name: name, CurrentExpiry: frozen, Years: 1})
		_ = e.Close()
		d.mu.Lock()
		if (err == nil) != c.done || !slices.Equal(d.sent, c.sent) {
			t.Errorf("%s: sent %v, %v", what, d.sent, err)
		}
		d.mu.Unlock()
	}
}
