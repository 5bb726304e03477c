package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/reseller"
)

// benchKey is the secret key of the bench's databases, which hold no secrets.
const benchKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// open opens Nameyard below HTTP on a database, with the sandbox registry.
func open(ctx context.Context, database, secret string, schema app.Schema, log *slog.Logger) (*app.App, error) {
	key, err := reseller.NewSecretKey(secret)
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, app.Config{
		Database: app.DatabaseConfig{URL: database, Schema: schema, Log: log}, EnableSandbox: true, Key: key, Version: "bench", Holder: "bench",
		ZoneHistory: 1 << 20, FreeChanges: 1 << 30, // what is measured is no customer
	})
}

// credit is more than all registrations of a run cost, in cents.
const credit = 1 << 49

// price is what a .com costs for a year, in cents.
const price = 12_99

// seed makes the schema, the account with its credit and token, the price, and registers the names that are to be there.
func seed(ctx context.Context, database string, names int) error {
	a, err := open(ctx, database, benchKey, app.MigrateSchema, nil)
	if err != nil {
		return err
	}
	defer func() { _ = a.Close(ctx) }()
	by := reseller.Operator
	err = a.Store.SetPrices(ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: price, Cost: price}}, by)
	if err != nil {
		return err
	}
	account, err := a.Store.AddAccount(ctx, reseller.Account{Email: accountEmail, Name: "Bench", Currency: "USD", Language: "en"}, by)
	if err != nil {
		return err
	}
	if err := a.Store.MoveCredit(ctx, account, credit, "bench", "credit for the bench"); err != nil {
		return err
	}
	token, err := a.Store.AddToken(ctx, reseller.Token{AccountID: account.ID, Name: "bench", Kind: reseller.TokenAPI}, reseller.HashToken(accountToken), by)
	if err != nil {
		return err
	}
	return fill(ctx, a, reseller.Caller{Account: account, Token: token}, names)
}

// contact is the registrant of every name.
var contact = reseller.Contact{
	FirstName: "test", LastName: "test", Company: "company", Address1: "addresss", City: "city", State: "region", Country: "US",
	Postcode: "12345", Phone: "+1.1234567890", Email: "admin@exampledomain.com",
}

// fill registers names, eight at a time.
func fill(ctx context.Context, a *app.App, caller reseller.Caller, names int) error {
	var mu sync.Mutex
	var failed error
	var wg sync.WaitGroup
	const workers = 8
	for w := range workers {
		wg.Go(func() {
			for n := w; n < names; n += workers {
				if err := register(ctx, a, caller, seeded(int64(n))); err != nil {
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

func register(ctx context.Context, a *app.App, caller reseller.Caller, sld string) error {
	name, err := reseller.ParseName(sld, "com")
	if err != nil {
		return err
	}
	call := actions.Call{Caller: caller, AnswerBy: time.Now().Add(time.Minute)}
	bought, err := a.Actions.RegisterDomain(ctx, call, actions.RegisterDomain{
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
