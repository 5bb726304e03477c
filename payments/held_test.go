package payments_test

import (
	"strings"
	"testing"
	"time"

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

// A charge that never arrived is asked for again only while it is wanted, and never by who looks at it.
func TestChargeIsNotAskedForAgainOnceItIsNotWanted(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 100_000)
		other, theirs := e.stripe.SavedCard(stripetest.Good)
		asked := 0
		for _, c := range []struct {
			what       string
			does, undo func()
		}{
			{"switched off", func() {
				_, err := e.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOff}, anything, person)
				e.Must(err)
			}, func() {}},
			{"another card", func() { e.saved(other, theirs, 2000, 3000, 100_000) }, func() {}},
			{"card removed", func() { e.Must(e.Payments.RemoveCard(e.Context(), e.Account, person)) }, func() {}},
			{"disabled", func() { e.disables(true) }, func() { e.disables(false) }},
			{"paid by bank", func() { e.Must(e.Store.MoveCredit(e.Context(), e.Account, 1000, "", "by bank")) },
				func() { e.Must(e.Store.MoveCredit(e.Context(), e.Account, -1000, "", "spent")) }},
		} {
			customer, card = e.stripe.SavedCard(stripetest.Good) // one that was removed or replaced never comes back
			e.saved(customer, card, 2000, 3000, 100_000)
			e.stripe.Fail(charges, stripetest.Early500)
			e.run(jobs.TopUps)
			open := e.newest()
			if asked++; open.State != reseller.PaymentOpen || e.stripe.Asked(charges) != asked {
				e.Fatalf("%s: begun %+v, asked %d times", c.what, open, e.stripe.Asked(charges))
			}
			e.Clock.Outwait(5 * time.Minute)
			if _, err := e.Payments.Look(e.Context(), e.Account.ID, open.ID); err != nil || e.stripe.Asked(charges) != asked {
				e.Errorf("%s: who looks at it has the card charged, %v", c.what, err)
			}
			c.does()
			e.settles(time.Hour)
			e.settles(19 * time.Hour)
			e.settles(7 * time.Hour)
			if now := e.newest(); now.ID != open.ID || now.Live() || now.State == reseller.PaymentPaid || e.stripe.Asked(charges) != asked || e.stripe.Charges() != 0 {
				e.Fatalf("%s: in the end %+v, asked %d times, %d charges", c.what, now, e.stripe.Asked(charges), e.stripe.Charges())
			}
			c.undo()
		}
	})
}

// newest is the payment that was begun last.
func (e *env) newest() reseller.Payment {
	e.Helper()
	list, err := e.Store.SearchPayments(e.Context(), reseller.PaymentSearch{Page: reseller.Page{Limit: 1}})
	e.Must(err)
	return list[0]
}

func (e *env) disables(disabled bool) {
	e.Helper()
	_, err := e.Store.ChangeAccount(e.Context(), e.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.Disabled = disabled; return nil })
	e.Must(err)
}

// A charge that is being carried out is neither refused nor forgotten: it is paid when the bank agrees, and cancelled when it never does.
func TestChargeThatTakesItsTime(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Slow)
		e.saved(customer, card, 2000, 3000, 100_000)
		e.stripe.Fail(charges, stripetest.Lost)
		e.run(jobs.TopUps)
		e.settles(2 * time.Minute)
		e.has("while the bank is asked", 1000, "automatic open 3000")
		e.stripe.Finish()
		e.settles(time.Hour)
		e.has("when it has agreed", 4000, "automatic paid 3000")

		e.Must(e.Store.MoveCredit(e.Context(), e.Account, -3000, "", "spent"))
		e.run(jobs.TopUps)
		e.settles(25 * time.Hour)
		e.has("a day later", 1000, "automatic open 3000", "automatic paid 3000")
		other, theirs := e.stripe.SavedCard(stripetest.Good)
		e.saved(other, theirs, 2000, 3000, 100_000)
		e.settles(2 * time.Hour)
		e.has("given up", 1000, "automatic declined 3000 canceled", "automatic paid 3000")
		if n := e.stripe.Charges(); n != 1 {
			e.Errorf("%d charges", n)
		}
		if set, err := e.Payments.TopUp(e.Context(), e.Account.ID); err != nil || set.State != reseller.TopUpOn || set.Declines != 0 {
			e.Errorf("the card that was saved since is held for the former: %+v, %v", set, err)
		}

		// A charge that is begun as the month ends is held against that month.
		begun := e.Clock.Now()
		e.Clock.Move(40 * 24 * time.Hour)
		e.saved(other, theirs, 2000, 3000, 5000)
		if _, full, err := e.Store.OpenTopUp(e.Context(), e.Account.ID, reseller.Payment{Key: "late", CreatedAt: begun, AskedAt: begun, LookAt: begun}, "10000"); !full || err == nil {
			e.Errorf("a charge of last month, which has no room for it: full %t, %v", full, err)
		}
	})
}

// A key that may not charge is no card that was declined: the operator is told by the job, and the charge goes on once the key may.
func TestKeyThatMayNotChargeBlamesNoCard(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		fails := func(job string) {
			e.Helper()
			e.stripe.Fail(charges, stripetest.Barred)
			if err := e.Jobs.Run(e.Context(), job); err == nil || !strings.Contains(err.Error(), "403") {
				e.Errorf("job %s says %v", job, err)
			}
			if set, err := e.Payments.TopUp(e.Context(), e.Account.ID); err != nil || set.State != reseller.TopUpOn || set.Declines != 0 {
				e.Errorf("top-up is %+v, %v", set, err)
			}
			e.has("while the key may not", 1000, "automatic open 3000")
		}
		fails(jobs.TopUps)
		e.Clock.Outwait(2 * time.Minute)
		fails(jobs.CardPayments)
		e.settles(time.Hour)
		e.has("once it may", 4000, "automatic paid 3000")
	})
}

// What the provider does not have, as with a key of another account there, ends by itself, and the account is charged again.
func TestPaymentThatTheProviderNoLongerHasEnds(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		e.stripe.Fail(charges, stripetest.Early500)
		e.run(jobs.TopUps)
		e.Must(e.Store.BindPayment(e.Context(), e.newest().ID, "", "", "pi_elsewhere", e.Clock.Wall()))
		if err := e.Jobs.Run(e.Context(), jobs.CardPayments); err == nil || !strings.Contains(err.Error(), "404") {
			e.Errorf("a payment that the provider does not have: %v", err)
		}
		e.settles(27 * time.Hour)
		e.has("later", 1000, "automatic expired 3000 not_found")
		e.run(jobs.TopUps)
		e.has("charged", 4000, "automatic paid 3000", "automatic expired 3000 not_found")
	})
}
