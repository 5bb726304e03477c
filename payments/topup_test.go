package payments_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/jobs"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
	"nameyard/store"
)

// A card that was saved is charged when the credit is low: as much as was set, and no more in a month.
func TestCreditIsToppedUpByItself(t *testing.T) {
	onBoth(t, func(e *env) {
		set := reseller.TopUp{State: reseller.TopUpOn, Below: 2000, Amount: 1500, MonthMax: 4000}
		if _, err := e.Payments.SetTopUp(e.Context(), e.Account, set, anything, person); err == nil || !strings.Contains(err.Error(), "there is no saved card") {
			e.Errorf("without a card: %v", err)
		}
		p := e.begins("form", 500, true)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.hears(e.App)
		saved, err := e.Payments.TopUp(e.Context(), e.Account.ID)
		e.Must(err)
		if !saved.HasCard() || saved.Brand != "visa" || saved.Last4 != "4242" || saved.ExpMonth != 12 || saved.ExpYear != 2034 || saved.State != reseller.TopUpOff {
			e.Errorf("the card is kept as %+v", saved)
		}
		for what, wrong := range map[string]reseller.TopUp{
			"nothing to fall below": {State: reseller.TopUpOn, Amount: 1500, MonthMax: 4000}, "too little a month": {State: reseller.TopUpOn, Below: 1, Amount: 1500, MonthMax: 1499},
			"too small a charge": {State: reseller.TopUpOn, Below: 1, Amount: 49, MonthMax: 4000}, "too large a charge": {State: reseller.TopUpOn, Below: 1, Amount: 1_000_001, MonthMax: 2_000_000},
		} {
			if _, err := e.Payments.SetTopUp(e.Context(), e.Account, wrong, anything, person); reseller.AsError(err).Kind != reseller.KindInvalid || reseller.AsError(err).Field == "" {
				e.Errorf("%s: %v", what, err)
			}
		}
		e.run(jobs.TopUps)
		e.has("switched off", 1500, "once paid 500")
		_, err = e.Payments.SetTopUp(e.Context(), e.Account, set, anything, person)
		e.Must(err)
		e.run(jobs.TopUps)
		e.has("below", 3000, "automatic paid 1500", "once paid 500")
		e.run(jobs.TopUps)
		e.has("not below any more", 3000, "automatic paid 1500", "once paid 500")
		spend := func(amount int64) {
			e.Helper()
			e.Must(e.Store.MoveCredit(e.Context(), e.Account, -amount, "", "spent"))
		}
		spend(2000)
		e.run(jobs.TopUps)
		spend(2000)
		e.run(jobs.TopUps)
		e.has("the month has no room for a third", 500, "automatic paid 1500", "automatic paid 1500", "once paid 500")
		e.Clock.Move(31 * 24 * time.Hour)
		e.run(jobs.TopUps)
		e.has("the next month", 2000, "automatic paid 1500", "automatic paid 1500", "automatic paid 1500", "once paid 500")

		e.Must(e.Payments.RemoveCard(e.Context(), e.Account, person))
		spend(2000)
		e.run(jobs.TopUps)
		e.settles(time.Hour) // the payment that saved the card is looked at again
		now, err := e.Payments.TopUp(e.Context(), e.Account.ID)
		e.Must(err)
		if now.HasCard() || now.State != reseller.TopUpOff || !e.stripe.Detached(saved.Method) {
			e.Errorf("a card that was removed is %+v", now)
		}
		e.has("without a card", 0, "automatic paid 1500", "automatic paid 1500", "automatic paid 1500", "once paid 500")
	})
}

// However many accounts are due that cannot be charged, the others are.
func TestAccountsThatCannotBeChargedHoldNobodyUp(t *testing.T) {
	onBoth(t, func(e *env) {
		for n := range 101 {
			full := e.AddAccount(reseller.Account{Email: fmt.Sprintf("full%d@example.com", n), Name: "Full", Currency: "EUR", Language: "en"}, 0)
			_, err := e.Store.ChangeTopUp(e.Context(), full.ID, person, "test", func(t *reseller.TopUp) error {
				t.State, t.Customer, t.Method, t.Below, t.Amount = reseller.TopUpOn, "cus_full", "pm_full", 1000, 1500
				return nil
			})
			e.Must(err)
		}
		e.Account = e.AddAccount(reseller.Account{Email: "last@example.com", Name: "Last", Currency: "EUR", Language: "en"}, 0)
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 1500, 10_000)
		e.run(jobs.TopUps)
		e.has("of the last account", 1500, "automatic paid 1500")
	})
}

