package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"nameyard/actions"
	"nameyard/invoicedoc"
	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/webhooks"
)

// sandboxConnector is the sandbox registry's name in the TLD rules.
const sandboxConnector = "sandbox"

// rulesFlags say what the TLDs are like.
type rulesFlags struct {
	TLDRules string `name:"tld-rules" placeholder:"FILE" help:"JSON file of TLD rules that go before the built-in ones."`
}

// houseFlags are what it takes to talk to registries.
type houseFlags struct {
	rulesFlags
	keyFlags
	mailFlags
	webhookFlags
	CallTimeout  span     `placeholder:"60s" help:"How long one registry command may take."`
	SettleTime   span     `placeholder:"10m" help:"How long a command without an answer may still take effect."`
	LeaseTime    span     `placeholder:"15s" help:"How long an order of a server that died is left alone before another takes it on."`
	ReplayWindow span     `placeholder:"10m" help:"In which an equal renewal or restore counts as a repeat of the same request."`
	HouseName    string   `default:"Nameyard" placeholder:"NAME" help:"What this business is called: the registrar of its names (${default})."`
	HouseAddress []string `placeholder:"LINE" sep:"none" help:"Its address as invoices show it; once for each line."`
	HouseVAT     string   `name:"house-vat" placeholder:"NUMBER" help:"Its VAT number, for invoices."`
	HouseEmail   string   `placeholder:"ADDRESS" help:"Its e-mail address, for invoices."`
	Nameservers  []string `placeholder:"HOST" help:"The house's own name servers. Names get them where a request names none."`
	backupFlags
}

// business is what the operator's own business is called and has.
func (f houseFlags) business() (actions.Operator, error) {
	house := actions.Operator{Name: f.HouseName, Seller: reseller.Seller{
		Name: f.HouseName, Address: f.HouseAddress, VATNumber: f.HouseVAT, Email: f.HouseEmail,
	}}
	for _, given := range f.Nameservers {
		host, err := reseller.ToASCII(given)
		if err != nil || !strings.Contains(host, ".") {
			return house, wrongUsage("--nameservers has %q, which is not a host name such as ns1.example.net", given)
		}
		house.Nameservers = append(house.Nameservers, host)
	}
	return house, nil
}

// house is everything below the faces, wired: what a server is made of, and what commands use that act on registries.
type house struct {
	*database
	key     *reseller.SecretKey
	local   *sandbox.Registry // the sandbox registry, nil if this server has none
	routes  *registry.Routes
	desk    *orders.Service
	actions *actions.Service
	jobs    *jobs.Table
	office  *notices.Service
	courier *webhooks.Deliverer
	backups jobs.Backups
	holder  string // this process, in leases

	answered atomic.Int64 // when the database last answered /readyz, wall time in ns
}

// build wires a house on an open database. With d.sandbox it has the sandbox registry.
func (p *program) build(d *database, f houseFlags) (*house, error) {
	h := &house{database: d, holder: holderName()}
	var err error
	if h.key, err = p.secretKey(f.keyFlags); err != nil {
		return nil, err
	}
	if h.routes, h.local, err = d.registries(f.rulesFlags); err != nil {
		return nil, err
	}
	business, err := f.business()
	if err != nil {
		return nil, err
	}
	h.desk = orders.New(orders.Config{
		Store: d.store, Routes: h.routes, Clock: d.clock, Key: h.key, Log: d.log, Holder: h.holder,
		Settings: orders.Settings{
			CallTimeout: f.CallTimeout.duration(), Settle: f.SettleTime.duration(), ReplayWindow: f.ReplayWindow.duration(),
			LeaseFor: f.LeaseTime.duration(),
		},
	})
	h.actions = actions.New(actions.Config{
		Store: d.store, Orders: h.desk, Routes: h.routes, Clock: d.clock, Log: d.log, Version: version, Operator: business, InvoiceRenderers: printers(),
	})
	if h.office, err = p.postRoom(h, f.mailFlags, business); err != nil {
		return nil, err
	}
	if h.backups, err = f.plan(d); err != nil {
		return nil, err
	}
	h.courier = d.courier(f.webhookFlags, h.key)
	h.jobs = h.jobTable()
	return h, nil
}

// printers are what prints invoices, by format.
func printers() map[string]actions.InvoiceRenderer {
	return map[string]actions.InvoiceRenderer{"html": invoicedoc.HTML{}, "pdf": invoicedoc.PDF{}}
}

// registries wires the connectors to the TLDs whose rules name them. local is nil without the sandbox registry.
func (d *database) registries(f rulesFlags) (*registry.Routes, *sandbox.Registry, error) {
	rules, err := f.rules()
	if err != nil {
		return nil, nil, err
	}
	var sandbox *sandbox.Registry
	connectors := map[string]registry.Connector{}
	if d.sandbox {
		sandbox = d.sandboxRegistry(rules)
		connectors[sandboxConnector] = sandbox
	}
	if len(connectors) == 0 {
		return nil, nil, refused("no registry connector is configured, so no name could be sold; this version has one connector, " +
			"the sandbox registry: switch it on with --sandbox")
	}
	routes, err := registry.NewRoutes(rules, connectors)
	if err != nil {
		return nil, nil, refused("%v; change it with --tld-rules", err)
	}
	return routes, sandbox, nil
}

// withRegistries wires the connectors for one command that places no orders.
func (p *program) withRegistries(ctx context.Context, f rulesFlags, do func(*database, *registry.Routes) error) error {
	return p.withDatabase(ctx, func(d *database) error {
		routes, _, err := d.registries(f)
		if err != nil {
			return err
		}
		return do(d, routes)
	})
}

// jobTable makes the table of jobs.
func (h *house) jobTable() *jobs.Table {
	deps := jobs.Deps{
		Orders: h.desk, Books: h.store, Events: h.store, Notices: h.office, Webhooks: h.courier, Keys: h.store, Routes: h.routes, Restored: h.store, Recoverer: h.desk,
		Backups: h.backups, Pruner: h.store, Clock: h.clock, Log: h.log,
	}
	if h.local != nil { // a nil *sandbox.Registry in the interface would not be nil
		deps.Sandbox = h.local
	}
	return jobs.New(deps)
}

// rules gives the built-in TLD rules with the operator's on top.
func (f rulesFlags) rules() (reseller.TLDs, error) {
	rules, err := reseller.DefaultTLDs()
	if err != nil || f.TLDRules == "" {
		return rules, err
	}
	body, err := os.ReadFile(f.TLDRules)
	if err != nil {
		return nil, fmt.Errorf("read the TLD rules: %w", err)
	}
	return reseller.OverrideTLDs(rules, f.TLDRules, body)
}

// sandboxRegistry is the embedded registry of the TLDs that the rules send to it.
func (d *database) sandboxRegistry(rules reseller.TLDs) *sandbox.Registry {
	served := reseller.TLDs{}
	for name, tld := range rules {
		if tld.Connector == sandboxConnector {
			served[name] = tld
		}
	}
	return sandbox.New(d.store.RegistryDocuments(), served, d.clock)
}

// holderName names this process in leases: at most 64 ASCII characters, unique.
func holderName() string { return fmt.Sprintf("pid-%d-%s", os.Getpid(), rand.Text()[:12]) }

// withHouse wires a house for one command and waits for what it set going.
func (p *program) withHouse(ctx context.Context, f houseFlags, do func(*house) error) error {
	return p.withDatabase(ctx, func(d *database) error {
		h, err := p.build(d, f)
		if err != nil {
			return err
		}
		err = do(h)
		drain, stop := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer stop()
		return errors.Join(err, h.desk.Drain(drain))
	})
}
