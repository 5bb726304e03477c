package payments_test

import (
	"testing"

	"nameyard/jobs"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// another begins a payment of another account.
func (e *env) another(email string, saveCard bool) (reseller.Account, reseller.Payment) {
	e.Helper()
	a := e.AddAccount(reseller.Account{Email: email, Name: "Another", Currency: "EUR", Language: "en"}, 0)
	p, err := e.Payments.Begin(e.Context(), a, 900, saveCard, email, "en", person)
	e.Must(err)
	return a, p
}

// closes closes an account that has some credit, which is taken first.
func (e *env) closes(a reseller.Account, credit int64) {
	e.Helper()
	e.Must(e.Store.MoveCredit(e.Context(), a, -credit, "", "all"))
	_, err := e.Store.CloseAccount(e.Context(), a.ID, reseller.Operator)
	e.Must(err)
}

// An account that was closed after it had saved a card holds nobody: others are charged, and what goes back of its payments is noted.
func TestClosedAccountWithASavedCardHoldsNobody(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		for n, heard := range []bool{true, false} { // its card is kept before it is closed; nobody has heard of its payment before
			a, p := e.another([]string{"kept@example.com", "not@example.com"}[n], true)
			ref := e.stripe.Pay(p.Session, stripetest.Good, 0)
			if heard {
				e.hears(e.App)
				e.closes(a, 900)
			} else {
				_, err := e.Store.CloseAccount(e.Context(), a.ID, reseller.Operator)
				e.Must(err)
			}
			e.run(jobs.ComparePayments)
			e.stripe.Refund(ref, 400)
			e.hears(e.App)
			if now := e.payment(p.FormKey); now.Refunded != 400 {
				e.Errorf("what was refunded is not noted: %+v", now)
			}
		}
		e.run(jobs.TopUps)
		e.has("charged", 4000, "automatic paid 3000", "once stranded 900 account_closed", "once paid 900")
	})
}
