package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// wallClock is the machine's time: nothing here moves business time.
type wallClock struct{}

func (wallClock) Now() time.Time  { return time.Now().UTC().Truncate(time.Microsecond) }
func (wallClock) Wall() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// house is Nameyard below HTTP, on one database, with the sandbox registry.
type house struct {
	store   *store.Store
	routes  *registry.Routes
	desk    *orders.Service
	actions *actions.Service
}

// benchKey is the secret key of the bench's databases, which hold no secrets.
const benchKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// sandboxConnector is the sandbox registry's name in the TLD rules.
const sandboxConnector = "sandbox"

func openHouse(ctx context.Context, database string, log *slog.Logger) (*house, error) {
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		return nil, err
	}
	key, err := reseller.NewSecretKey(benchKey)
	if err != nil {
		return nil, err
	}
	clock := wallClock{}
	h := &house{}
	if h.store, err = store.Open(ctx, database, clock, log); err != nil {
		return nil, err
	}
	registrations := sandbox.New(h.store.RegistryDocuments(), rules, clock)
	if h.routes, err = registry.NewRoutes(rules, map[string]registry.Connector{sandboxConnector: registrations}); err != nil {
		return nil, err
	}
	h.desk = orders.New(orders.Config{Store: h.store, Routes: h.routes, Clock: clock, Key: key, Log: log, Holder: "bench"})
	h.actions = actions.New(actions.Config{Store: h.store, Orders: h.desk, Routes: h.routes, Clock: clock, Log: log, Version: "bench"})
	return h, nil
}

// close waits for the orders under way.
func (h *house) close(ctx context.Context) error {
	err := h.desk.Drain(ctx)
	if closed := h.store.Close(); err == nil {
		err = closed
	}
	return err
}

// credit is more than all registrations of a run cost, in cents.
const credit = 1 << 50

// price is what a .com costs for a year, in cents.
const price = 12_99

// furnish makes the schema, the account with its credit and token, the price, and registers the names that are to be there.
func furnish(ctx context.Context, database string, names int) error {
	h, err := openHouse(ctx, database, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { _ = h.close(ctx) }()
	if _, err := h.store.Migrate(ctx); err != nil {
		return err
	}
	by := reseller.Operator
	err = h.store.SetPrices(ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: price, Cost: price}}, by)
	if err != nil {
		return err
	}
	account, err := h.store.AddAccount(ctx, reseller.Account{Email: accountEmail, Name: "Bench", Currency: "USD", Language: "en"}, by)
	if err != nil {
		return err
	}
	if err := h.store.MoveCredit(ctx, account, credit, "bench", "credit for the bench"); err != nil {
		return err
	}
	token, err := h.store.AddToken(ctx, reseller.Token{AccountID: account.ID, Name: "bench", Kind: reseller.TokenAPI}, reseller.HashToken(accountToken), by)
	if err != nil {
		return err
	}
	return h.fill(ctx, reseller.Caller{Account: account, Token: token}, names)
}

// contact is the registrant of every name.
var contact = reseller.Contact{
	FirstName: "test", LastName: "test", Company: "company", Address1: "addresss", City: "city", State: "region", Country: "US",
	Postcode: "12345", Phone: "+1.1234567890", Email: "admin@exampledomain.com",
}

// fill registers names, eight at a time.
func (h *house) fill(ctx context.Context, caller reseller.Caller, names int) error {
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	const workers = 8
	for w := range workers {
		wg.Go(func() {
			for n := w; n < names; n += workers {
				if err := h.register(ctx, caller, seeded(int64(n))); err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	return failed
}

func (h *house) register(ctx context.Context, caller reseller.Caller, sld string) error {
	name, err := reseller.ParseName(sld, "com")
	if err != nil {
		return err
	}
	call := actions.Call{Caller: caller, AnswerBy: time.Now().Add(time.Minute)}
	bought, err := h.actions.RegisterDomain(ctx, call, actions.RegisterDomain{
		Name: name, Years: 1, Nameservers: nameservers, Contacts: reseller.Contacts{reseller.RoleRegistrant: contact},
		DNSManagement: true, EmailForwarding: true,
	})
	if err != nil {
		return fmt.Errorf("register %s: %w", name, err)
	}
	if bought.Order.State != reseller.OrderDone {
		return fmt.Errorf("register %s: the order is %s", name, bought.Order.State)
	}
	return nil
}