// Two servers that find the credit low at once charge the card once, whoever is faster.
func TestCardIsChargedOnceByTwoServers(t *testing.T) {
	onBoth(t, func(e *env) {
		servers := []*app.App{e.App, e.Another("other", nil), e.Another("third", nil)}
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 1500, 100_000)
		e.run(jobs.ComparePayments)
		// Each answer waits until all servers have had their chance.
		var all sync.WaitGroup
		for _, s := range servers {
			for range 3 {
				all.Go(func() {
					if err := s.Payments.ChargeCards(e.Context()); err != nil {
						e.Error(err)
					}
				})
			}
		}
		all.Wait()
		if n := e.stripe.Charges(); n != 1 {
			e.Errorf("%d charges", n)
		}
		e.has("charged by three servers", 2500, "automatic paid 1500")

		// One whose outcome is not known keeps the others from charging.
		e.Must(e.Store.MoveCredit(e.Context(), e.Account, -2000, "", "spent"))
		e.stripe.Fail(charges, stripetest.Lost)
		for _, s := range servers {
			e.Must(s.Payments.ChargeCards(e.Context()))
		}
		if n := e.stripe.Charges(); n != 2 {
			e.Errorf("%d charges", n)
		}
		e.settles(5 * time.Minute)
		e.has("in the end", 2000, "automatic paid 1500", "automatic paid 1500")
	})
}

// A card that is declined pauses automatic top-up: it is tried on two more days, or not at all where its bank wants its holder.
func TestDeclinedCardPausesTopUp(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Later)
		e.saved(customer, card, 2000, 1500, 4500)
		stands := func(what string, state reseller.TopUpState, declines int, again bool) {
			e.Helper()
			now, err := e.Payments.TopUp(e.Context(), e.Account.ID)
			e.Must(err)
			if now.State != state || now.Declines != declines || now.TryAt.IsZero() == again {
				e.Errorf("%s: %+v", what, now)
			}
		}
		e.run(jobs.TopUps)
		stands("declined once", reseller.TopUpPaused, 1, true)
		e.Clock.Outwait(24 * time.Hour)
		e.stripe.Behave(card, stripetest.Good)
		e.run(jobs.TopUps)
		stands("charged a day later", reseller.TopUpOn, 0, false)
		e.has("charged a day later", 2500, "automatic paid 1500", "automatic declined 1500 card_declined")
		e.Must(e.Store.MoveCredit(e.Context(), e.Account, -1500, "", "spent"))
		e.stripe.Behave(card, stripetest.Later)
		e.Clock.Move(31 * 24 * time.Hour)

		for n := range reseller.MaxDeclines {
			e.run(jobs.TopUps)
			e.run(jobs.TopUps)
			stands("declined", reseller.TopUpPaused, n+1, n+1 < reseller.MaxDeclines)
			e.Clock.Outwait(24 * time.Hour)
		}
		e.Clock.Outwait(10 * 24 * time.Hour)
		e.run(jobs.TopUps)
		before := []string{"automatic declined 1500 card_declined", "automatic declined 1500 card_declined", "automatic declined 1500 card_declined", "automatic paid 1500", "automatic declined 1500 card_declined"}
		e.has("three times", 1000, before...)
		told, err := e.Store.EventsOfKind(e.Context(), e.Account.ID, reseller.EventPaymentDeclined, time.Time{}, reseller.Page{Limit: 9})
		if err != nil || len(told) != 4 || told[0].Detail.Total != 1500 {
			e.Errorf("told %+v, %v", told, err)
		}

		e.stripe.Behave(card, stripetest.Asks)
		e.saved(customer, card, 2000, 1500, 4500) // a person has acted
		e.run(jobs.TopUps)
		stands("its bank asks", reseller.TopUpPaused, 1, false)
		p := e.begins("by hand", 1500, true)
		file := filepath.Join(e.TempDir(), "books.nyb")
		_, err = e.Store.Backup(e.Context(), file, "test", nil)
		e.Must(err)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.hears(e.App)
		stands("paid by hand with a card that is saved", reseller.TopUpOn, 0, false)
		e.has("paid by hand", 2500, append([]string{"once paid 1500", "automatic declined 1500 authentication_required"}, before...)...)

		// In books from the backup the card is not saved yet, nor top-up switched off, as its person has done since.
		_, err = e.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOff}, anything, person)
		e.Must(err)
		_, err = e.Store.Restore(e.Context(), store.RestoreOrders{Path: file, Replace: true, Leader: jobs.LeaderLease})
		e.Must(err)
		e.Clock.Outwait(time.Hour)
		for _, job := range []string{jobs.Reconcile, jobs.AfterRestore, jobs.ComparePayments, jobs.TopUps} {
			e.run(job)
		}
		e.has("after a restore", 2500, append([]string{"once paid 1500", "automatic declined 1500 authentication_required"}, before...)...)
		stands("after a restore", reseller.TopUpPaused, 0, false)
		told, err = e.Store.EventsOfKind(e.Context(), e.Account.ID, reseller.EventTopUpPaused, time.Time{}, reseller.Page{Limit: 9})
		if err != nil || len(told) != 1 {
			e.Errorf("after a restore it is told %+v, %v", told, err)
		}
	})
}

