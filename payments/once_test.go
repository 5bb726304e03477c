package payments_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/payments"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// Whoever finds out that a payment was received, and however often, it is credited once.
func TestPaymentIsCreditedOnce(t *testing.T) {
	onBoth(t, func(e *env) {
		other := e.Another("other", func(*app.Config) {})
		p := e.begins("first", 2000, false)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		messages := e.stripe.Events()
		var all sync.WaitGroup
		for _, server := range []*app.App{e.App, other} {
			for _, m := range append(messages, messages...) {
				all.Go(func() {
					if err := server.Payments.Hear(e.Context(), m.Signed(e.Clock.Wall(), stripetest.Secret), m.Body); err != nil {
						e.Error(err)
					}
				})
			}
			all.Go(func() {
				if _, err := server.Payments.Look(e.Context(), e.Account.ID, p.ID); err != nil {
					e.Error(err)
				}
			})
			all.Go(func() {
				if err := server.Payments.Compare(e.Context()); err != nil {
					e.Error(err)
				}
			})
		}
		all.Wait()
		e.has("heard twice, looked at and compared by two servers", 3000, "once paid 2000")

		// The operator was faster: the entry is the payment's.
		p = e.begins("second", 700, false)
		ref := e.stripe.Pay(p.Session, stripetest.Good, 0)
		_, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: e.Account.Email, Amount: "7.00", Ref: ref})
		e.Must(err)
		e.hears(other)
		e.has("entered by hand before", 3700, "once paid 700", "once paid 2000")
		moved, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: e.Account.Email, Amount: "20.00", Ref: e.payment("first").Ref})
		if err != nil || moved.Posted {
			e.Errorf("entered by hand afterwards: %+v, %v", moved, err)
		}
		e.settles(time.Hour)
		e.has("in the end", 3700, "once paid 700", "once paid 2000")
	})
}

// payment is the one that a form has begun.
func (e *env) payment(form string) reseller.Payment {
	e.Helper()
	list, err := e.Store.SearchPayments(e.Context(), reseller.PaymentSearch{Page: reseller.Page{Limit: 50}})
	e.Must(err)
	for _, p := range list {
		if p.FormKey == form {
			return p
		}
	}
	e.Fatal("no payment of form " + form)
	return reseller.Payment{}
}

// dying is the books of a server that dies right before, or right after, it credits a payment.
type dying struct {
	payments.Books
	after bool
	dead  bool
}

var errKilled = errors.New("killed")

func (d *dying) CreditPayment(ctx context.Context, p reseller.Payment, a reseller.Account, by reseller.Actor) (reseller.Payment, bool, error) {
	if !d.dead && !d.after {
		d.dead = true
		return p, false, errKilled
	}
	p, credited, err := d.Books.CreditPayment(ctx, p, a, by)
	if !d.dead {
		d.dead, err = true, errKilled
	}
	return p, credited, err
}

// A server that dies between what the provider says and what the books have leaves a payment that is credited once all the same.
func TestServerDiesBetweenTheProvidersYesAndTheBooks(t *testing.T) {
	onBoth(t, func(e *env) {
		want, paid := int64(1000), []string{}
		for _, after := range []bool{false, true} {
			s := payments.New(payments.Config{
				Books: &dying{Books: e.Store, after: after}, Provider: provider(e, e.stripe), Clock: e.Clock, Log: slog.New(slog.DiscardHandler), Title: "Credit",
				Panel: func() string { return "https://panel.example" },
			})
			p, err := s.Begin(e.Context(), e.Account, 500, false, map[bool]string{false: "before", true: "after"}[after], "en", person)
			e.Must(err)
			e.stripe.Pay(p.Session, stripetest.Good, 0)
			e.stripe.Events() // none of them arrives
			e.Clock.Outwait(5 * time.Minute)
			if err := s.Settle(e.Context()); !errors.Is(err, errKilled) {
				e.Fatalf("the server lives: %v", err)
			}
			e.settles(10 * time.Minute)
			want, paid = want+500, append(paid, "once paid 500")
			e.has("after the next server has looked", want, paid...)
		}
	})
}

