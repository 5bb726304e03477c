package payments_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/payments"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
	"nameyard/store"
)

const (
	makesPage = "POST /v1/checkout/sessions"
	charges   = "POST /v1/payment_intents"
)

// A page whose making got no answer, or a bad one, is no refusal: the form asks again under the same key, and what nobody can have paid ends by itself.
func TestPageWhoseAnswerIsLost(t *testing.T) {
	onBoth(t, func(e *env) {
		for _, kind := range []stripetest.Fault{stripetest.Lost, stripetest.Early500, stripetest.Limited} {
			e.Clock.Outwait(24 * time.Hour)
			e.Clock.Move(24 * time.Hour)
			e.stripe.Fail(makesPage, kind)
			if p := e.begins(string(kind), 1500, false); p.State != reseller.PaymentOpen || p.Page != "" {
				e.Errorf("%s: the payment is %+v", kind, p)
			}
			if p := e.begins(string(kind), 1500, false); p.Page == "" {
				e.Errorf("%s: asked again, there is no page: %+v", kind, p)
			}
		}
		e.stripe.Fail(makesPage, stripetest.Saved500) // the key stands for the error from then on
		e.begins("saved", 1500, false)
		if p := e.begins("saved", 1500, false); p.State != reseller.PaymentOpen || p.Page != "" {
			e.Errorf("with an answer that is kept the payment is %+v", p)
		}
		e.settles(2 * time.Hour)
		e.has("hours later", 1000, "once expired 1500 not_found", "once expired 1500 expired", "once expired 1500 expired", "once expired 1500 expired")
		e.stripe.Rekey("sk_test_another")
		if p := e.begins("refused", 1500, false); p.State != reseller.PaymentExpired || p.Reason != "provider_refused_401" {
			e.Errorf("with a key that is refused the payment is %+v", p)
		}
		if err := e.Payments.Check(e.Context()); err == nil || !strings.Contains(err.Error(), "the provider refuses the key (401)") || strings.Contains(err.Error(), stripetest.Key) {
			e.Errorf("the check says %v", err)
		}
	})
}

// A message may be there before the answer to the question that made what it is about.
func TestMessageBeforeTheAnswer(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		e.stripe.BeforeAnswer(func(what string) {
			if what == charges {
				e.stripe.BeforeAnswer(nil)
				e.hears(e.App)
			}
		})
		e.stripe.Fail(charges, stripetest.Lost)
		e.run(jobs.TopUps)
		e.has("heard before the answer, which was lost", 4000, "automatic paid 3000")
		e.settles(time.Hour)
		e.has("later", 4000, "automatic paid 3000")
		if n := e.stripe.Charges(); n != 1 {
			e.Errorf("%d charges", n)
		}
	})
}

// saved has the account a saved card, which is charged below an amount.
func (e *env) saved(customer, card string, below, amount, month int64) {
	e.Helper()
	_, err := e.Store.ChangeTopUp(e.Context(), e.Account.ID, person, "test", func(t *reseller.TopUp) error {
		t.Customer, t.Method, t.Brand, t.Last4 = customer, card, "visa", "4242"
		return nil
	})
	e.Must(err)
	_, err = e.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOn, Below: below, Amount: amount, MonthMax: month}, anything, person)
	e.Must(err)
}

func anything(reseller.TopUp) error { return nil }

// A charge whose outcome is not known is never made again under another key, and is found.
func TestChargeWhoseAnswerIsLost(t *testing.T) {
	for _, c := range []struct {
		kind    stripetest.Fault
		charged bool
	}{{stripetest.Lost, true}, {stripetest.Saved500, true}, {stripetest.Early500, false}, {stripetest.Away, false}, {stripetest.Limited, false}} {
		t.Run(string(c.kind), func(t *testing.T) {
			onBoth(t, func(e *env) {
				customer, card := e.stripe.SavedCard(stripetest.Good)
				e.saved(customer, card, 2000, 3000, 10_000)
				e.stripe.Fail(charges, c.kind)
				e.run(jobs.TopUps)
				e.stripe.Events() // no message arrives
				e.has("at once", 1000, "automatic open 3000")
				e.run(jobs.TopUps)
				e.run(jobs.CardPayments)
				if n := e.stripe.Asked(charges); n != 1 {
					e.Errorf("asked %d times at once", n)
				}
				if c.charged { // found, whatever is set by now
					e.Must(e.Payments.RemoveCard(e.Context(), e.Account, person))
				}
				e.settles(5 * time.Minute)
				e.has("minutes later", 4000, "automatic paid 3000")
				if n := e.stripe.Charges(); n != 1 {
					e.Errorf("%d charges", n)
				}
			})
		})
	}
}

// A charge of which the provider shows nothing, and whose key has grown old, has ended without money.
func TestChargeThatNeverArrivedEnds(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		for range 3 {
			e.stripe.Fail(charges, stripetest.Early500)
		}
		e.run(jobs.TopUps)
		e.settles(5 * time.Minute)
		e.settles(20 * time.Hour)
		e.has("twenty hours later", 1000, "automatic open 3000")
		e.settles(3*time.Hour + 30*time.Minute) // the key is too old to ask again
		e.has("when the key is old", 1000, "automatic open 3000")
		asked := e.stripe.Asked(charges)
		e.settles(4 * time.Hour)
		e.has("when it has ended", 1000, "automatic expired 3000 not_found")
		if n := e.stripe.Asked(charges); n != asked || asked != 3 {
			e.Errorf("asked %d and then %d times", asked, n)
		}
	})
}

