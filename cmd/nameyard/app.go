package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/demo"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
)

// rulesFlags say what the TLDs are like.
type rulesFlags struct {
	TLDRules string `name:"tld-rules" placeholder:"FILE" help:"JSON file of TLD rules that go before the built-in ones."`
}

// registryFlags say how registries are reached.
type registryFlags struct {
	rulesFlags
	Registries string `placeholder:"FILE" help:"JSON file of registries: for each connector that the TLD rules name, how it is reached and as whom (docs/registries.md)."`
}

// read makes what the file of registries has; nothing without one.
func (f registryFlags) read(ctx context.Context, d *app.Database, rules reseller.TLDs) (app.Registries, error) {
	if f.Registries == "" {
		return app.Registries{}, nil
	}
	at, err := d.Store.NamesAt(ctx)
	if err != nil {
		return app.Registries{}, err
	}
	return f.readWith(at, d.Log, rules)
}

// readWith is read with the names that are at each connector.
func (f registryFlags) readWith(at []reseller.NamesAt, log *slog.Logger, rules reseller.TLDs) (app.Registries, error) {
	if f.Registries == "" {
		return app.Registries{}, nil
	}
	body, err := os.ReadFile(f.Registries)
	if err != nil {
		return app.Registries{}, fmt.Errorf("read the registries: %w", err)
	}
	all, err := app.ReadRegistries(f.Registries, body, rules, at, log)
	if err != nil {
		faulty := refused("%s cannot be used", f.Registries)
		faulty.Words = reseller.PrintableLines(err.Error()) // a fault a line
		return app.Registries{}, faulty
	}
	return all, nil
}

// refundFlags bound the refunds of deletions in the add grace, for the demo, too.
type refundFlags struct {
	RefundNames   int `default:"50" placeholder:"N" help:"How many registrations of an account are refunded in a month for a deletion in the add grace (${default}, as ICANN's AGP Limits Policy has it)."`
	RefundPercent int `default:"10" placeholder:"N" help:"Or how many per cent of what the account registered and kept in that month, if that is more (${default}, as the policy has it)."`
}

// appFlags are what it takes to talk to registries.
type appFlags struct {
	registryFlags
	keyFlags
	sellerFlags
	lookFlags
	refundFlags
	mailFlags
	cardFlags
	webhookFlags
	orderTimes
	CallTimeout  span       `placeholder:"60s" help:"How long one registry command may take."`
	LeaseTime    span       `placeholder:"15s" help:"How long an order of a server that died is left alone before another takes it on."`
	ZoneHistory  mebibytes  `name:"zone-history-mib" default:"64" placeholder:"MIB" help:"MiB that the records and forwards which one account saves may add to their history on a UTC day; saves beyond it are refused (${default})."`
	FreeChanges  atLeastOne `default:"20000" placeholder:"N" help:"How many changes that cost nothing (name servers, contacts, locks, drafts, switches, refused orders …) one account may make on a UTC day (${default})."`
	SyncRefresh  span       `placeholder:"6h" help:"How old what is known of a name may be before Sync asks its registry for it, two names a second at most; never if not given."`
	ReplayWindow span       `placeholder:"10m" help:"In which an equal renewal or restore counts as a repeat of the same request."`
	Nameservers  []string   `aliases:"dns-nameserver" env:"NAMEYARD_NAMESERVERS,NAMEYARD_DNS_NAMESERVER" placeholder:"HOST" help:"Our own name servers: the NS of each zone. Names get them where a request names none."`
	backupFlags
}

// business is what the operator's own business is called and has.
func (f appFlags) business() (actions.Operator, error) {
	business := actions.Operator{Name: f.SellerName, Seller: f.seller()}
	var err error
	business.Nameservers, err = hostNames("--nameservers", f.Nameservers)
	return business, err
}

