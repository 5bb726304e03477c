package payments_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

const detaches = "POST /v1/payment_methods/"

// pays pays on a page with a card that is to be saved, and gives the card that the provider keeps. nobody hears of it.
func (e *env) pays(form string, other int64) (ref, card string) {
	e.Helper()
	ref = e.stripe.Pay(e.begins(form, 900, true).Session, stripetest.Good, other)
	e.stripe.Events()
	return ref, e.stripe.CardOf(ref)
}

// keeps wants the provider to keep some cards, and not others.
func (e *env) keeps(what string, kept bool, cards ...string) {
	e.Helper()
	for n, card := range cards {
		if e.stripe.Detached(card) == kept {
			e.Errorf("%s: the provider keeps card %d (%s): %t", what, n, card, !kept)
		}
	}
}

// A card that is replaced, removed, or has paid and is not kept is detached at the provider: once, however it answers, and never the one that is the account's now.
func TestCardThatIsNotKeptIsDetached(t *testing.T) {
	onBoth(t, func(e *env) {
		_, former := e.pays("former", 0)
		e.run(jobs.ComparePayments)
		_, latter := e.pays("latter", 0)
		for _, kind := range []stripetest.Fault{stripetest.Limited, stripetest.Early500, stripetest.Lost} { // the last is done, and not answered
			e.stripe.Fail(detaches, kind)
		}
		e.run(jobs.ComparePayments)
		e.keeps("replaced, before the job", true, former, latter)
		for n, kind := range []string{"429", "500", "lost"} {
			if err := e.Jobs.Run(e.Context(), jobs.CardPayments); err == nil {
				e.Errorf("%s: nothing is said of a card that the provider has not confirmed to be removed", kind)
			}
			e.keeps(kind, n < 2, former)
			e.Clock.Outwait(time.Hour)
		}
		e.run(jobs.CardPayments)
		e.keeps("replaced", false, former)
		e.keeps("replaced", true, latter)
		asked := e.stripe.Asked(detaches)

		_, stranded := e.pays("of another amount", 901)
		_, early := e.pays("seen late", 0)
		e.run(jobs.ComparePayments) // the newest first: the one before it is not kept in its place
		e.Clock.Outwait(time.Hour)
		e.run(jobs.CardPayments)
		e.keeps("stranded, or replaced", false, stranded, latter)
		e.keeps("the newest", true, early)
		if set, err := e.Payments.TopUp(e.Context(), e.Account.ID); err != nil || set.Method != early {
			e.Errorf("the account's card is %+v, %v", set, err)
		}
		if n := e.stripe.Asked(detaches); n != asked+2 {
			e.Errorf("asked %d times about two cards", n-asked)
		}
		// One that was removed is not kept again, whoever sees its payment.
		_, err := e.Store.ChangeTopUp(e.Context(), e.Account.ID, person, "again", func(t *reseller.TopUp) error { t.Method = former; return nil })
		if !errors.Is(err, reseller.ErrCardRemoved) {
			e.Errorf("a card that was removed is kept again: %v", err)
		}
		// An account that is disabled or closed can have its card removed; one that the provider does not remove at once is not lost.
		e.disables(true)
		e.Must(e.Store.MoveCredit(e.Context(), e.Account, -e.available(), "", "all"))
		_, err = e.Store.CloseAccount(e.Context(), e.Account.ID, reseller.Operator)
		e.Must(err)
		e.stripe.Fail(detaches, stripetest.Away)
		e.Must(e.Payments.RemoveCard(e.Context(), e.Account, reseller.Operator))
		e.keeps("away", true, early)
		if set, err := e.Payments.TopUp(e.Context(), e.Account.ID); err != nil || set.HasCard() || set.State != reseller.TopUpOff {
			e.Errorf("removed, the account's card is %+v, %v", set, err)
		}
		e.settles(time.Hour)
		e.settles(time.Hour)
		e.keeps("of a closed account", false, early)
	})
}

// available is the account's available credit.
func (e *env) available() int64 {
	e.Helper()
	b, err := e.Store.Balance(e.Context(), e.Account.ID)
	e.Must(err)
	return b.Available
}

// A maximum that is lowered binds top-ups that are set already: no charge is more, and one that was begun before is not asked for again.
func TestLoweredMaximumBindsWhatIsSetAlready(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		e.stripe.Fail(charges, stripetest.Early500)
		e.run(jobs.TopUps)
		e.Payments.Most = "20"
		e.settles(time.Hour)
		e.has("not asked for again", 1000, "automatic open 3000")
		e.settles(26 * time.Hour)
		e.has("ended", 1000, "automatic expired 3000 withdrawn")
		e.run(jobs.TopUps)
		e.has("charged what may be", 3000, "automatic paid 2000", "automatic expired 3000 withdrawn")
	})
}

// A charge that the provider has not had is asked for again only within what is set by then, at a time and in a month. One that it has is credited, whatever was lowered.
func TestChargeThatIsAskedForAgainHeedsWhatWasLowered(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		var before []string
		for _, c := range []struct {
			what          string
			fault         stripetest.Fault
			charge, month int64 // set while it is open
			charged       bool
		}{
			{"less at a time", stripetest.Away, 2999, 10_000, false},
			{"less in a month", stripetest.Early500, 2000, 2999, false},
			{"as much at a time and in a month", stripetest.Away, 3000, 3000, true},
			{"less, and it was charged", stripetest.Lost, 500, 500, true},
		} {
			e.saved(customer, card, 2000, 3000, 10_000)
			e.stripe.Fail(charges, c.fault)
			e.run(jobs.TopUps)
			_, err := e.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOn, Below: 2000, Amount: c.charge, MonthMax: c.month}, anything, person)
			e.Must(err)
			e.settles(time.Hour)
			now, available := "automatic open 3000", int64(1000)
			if c.charged {
				now, available = "automatic paid 3000", 4000
			}
			e.has(c.what, available, append([]string{now}, before...)...)
			e.settles(26 * time.Hour)
			if !c.charged {
				now = "automatic expired 3000 withdrawn"
			}
			before = append([]string{now}, before...)
			e.has(c.what+", in the end", available, before...)
			if c.charged {
				e.Must(e.Store.MoveCredit(e.Context(), e.Account, 1000-available, "", "spent"))
			}
			e.Clock.Move(40 * 24 * time.Hour)
		}
		if n := e.stripe.Charges(); n != 2 {
			e.Errorf("%d charges", n)
		}
	})
}
