package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"time"

	"nameyard/reseller"
)

type exportCmd struct {
	Account string `placeholder:"EMAIL" help:"Only the names of this account."`
}

// exported is a name as it is exported. Its columns are read by import.
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
}

// exportPage is how many names are read at once.
const exportPage = 1000

// Run writes all live names, as CSV or as one JSON list, page by page.
func (c *exportCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		emails, err := d.emails(ctx)
		if err != nil {
			return err
		}
		var only int64
		if c.Account != "" {
			a, err := d.account(ctx, c.Account)
			if err != nil {
				return err
			}
			only = a.ID
		}
		out := newExporter(p.out)
		for after := int64(0); ; {
			page, err := d.Store.LiveDomains(ctx, after, exportPage)
			if err != nil {
				return err
			}
			for _, row := range page {
				after = row.ID
				if only != 0 && row.AccountID != only {
					continue
				}
				if err := out.write(exportOf(row, emails[row.AccountID])); err != nil {
					return err
				}
			}
			if len(page) < exportPage {
				return out.close()
			}
		}
	})
}

func exportOf(d reseller.Domain, account string) exported {
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
	return exported{
		d.Name.String(), account, string(d.State), day(d.RegisteredAt), day(d.RegistryExpiry), day(d.PaidThrough), d.AutoRenew, d.Locked, d.Privacy,
		d.DNSManagement, d.EmailForwarding, servers,
	}
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