// config turns flags into what an app is made of on an open database.
func (f appFlags) config(ctx context.Context, p *program, d *app.Database) (app.Config, error) {
	c := app.Config{
		Version: thisBuild().Version, Commit: thisBuild().Commit, Webhooks: f.policy(), ZoneHistory: int64(f.ZoneHistory), FreeChanges: int64(f.FreeChanges), SyncRefresh: f.SyncRefresh.duration(),
		PaymentText: f.payment(),
		Orders: orders.Settings{
			CallTimeout: f.CallTimeout.duration(), Settle: f.SettleTime.duration(), ReplayWindow: f.ReplayWindow.duration(),
			LeaseFor: f.LeaseTime.duration(), RefundLimit: &reseller.RefundLimit{Names: f.RefundNames, Percent: f.RefundPercent},
		},
	}
	var err error
	if c.Bank, err = f.bank(); err != nil {
		return c, err
	}
	if c.Key, err = p.secretKey(f.keyFlags); err != nil {
		return c, err
	}
	if c.Rules, err = f.rules(); err != nil {
		return c, err
	}
	registries, err := f.read(ctx, d, c.Rules)
	if err != nil {
		return c, err
	}
	c.Connectors, c.Sources = registries.Connectors, registries.Sources
	if f, err = f.orDemo(ctx, p, d); err != nil {
		return c, err
	}
	if err = f.needed(); err != nil {
		return c, err
	}
	if c.Business, err = f.business(); err != nil {
		return c, err
	}
	if c.Look, err = f.look(); err != nil {
		return c, err
	}
	if c.Mail, err = f.mail(); err != nil {
		return c, err
	}
	if c.Cards, err = f.cards(c.Mail.Panel.Resellers); err != nil {
		return c, err
	}
	c.Backups, err = f.backups()
	return c, err
}

// orDemo are the settings for a database: a demo has some of its own, so that its tools need none.
func (f appFlags) orDemo(ctx context.Context, p *program, d *app.Database) (appFlags, error) {
	_, _, isDemo, err := demo.LiveToken(ctx, d.Store)
	if err != nil || !isDemo {
		return f, err
	}
	f.mailFlags = f.mailFlags.ofDemo(p)
	f.SellerName = cmp.Or(f.SellerName, demo.Seller)
	if len(f.Nameservers) == 0 {
		f.Nameservers = demo.Nameservers
	}
	return f, nil
}

// build wires an app on an open database, for one command.
func (p *program) build(ctx context.Context, d *app.Database, f appFlags) (*app.App, error) {
	return p.buildServer(ctx, d, f, publishFlags{})
}

// buildServer wires an app that also publishes.
func (p *program) buildServer(ctx context.Context, d *app.Database, f appFlags, shown publishFlags, changes ...func(*app.Config)) (*app.App, error) {
	c, err := f.config(ctx, p, d)
	if err != nil {
		return nil, err
	}
	if c.Publishing, err = shown.publishing(); err != nil {
		return nil, err
	}
	for _, change := range changes {
		change(&c)
	}
	a, err := app.New(ctx, d, c)
	return a, spelledWiring(p.spelledKey(err))
}

// spelledWiring says by which flags registries are wired.
func spelledWiring(err error) error {
	switch {
	case errors.Is(err, app.ErrNoConnector):
		return refused("%v; say how one is reached with --registries, or switch the sandbox registry on with --sandbox", err)
	case errors.Is(err, app.ErrRules):
		return refused("%v; change it with --tld-rules or --registries", err)
	}
	return err
}

// withRegistries wires the connectors for one command that places no orders.
func (p *program) withRegistries(
	ctx context.Context, f registryFlags, do func(*app.Database, *registry.Routes) error, changes ...func(*app.Registries, reseller.TLDs) error,
) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		routes, err := f.routes(ctx, d, changes)
		if err != nil {
			return err
		}
		return do(d, routes)
	})
}

// withRegistriesSeen gives the connectors as the servers that work have told of them; where none has, or a file of registries is given, as the
// settings have them.
func (p *program) withRegistriesSeen(
	ctx context.Context, f registryFlags, do func(operator.Registries) error, changes ...func(*app.Registries, reseller.TLDs) error,
) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Registries{Store: d.Store, Clock: d.Clock}
		told, err := d.Store.RegistryFigures(ctx)
		if err != nil {
			return err
		}
		if f.Registries != "" || len(told) == 0 {
			if u.Routes, err = f.routes(ctx, d, changes); err != nil {
				return err
			}
		}
		return do(u)
	})
}

// routes wires the connectors.
func (f registryFlags) routes(ctx context.Context, d *app.Database, changes []func(*app.Registries, reseller.TLDs) error) (*registry.Routes, error) {
	rules, err := f.rules()
	if err != nil {
		return nil, err
	}
	registries, err := f.read(ctx, d, rules)
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		if err := change(&registries, rules); err != nil {
			return nil, err
		}
	}
	routes, _, err := d.Connect(ctx, rules, registries)
	return routes, spelledWiring(err)
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

// withApp wires an app for one command and waits for what it set going.
func (p *program) withApp(ctx context.Context, f appFlags, do func(*app.App) error) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		a, err := p.build(ctx, d, f)
		if err != nil {
			return err
		}
		return errors.Join(do(a), a.Drain(ctx))
	})
}
