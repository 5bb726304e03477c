package payments_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/payments"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// What needs a person is told with the amount that is left to move, until it is moved: of a stranded payment, too, that was credited by hand.
func TestWhatIsLeftToMove(t *testing.T) {
	onBoth(t, func(e *env) {
		stranded := func(form string) string {
			e.Helper()
			ref := e.stripe.Pay(e.begins(form, 2000, false).Session, stripetest.Good, 1999)
			e.hears(e.App)
			return ref
		}
		ref := stranded("partly refunded before it is credited")
		e.does("credit add shop@example.com 19.99 --ref " + ref)
		e.stripe.Refund(ref, 499)
		e.hears(e.App)
		e.follows("add shop@example.com 15.00 --ref " + ref)
		e.stripe.Refund(ref, 100)
		e.hears(e.App)
		e.follows("take shop@example.com 1.00 --ref " + ref + "-refunded-599")
		e.stripe.Refund(ref, 1400)
		e.hears(e.App)
		e.follows("take shop@example.com 14.00 --ref " + ref + "-refunded-1999")

		ref = stranded("disputed after it was credited")
		e.follows("add shop@example.com 19.99 --ref " + ref)
		e.stripe.Dispute(ref, "needs_response")
		e.hears(e.App)
		e.follows("take shop@example.com 19.99 --ref " + ref + "-disputed")

		// Begun under the name that the installation had before it was restored from a backup without one.
		page, err := provider(e, e.stripe).Begin(e.Context(), payments.Ask{
			Key: "former", Amount: reseller.Money{Minor: 700, Currency: "EUR"}, Title: "Credit", Until: e.Clock.Wall().Add(time.Hour), Back: "https://panel.example/",
			Tag: payments.Tag{Installation: "former", Account: e.Account.ID, AccountNew: e.Account.CreatedAt, Key: "former", Kind: reseller.PaymentOnce},
		})
		e.Must(err)
		ref = e.stripe.Pay(page.ID, stripetest.Good, 0)
		e.settles(time.Hour)
		e.hears(e.App)
		e.follows("add shop@example.com 7.00 --ref " + ref)
		e.stripe.Refund(ref, 700)
		e.hears(e.App)
		e.follows("take shop@example.com 7.00 --ref " + ref + "-refunded-700")

		b, err := e.Store.Balance(e.Context(), e.Account.ID)
		if e.Must(err); b.Available != 1000 {
			e.Errorf("%d available", b.Available)
		}
	})
}

// follows does what is told of the one payment that needs a person, and wants none to need one afterwards.
func (e *env) follows(want string) {
	e.Helper()
	e.does("credit " + want)
	words := strings.Fields(want)
	_, err := operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: words[1], Amount: words[2], Take: words[0] == "take", Ref: words[4]})
	e.Must(err)
	e.needs(0)
}

// does wants one payment to need a person, who is told a command.
func (e *env) does(command string) {
	e.Helper()
	list, err := operator.Payments{Store: e.Store}.List(e.Context(), operator.PaymentChoice{NeedsYou: true, Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if len(list) != 1 || !strings.HasPrefix(list[0].Command+" ", "nameyard "+command+" ") {
		e.Fatalf("what needs a person is %+v, want %q", list, command)
	}
}
