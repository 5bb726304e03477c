package mail_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/store/storetest"
	"nameyard/zone"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// house is a Nameyard that forwards mail.
type house struct {
	*apptest.Env
	server *app.Server // once started
}

func newHouse(t *testing.T, engine apptest.Engine) *house {
	t.Helper()
	return &house{Env: apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) {
		c.Publishing = app.Publishing{
			Platform:      publish.Platform{MX: "mx.example.net", SRSDomain: "srs.example.net"},
			MailMapListen: "127.0.0.1:0", MailRate: 5,
		}
	}))}
}

// start runs the server and gives the address of its maps.
func (h *house) start() string {
	h.Helper()
	var err error
	h.server, err = h.Start(h.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	h.Must(err)
	h.Cleanup(func() { h.Must(h.server.Stop(context.Background())) })
	return h.server.MailMapAddr().String()
}

// forward registers a name, if it is new, and saves its forwards: "info=a@x.example,b@x.example".
func (h *house) forward(full string, forwards ...string) {
	h.Helper()
	d, err := h.Store.LiveDomain(h.Context(), h.NameOf(full))
	if err != nil {
		d = h.Register(full, func(desired *reseller.Desired) { desired.EmailForwarding, desired.DNSManagement = true, true })
	}
	var rows []zone.Forward
	for _, f := range forwards {
		prefix, to, _ := strings.Cut(f, "=")
		rows = append(rows, zone.Forward{Prefix: prefix, ForwardTo: to})
	}
	rows, err = zone.CheckForwards(d.Name, rows)
	h.Must(err)
	h.Must(h.Store.SaveZone(h.Context(), d.ID, zone.Save{Kind: zone.Mail, Forwards: rows, SwitchOn: true, By: reseller.Operator}))
}

// records saves records: "@ MX mail.example.org".
func (h *house) records(full string, records ...string) {
	h.Helper()
	d, err := h.Store.LiveDomain(h.Context(), h.NameOf(full))
	if err != nil {
		d = h.Register(full, func(desired *reseller.Desired) { desired.DNSManagement = true })
	}
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
	h.Must(h.Store.SaveZone(h.Context(), d.ID, zone.Save{Kind: zone.DNS, Records: checked, SwitchOn: true, By: reseller.Operator}))
}
