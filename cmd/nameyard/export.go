package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/zone"
)

type exportCmd struct {
	Account string `placeholder:"EMAIL" help:"Only the names of this account."`
}

// Help says what is in which form.
func (exportCmd) Help() string {
	return "CSV has what import reads. JSON (--json) has the whole of each name: contacts, additional fields, child name servers, DNS records and e-mail forwards, too."
}

// exported is a name as it is exported. Its columns are read by import; what no column can hold is in JSON alone.
type exported struct {
	Domain          string   `json:"domain"`
	Account         string   `json:"account"`
	Status          string   `json:"status"`
	Registered      string   `json:"registered"`
	Expires         string   `json:"expires"`
	PaidThrough     string   `json:"paid_through"`
	AutoRenew       bool     `json:"auto_renew"`
	Locked          bool     `json:"locked"`
	Privacy         bool     `json:"privacy"`
	DNSManagement   bool     `json:"dns_management"`
	EmailForwarding bool     `json:"email_forwarding"`
	Nameservers     []string `json:"nameservers"`

	Contacts         reseller.Contacts `json:"contacts,omitempty"`
	AdditionalFields map[string]string `json:"additional_fields,omitempty"`
	ChildNameservers []reseller.Host   `json:"child_nameservers,omitempty"`
	DNSSEC           *reseller.SecDNS  `json:"dnssec,omitempty"`
	Records          []zone.Record     `json:"records,omitempty"`
	EmailForwards    []zone.Forward    `json:"email_forwards,omitempty"`
}

// Run writes all live names, as CSV or as one JSON list, page by page.
func (c *exportCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		return exportNames(ctx, operator.Names{Store: d.Store}, c.Account, p.out)
	})
}

// exportNames writes the live names of an account, of all for "".
func exportNames(ctx context.Context, names operator.Names, account string, to output) error {
	out := newExporter(to)
	err := names.Each(ctx, account, func(n operator.NameOf) error {
		row := exportOf(n)
		if to.json {
			var err error
			if row.Records, row.EmailForwards, err = names.Published(ctx, n); err != nil {
				return err
			}
		}
		return out.write(row)
	})
	if err != nil {
		return err
	}
	return out.close()
}

func exportOf(d operator.NameOf) exported {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	servers := d.Nameservers
	if servers == nil {
		servers = []string{}
	}
	row := exported{
		Domain: d.Name.String(), Account: d.Account, Status: string(d.State), Registered: day(d.RegisteredAt), Expires: day(d.RegistryExpiry),
		PaidThrough: day(d.PaidThrough), AutoRenew: d.AutoRenew, Locked: d.Locked, Privacy: d.Privacy, DNSManagement: d.DNSManagement,
		EmailForwarding: d.EmailForwarding, Nameservers: servers, Contacts: d.Contacts, AdditionalFields: d.Fields, ChildNameservers: d.Hosts,
	}
	if !d.SecDNS.IsZero() {
		row.DNSSEC = &d.SecDNS
	}
	return row
}

// exporter writes names one after the other, so that a million of them need no memory.
type exporter struct {
	out   output
	csv   *csv.Writer
	wrote bool
}

func newExporter(o output) *exporter { return &exporter{out: o, csv: csv.NewWriter(o.w)} }

func (e *exporter) write(v exported) error {
	first := !e.wrote
	e.wrote = true
	if e.out.json {
		return e.json(v, first)
	}
	if first {
		if err := e.csv.Write(strings.Fields("domain account status registered expires paid_through auto_renew locked privacy dns_management email_forwarding nameservers")); err != nil {
			return err
		}
	}
	return e.csv.Write([]string{
		v.Domain, v.Account, v.Status, v.Registered, v.Expires, v.PaidThrough, text(v.AutoRenew), text(v.Locked), text(v.Privacy), text(v.DNSManagement),
		text(v.EmailForwarding), strings.Join(v.Nameservers, " "),
	})
}

// json writes one element of the list.
func (e *exporter) json(v exported, first bool) error {
	before := ",\n"
	if first {
		before = "[\n"
	}
	body, err := json.Marshal(v)
	if err == nil {
		_, err = io.WriteString(e.out.w, before+string(body))
	}
	return err
}

func (e *exporter) close() error {
	if e.out.json {
		end := "\n]\n"
		if !e.wrote {
			end = "[]\n"
		}
		_, err := io.WriteString(e.out.w, end)
		return err
	}
	e.csv.Flush()
	return e.csv.Error()
}
