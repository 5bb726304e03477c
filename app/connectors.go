package app

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// SandboxConnector is the sandbox registry's name in the TLD rules.
const SandboxConnector = "sandbox"

var (
	// ErrNoConnector says that no registry could be asked for any name.
	ErrNoConnector = errors.New("no registry connector is configured, so no name could be sold")
	// ErrRules says that TLD rules and connectors do not fit together; the error around it tells how.
	ErrRules = errors.New("the TLD rules do not fit the connectors")
)

// SandboxRegistry is the embedded registry, with the TLDs that the rules send to it. Its state is in the database, so that
// any process may act as the registry.
func (d *Database) SandboxRegistry(rules reseller.TLDs, options ...sandbox.Option) *sandbox.Registry {
	return d.sandbox(servedBy(rules, SandboxConnector, nil), options)
}

// SandboxWithNames is SandboxRegistry with the TLDs, too, of names that are still there: the rules may send new ones elsewhere by now.
func (d *Database) SandboxWithNames(ctx context.Context, rules reseller.TLDs, options ...sandbox.Option) (*sandbox.Registry, error) {
	at, err := d.Store.NamesAt(ctx)
	if err != nil {
		return nil, err
	}
	return d.sandbox(servedBy(rules, SandboxConnector, at), options), nil
}

func (d *Database) sandbox(served reseller.TLDs, options []sandbox.Option) *sandbox.Registry {
	return sandbox.New(d.Store.RegistryDocuments(), served, d.Clock, options...)
}

// Connect wires connectors, by name, to the TLDs whose rules name them. On a database that has it the sandbox registry is
// among them; it is nil on others, and TLDs that the rules send to it are not sold there. Availability services are wired, too. A connector that is given under its name goes before it.
func (d *Database) Connect(ctx context.Context, rules reseller.TLDs, given Registries, options ...sandbox.Option) (*registry.Routes, *sandbox.Registry, error) {
	connectors := map[string]registry.Connector{}
	var embedded *sandbox.Registry
	if d.HasSandbox {
		own, err := d.SandboxWithNames(ctx, rules, options...)
		if err != nil {
			return nil, nil, err
		}
		embedded, connectors[SandboxConnector] = own, own
	}
	maps.Copy(connectors, given.Connectors)
	if own, is := given.Connectors[SandboxConnector].(*sandbox.Registry); is {
		embedded = own
	}
	routes, err := route(rules, connectors, given.Sources)
	return routes, embedded, err
}

// route wires connectors and availability services to the TLDs whose rules name them.
func route(rules reseller.TLDs, connectors map[string]registry.Connector, sources map[string]registry.Checker) (*registry.Routes, error) {
	if len(connectors) == 0 {
		return nil, ErrNoConnector
	}
	if connectors[SandboxConnector] == nil {
		rules = withoutSandbox(rules)
	}
	routes, err := registry.NewRoutes(rules, connectors)
	if err != nil {
		return nil, &rulesError{err}
	}
	if err := routes.WithSources(sources); err != nil {
		return nil, &rulesError{err}
	}
	return routes, nil
}

// Routable tells why New would refuse these rules and registries, with or without the sandbox registry, where names are at: ErrNoConnector or
// ErrRules. It needs no database, and there may be none yet.
func Routable(rules reseller.TLDs, given Registries, withSandbox bool, at []reseller.NamesAt) error {
	connectors := maps.Clone(given.Connectors)
	if withSandbox {
		if connectors == nil {
			connectors = map[string]registry.Connector{}
		}
		connectors[SandboxConnector] = sandbox.New(nil, servedBy(rules, SandboxConnector, at), Machine{})
	}
	routes, err := route(rules, connectors, given.Sources)
	if err != nil {
		return err
	}
	return missing(routes, at)
}

// bindNames writes into rows of before where their names are.
//
// Such rows know only what the rules say, which is true as long as the rules have not changed since the names came: so it is done when a server
// starts, before anything is routed, and not when a name is first used, which may be years later.
func (a *App) bindNames(ctx context.Context) error {
	for _, c := range a.Routes.Connectors() {
		if err := a.Store.BindNames(ctx, c.Name, c.Sells); err != nil {
			return err
		}
	}
	return nil
}

// reaches refuses to go on without a connector at which names are.
func (d *Database) reaches(ctx context.Context, routes *registry.Routes) error {
	at, err := d.Store.NamesAt(ctx)
	if err != nil {
		return err
	}
	return missing(routes, at)
}

func missing(routes *registry.Routes, at []reseller.NamesAt) error {
	if err := routes.Missing(at); err != nil {
		return &rulesError{err}
	}
	return nil
}

// withoutSandbox leaves out the TLDs that only the sandbox registry has: a server without it does not sell them.
func withoutSandbox(rules reseller.TLDs) reseller.TLDs {
	sold := maps.Clone(rules)
	maps.DeleteFunc(sold, func(_ string, tld reseller.TLD) bool { return tld.Connector == SandboxConnector })
	return sold
}

// rulesError is what NewRoutes says, as an ErrRules.
type rulesError struct{ error }

func (e *rulesError) Is(target error) bool { return target == ErrRules }
func (e *rulesError) Unwrap() error        { return e.error }

// rulesOrDefault gives the built-in rules where none are given.
func rulesOrDefault(rules reseller.TLDs) (reseller.TLDs, error) {
	if rules != nil {
		return rules, nil
	}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		return nil, fmt.Errorf("read the built-in TLD rules: %w", err)
	}
	return rules, nil
}