// What was paid after the backup that the books are of is credited, once, and a card that was charged after it is not charged again.
func TestBooksFromABackupCatchUp(t *testing.T) {
	onBoth(t, func(e *env) {
		file := filepath.Join(e.TempDir(), "books.nyb")
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 4000, 3000, 10_000)
		e.run(jobs.ComparePayments) // names the installation
		open := e.begins("open", 700, false)
		_, err := e.Store.Backup(e.Context(), file, "test", nil)
		e.Must(err)
		e.stripe.Pay(open.Session, stripetest.Good, 0)
		late := e.begins("late", 900, false)
		e.stripe.Pay(late.Session, stripetest.Good, 0)
		e.hears(e.App)
		e.run(jobs.TopUps)
		e.has("before the restore", 5600, "automatic paid 3000", "once paid 900", "once paid 700")
		e.begins("never paid", 300, false)
		_, err = e.Store.Restore(e.Context(), store.RestoreOrders{Path: file, Replace: true, Leader: jobs.LeaderLease})
		e.Must(err)
		e.has("after it", 1000, "once open 700")
		if set, err := e.Store.TopUp(e.Context(), e.Account.ID); err != nil || set.State != reseller.TopUpPaused || !set.TryAt.IsZero() {
			e.Errorf("after a restore automatic top-up is %+v, %v", set, err)
		}
		for kind, want := range map[string]int{reseller.EventTopUpPaused: 1, reseller.EventPaymentDeclined: 0} {
			if told, err := e.Store.EventsOfKind(e.Context(), e.Account.ID, kind, time.Time{}, reseller.Page{Limit: 9}); err != nil || len(told) != want {
				e.Errorf("after a restore %s is told %+v, %v", kind, told, err)
			}
		}
		use := operator.Payments{Store: e.Store}
		if list, err := use.TopUps(e.Context(), true); err != nil || len(list) != 1 || !list[0].PausedByRestore() || list[0].Account.Email != e.Account.Email {
			e.Errorf("the operator's list has %+v, %v", list, err)
		}
		for _, off := range []bool{true, false} { // nobody of a disabled account can switch it on
			_, err := e.Store.ChangeAccount(e.Context(), e.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.Disabled = off; return nil })
			e.Must(err)
			if list, err := use.TopUps(e.Context(), true); err != nil || (len(list) == 0) != off {
				e.Errorf("of an account that is disabled (%t) the operator's list has %+v, %v", off, list, err)
			}
		}
		e.run(jobs.TopUps) // not while the books are being compared with the registries
		e.Clock.Outwait(time.Hour)
		e.run(jobs.Reconcile)
		e.run(jobs.AfterRestore)
		if err := e.Store.Compared(e.Context()); err != nil {
			e.Fatal(err)
		}
		e.run(jobs.TopUps)
		e.has("paused by the restore", 1000, "once open 700")
		e.run(jobs.ComparePayments)
		if set, err := e.Store.TopUp(e.Context(), e.Account.ID); err != nil || set.State != reseller.TopUpPaused {
			e.Errorf("after a charge of before is known automatic top-up is %+v, %v", set, err)
		}
		e.has("compared", 5600, "once paid 900", "automatic paid 3000", "once paid 700")
		_, err = e.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOn, Below: 4000, Amount: 3000, MonthMax: 10_000}, anything, person)
		e.Must(err)
		if list, err := use.TopUps(e.Context(), true); err != nil || len(list) != 0 {
			e.Errorf("switched on again, the operator's list has %+v, %v", list, err)
		}
		e.run(jobs.TopUps)
		e.has("with enough credit", 5600, "once paid 900", "automatic paid 3000", "once paid 700")
		if n := e.Payments.Outcomes()[payments.Outcome{Kind: reseller.PaymentAutomatic, State: reseller.PaymentPaid}]; n != 2 {
			e.Errorf("%d automatic payments are counted, before the restore and after it", n)
		}
		if f, err := e.Store.PaymentFigures(e.Context()); err != nil || f.TopUps[reseller.TopUpOn] != 1 || f.Open[reseller.PaymentOnce].Count != 0 || f.NeedYou != 0 {
			e.Errorf("figures %+v, %v", f, err)
		}
		e.settles(time.Hour)
		e.has("later", 5600, "once paid 900", "automatic paid 3000", "once paid 700")
		if n := e.stripe.Charges(); n != 3 {
			e.Errorf("%d charges", n)
		}
	})
}

// Messages that are not the provider's change nothing.
func TestMessagesThatAreForged(t *testing.T) {
	onBoth(t, func(e *env) {
		p := e.begins("form", 2000, false)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		m := e.stripe.Events()[0]
		now := e.Clock.Wall()
		asked := e.stripe.Asked("GET")
		for what, header := range map[string]map[string][]string{
			"no signature": nil, "another secret": m.Signed(now, "whsec_forged"), "too old": m.Signed(now.Add(-6*time.Minute), stripetest.Secret),
			"of the future": m.Signed(now.Add(6*time.Minute), stripetest.Secret), "another body": stripetest.Event{Body: []byte("{}")}.Signed(now, stripetest.Secret),
			"garbage": {"Stripe-Signature": {"t=x,v1=zz,,=,v1"}},
		} {
			err := e.Payments.Hear(e.Context(), header, m.Body)
			var told *reseller.Error
			if !errors.As(err, &told) || told.Kind != reseller.KindInvalid {
				e.Errorf("%s: %v", what, err)
			}
		}
		e.has("after forged messages", 1000, "once open 2000")
		if n := e.stripe.Asked("GET"); n != asked {
			e.Error("a forged message had the provider asked")
		}
		e.Must(e.Payments.Hear(e.Context(), m.Signed(now.Add(-4*time.Minute), "whsec_next", stripetest.Secret), m.Body)) // signed with two while the secret is rolled
		e.has("after the right one", 3000, "once paid 2000")
	})
}