// A closed or disabled account is not charged; nor is anybody while the books are not known to be whole.
func TestNobodyIsChargedWhoIsShutOut(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 1500, 4500)
		shown := func(what string, want int64) { // whoever is not charged is not listed either
			e.Helper()
			list, err := e.Store.TopUps(e.Context(), false)
			e.Must(err)
			figures, err := e.Store.PaymentFigures(e.Context())
			e.Must(err)
			if on := figures.TopUps[reseller.TopUpOn]; int64(len(list)) != want || on != want {
				e.Errorf("%s: %d are listed and %d counted, want %d", what, len(list), on, want)
			}
		}
		shown("open", 1)
		_, err := e.Store.ChangeAccount(e.Context(), e.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.Disabled = true; return nil })
		e.Must(err)
		shown("disabled", 0)
		e.run(jobs.ComparePayments)
		e.run(jobs.TopUps)
		_, err = e.Store.ChangeAccount(e.Context(), e.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.Disabled = false; return nil })
		e.Must(err)
		e.Clock.Outwait(time.Hour)
		e.stripe.Fail("GET /v1/payment_intents", stripetest.Early500)
		if err := e.Jobs.Run(e.Context(), jobs.TopUps); err == nil {
			e.Error("cards are charged though the provider does not tell what was charged before")
		}
		e.Must(e.Store.MoveCredit(e.Context(), e.Account, -1000, "", "all"))
		_, err = e.Store.CloseAccount(e.Context(), e.Account.ID, reseller.Operator)
		e.Must(err)
		shown("closed", 0)
		e.run(jobs.TopUps)
		e.has("shut out", 0)
	})
}

// What the people of an account may begin in a day is bounded.
func TestPaymentsOfADayAreBounded(t *testing.T) {
	onBoth(t, func(e *env) {
		for n := range 5 {
			e.begins(string(rune('a'+n)), 500, false)
		}
		if _, err := e.Payments.Begin(e.Context(), e.Account, 500, false, "sixth", "en", person); reseller.AsError(err).Kind != reseller.KindLimited {
			e.Errorf("a sixth payment: %v", err)
		}
		e.begins("a", 500, false) // no new one
		if _, err := e.Payments.Begin(e.Context(), e.Account, 600, false, "a", "en", person); reseller.AsError(err).Kind != reseller.KindConflict {
			e.Errorf("a form with another amount: %v", err)
		}
		for amount, want := range map[int64]reseller.Kind{49: reseller.KindInvalid, 1_000_001: reseller.KindInvalid} {
			if _, err := e.Payments.Begin(e.Context(), e.Account, amount, false, "x", "en", person); reseller.AsError(err).Kind != want {
				e.Errorf("%d: %v", amount, err)
			}
		}
		e.Clock.Move(24 * time.Hour)
		e.begins("the next day", 500, false)
	})
}
