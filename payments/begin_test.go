package payments_test

import (
	"testing"

	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// The way of a payment that goes well: intent, page, payment, message, credit.
func TestPersonPaysOnTheProvidersPage(t *testing.T) {
	onBoth(t, func(e *env) {
		p := e.begins("form", 2550, false)
		if p.Page != "https://checkout.stripe.test/c/pay/"+p.Session || p.State != reseller.PaymentOpen {
			t.Errorf("the payment is %+v", p)
		}
		if again := e.begins("form", 2550, false); again.ID != p.ID || again.Page != p.Page || e.stripe.Asked("POST") != 1 {
			t.Errorf("the same form again begins %+v, with %d questions", again, e.stripe.Asked("POST"))
		}
		if looked, err := e.Payments.Look(e.Context(), e.Account.ID, p.ID); err != nil || looked.State != reseller.PaymentOpen {
			t.Errorf("who comes back without having paid sees %+v, %v", looked, err)
		}
		e.has("before it is paid", 1000, "once open 2550")
		e.stripe.Pay(p.Session, stripetest.Declines, 0)
		e.hears(e.App)
		e.has("after a card that was declined", 1000, "once open 2550")
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.hears(e.App)
		e.has("after it was paid", 3550, "once paid 2550")
		e.settles(7_200_000_000_000)
		e.has("later", 3550, "once paid 2550")
	})
}
