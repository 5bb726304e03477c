// Package actionstest gives the fuzz tests of the faces a Service with nothing behind it: requests go as far as they can
// without a database and without a registry that registers.
package actionstest

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// Service makes the service: every name is an active domain of every account, a .com costs 12.99 USD, every name is free at
// the registry, and no order can be placed.
func Service(t testing.TB) *actions.Service {
	t.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": free{}})
	if err != nil {
		t.Fatal(err)
	}
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		t.Fatal(err)
	}
	clock, log := clocktest.New(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)), slog.New(slog.DiscardHandler)
	service := orders.New(orders.Config{Store: noOrders{}, Routes: routes, Clock: clock, Key: key, Log: log, Holder: "fuzz"})
	return actions.New(actions.Config{Store: emptyStore{}, Orders: service, Routes: routes, Clock: clock, Log: log})
}

// free is a registry where every name is free.
type free struct{ registry.Connector }

func (free) Check(_ context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	return make([]registry.Availability, len(names)), nil
}

// errNoStore is what a transition of the store says.
var errNoStore = errors.New("there is no store")

// emptyStore has a domain and a price, and takes every zone.
type emptyStore struct{ actions.Store }

func (emptyStore) Domain(_ context.Context, _ int64, name reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{ID: 1, Name: name, State: reseller.DomainActive, DNSManagement: true, EmailForwarding: true}, nil
}

func (emptyStore) Nameservers(context.Context, int64, reseller.Name) (reseller.DomainState, []string, error) {
	return reseller.DomainActive, nil, nil
}

func (emptyStore) LiveDomain(context.Context, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{}, reseller.ErrNotFound
}

func (emptyStore) ChangeDomain(context.Context, int64, reseller.Actor, string, func(*reseller.Domain) error) (reseller.Domain, error) {
	return reseller.Domain{}, errNoStore
}

func (emptyStore) DomainOrder(context.Context, int64, ...reseller.OrderKind) (reseller.Order, error) {
	return reseller.Order{}, reseller.ErrNotFound
}

func (emptyStore) Delegations(context.Context, []string, reseller.Name, int64, int) (reseller.Delegations, error) {
	return reseller.Delegations{}, nil
}

func (emptyStore) Records(context.Context, int64) ([]zone.Record, error) { return nil, nil }
func (emptyStore) ZoneState(context.Context, reseller.Name) (zone.State, error) {
	return zone.State{}, nil
}

func (emptyStore) Forwards(context.Context, int64) ([]zone.Forward, error) { return nil, nil }
func (emptyStore) SaveZone(context.Context, int64, zone.Save) error        { return nil }

func (emptyStore) Invoice(context.Context, int64, string) (reseller.Invoice, error) {
	return reseller.Invoice{}, reseller.ErrNotFound
}

func (emptyStore) SearchInvoices(context.Context, reseller.InvoiceSearch) ([]reseller.Invoice, error) {
	return nil, nil
}

func (emptyStore) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{Currency: "USD"}, nil
}

func (emptyStore) Price(context.Context, reseller.Account, string, reseller.Operation, int) (reseller.AccountPrice, error) {
	return reseller.AccountPrice{}, reseller.ErrNotFound
}

func (emptyStore) AccountPrices(context.Context, reseller.Account) ([]reseller.AccountPrice, error) {
	return reseller.AccountPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1299}}), nil
}

func (emptyStore) ComingPrices(context.Context, reseller.Account) ([]reseller.ComingPrice, error) {
	return nil, nil
}

// noOrders has none and opens none.
type noOrders struct{ orders.Store }

func (noOrders) EqualOrder(context.Context, reseller.Order, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

func (noOrders) OrderByKey(context.Context, int64, string, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

func (noOrders) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{}, errNoStore
}

func (noOrders) LiveChange(context.Context, int64, string) (reseller.Order, error) {
	return reseller.Order{}, reseller.ErrNotFound
}

func (noOrders) HeldBy(context.Context, int64) ([]reseller.Order, error) { return nil, errNoStore }

func (noOrders) OpenChange(context.Context, reseller.Opening) (reseller.Order, bool, error) {
	return reseller.Order{}, false, errNoStore
}