// What was received otherwise than it was asked for is told and not credited; what is another's is left alone.
func TestWhatIsNotAsItShouldBeWaitsForAPerson(t *testing.T) {
	onBoth(t, func(e *env) {
		p := e.begins("other amount", 2000, false)
		ref := e.stripe.Pay(p.Session, stripetest.Good, 1999)
		e.hears(e.App)
		e.has("another amount", 1000, "once stranded 2000 other_amount")
		e.needs(1)
		_, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: e.Account.Email, Amount: "19.99", Ref: ref})
		e.Must(err)
		e.needs(0)

		closed := e.AddAccount(reseller.Account{Email: "closed@example.com", Name: "Closed", Currency: "EUR", Language: "en"}, 0)
		p, err = e.Payments.Begin(e.Context(), closed, 900, false, "closed", "en", person)
		e.Must(err)
		_, err = e.Store.CloseAccount(e.Context(), closed.ID, reseller.Operator)
		e.Must(err)
		if _, err := e.Payments.Begin(e.Context(), closed, 900, false, "again", "en", person); reseller.AsError(err).Code != reseller.CodeForbidden {
			e.Errorf("a closed account begins a payment: %v", err)
		}
		ref = e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.hears(e.App)
		e.has("a closed account", 2999, "once stranded 900 account_closed", "once stranded 2000 other_amount")
		e.needs(1)
		e.stripe.Refund(ref, 900)
		e.hears(e.App)
		e.needs(0)

		// Of another installation at the same account of the provider, and of a payment that nobody here has asked for.
		var theirs string
		for n, installation := range []string{"another", ""} {
			page, err := provider(e, e.stripe).Begin(e.Context(), payments.Ask{
				Key: fmt.Sprint("other ", n), Amount: reseller.Money{Minor: 700, Currency: "EUR"}, Title: "Credit", Until: e.Clock.Wall().Add(time.Hour), Back: "https://panel.example/",
				Tag: payments.Tag{Installation: installation, Account: e.Account.ID, AccountNew: e.Account.CreatedAt.Add(time.Hour), Key: "theirs", Kind: reseller.PaymentOnce},
			})
			e.Must(err)
			theirs = e.stripe.Pay(page.ID, stripetest.Good, 0)
		}
		e.hears(e.App)
		e.settles(10 * 24 * time.Hour)
		e.stripe.Refund(theirs, 100)
		e.stripe.Events()
		e.settles(time.Hour)
		if n := e.stripe.Asked("GET /v1/payment_intents/" + theirs); n != 0 {
			e.Errorf("asked %d times about a payment of another program", n)
		}
		e.has("in the end", 2999, "once stranded 900 account_closed", "once stranded 2000 other_amount")
	})
}

// needs wants so many payments to need a person.
func (e *env) needs(want int64) {
	e.Helper()
	n, err := e.Store.PaymentsNeedingYou(e.Context())
	e.Must(err)
	list, err := e.Store.SearchPayments(e.Context(), reseller.PaymentSearch{NeedsYou: true, Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if n != want || int64(len(list)) != want {
		e.Errorf("%d payments need a person, %d are listed; want %d", n, len(list), want)
	}
}

// What the provider gives back is noted and told; nothing is taken from the account until the operator takes it, under the reference that is told.
func TestRefundsAndDisputesAreToldAndNotTaken(t *testing.T) {
	onBoth(t, func(e *env) {
		p := e.begins("form", 5000, false)
		ref := e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.hears(e.App)
		take := func(amount, ref string) {
			e.Helper()
			_, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: e.Account.Email, Amount: amount, Take: true, Ref: ref})
			e.Must(err)
		}
		e.stripe.Refund(ref, 1000)
		e.hears(e.App)
		e.needs(1)
		e.has("after a refund", 6000, "once paid 5000")
		take("10.00", e.needy().Needs.Ref)
		e.needs(0)
		e.stripe.Refund(ref, 500)
		e.stripe.Events() // the message is lost: the comparison finds it
		e.settles(30 * 24 * time.Hour)
		e.needs(1)
		if now := e.payment("form"); now.Refunded != 1500 || e.needy().Needs.Ref != ref+"-refunded-1500" {
			e.Errorf("the payment is %+v", now)
		}
		take("5.00", e.needy().Needs.Ref)
		e.needs(0)
		e.stripe.Dispute(ref, "needs_response")
		e.hears(e.App)
		e.needs(1)
		e.stripe.Dispute(ref, "won")
		e.settles(time.Hour)
		e.needs(0)
		e.has("in the end", 4500, "once paid 5000")
	})
}
