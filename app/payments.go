package app

import (
	"context"
	"time"

	"nameyard/payments"
)

// cardPayments makes what takes payments by card; nil without a provider.
func (a *App) cardPayments(c Cards) *payments.Service {
	if c.Provider == nil {
		return nil
	}
	title := "Prepaid credit"
	if a.businessName != "" {
		title += ", " + a.businessName
	}
	return payments.New(payments.Config{
		Books: a.Store, Provider: c.Provider, Clock: a.Clock, Log: a.Log, Most: c.Most, PerDay: c.PerDay, Title: title,
		Panel: func() string { return a.Notices.Panel.Resellers }, // where a server listens may be known later than this
	})
}

// providerWithin is how long a start waits for the payment provider.
const providerWithin = 5 * time.Second

// tellOfPayments says in the log what cannot be right with the payment provider. A server starts all the same: everything else works, and the key may be mended meanwhile.
func (a *App) tellOfPayments(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, providerWithin)
	defer stop()
	if err := a.Payments.Check(ctx); err != nil {
		a.Log.Error("card payments do not work", "err", err)
	}
	if !a.Payments.Live() {
		a.Log.Warn("the key of the payment provider is one for tests: card payments move no money, and give credit all the same")
	}
}
