package payments_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/payments"
	"nameyard/payments/stripe"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// env is a whole Nameyard with an account at a payment provider.
type env struct {
	*apptest.Env
	stripe *stripetest.Server
}

// onBoth tells a story on each engine, with an account that has 10.00 EUR.
func onBoth(t *testing.T, story func(e *env)) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		clock := clocktest.New(apptest.Begins)
		s := stripetest.New(t, clock.Wall)
		story(&env{apptest.New(t, engine, apptest.WithClock(clock),
			apptest.WithConfig(func(c *app.Config) {
				c.Cards = app.Cards{Provider: provider(t, s), PerDay: 5}
				c.Mail.Panel = notices.Addresses{Resellers: "https://panel.example"}
			}),
			apptest.WithAccount(reseller.Account{Email: "shop@example.com", Name: "Shop", Currency: "EUR", Language: "en"}, 1000),
			apptest.WithPrices(apptest.Prices("EUR", 500, "com")),
		), s})
	})
}

func provider(t testing.TB, s *stripetest.Server) payments.Provider {
	t.Helper()
	p, err := stripe.New(stripe.Config{Key: stripetest.Key, Secrets: []string{"whsec_former", stripetest.Secret}, URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// person is a reseller's person who pays.
var person = reseller.Actor{Name: "user anna@example.com", Face: "panel", Caller: true}

// begins begins a payment as a form does.
func (e *env) begins(form string, amount int64, saveCard bool) reseller.Payment {
	e.Helper()
	p, err := e.Payments.Begin(e.Context(), e.Account, amount, saveCard, form, "en", person)
	e.Must(err)
	return p
}

func (e *env) run(job string) {
	e.Helper()
	e.Must(e.Jobs.Run(e.Context(), job))
}

// hears has a server hear all messages that the provider has for it.
func (e *env) hears(server *app.App) {
	e.Helper()
	for _, m := range e.stripe.Events() {
		e.Must(server.Payments.Hear(e.Context(), m.Signed(e.Clock.Wall(), stripetest.Secret), m.Body))
	}
}

// has wants the account's available credit, its deposits by card, and its card payments, newest first.
func (e *env) has(what string, available int64, want ...string) {
	e.Helper()
	b, err := e.Store.Balance(e.Context(), e.Account.ID)
	e.Must(err)
	list, err := e.Store.SearchPayments(e.Context(), reseller.PaymentSearch{Page: reseller.Page{Limit: 20}})
	e.Must(err)
	var got []string
	for _, p := range list {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %d %s", p.Kind, p.State, p.Amount.Minor, p.Reason)))
		if p.State != reseller.PaymentPaid {
			continue
		}
		if entry, err := e.Store.EntryByRef(e.Context(), p.AccountID, p.Ref); err != nil || entry.Kind != reseller.EntryDeposit {
			e.Errorf("%s: payment %s is paid, and its entry is %v, %v", what, p.Ref, entry, err)
		}
	}
	if b.Available != available || !slices.Equal(got, want) {
		e.Errorf("%s: %d available and %q, want %d and %q", what, b.Available, got, available, want)
	}
}

// settles lets the jobs do their work, some time later.
func (e *env) settles(after time.Duration) {
	e.Helper()
	e.Clock.Outwait(after)
	e.run(jobs.CardPayments)
	e.run(jobs.ComparePayments)
}
