package panel_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// became is a card payment by what became of it.
type became struct {
	what  string
	id    int64
	state reseller.PaymentState
}

// paysByCard gives an account a card payment of each kind that there is.
func (w *world) paysByCard(a reseller.Account) (all []became) {
	w.Helper()
	begin := func(what string, minor int64, state reseller.PaymentState) reseller.Payment {
		p, err := w.Payments.Begin(w.Context(), a, minor, true, what, "sv", reseller.Actor{Name: "user anna@example.com", Face: "panel", Caller: true})
		w.Must(err)
		all = append(all, became{what, p.ID, state})
		return p
	}
	begin("expired", 40_00, reseller.PaymentExpired)
	w.Clock.Move(2 * time.Hour)
	pay := func(what string, received int64, state reseller.PaymentState) (ref string) {
		return w.stripe.Pay(begin(what, 9_345_67, state).Session, stripetest.Good, received)
	}
	pay("paid", 0, reseller.PaymentPaid)
	pay("stranded", 99_00, reseller.PaymentStranded)
	w.stripe.Refund(pay("refunded", 0, reseller.PaymentPaid), 2_345_67)
	w.stripe.Dispute(pay("disputed", 0, reseller.PaymentPaid), "needs_response")
	begin("open", 250_00, reseller.PaymentOpen)
	w.stripe.Fail("POST /v1/checkout/sessions", stripetest.Away)
	begin("no-answer", 250_00, reseller.PaymentOpen)
	w.stripe.Fail("POST /v1/checkout/sessions", stripetest.Barred)
	begin("refused", 250_00, reseller.PaymentExpired)
	w.Must(w.Payments.Settle(w.Context()))
	w.Must(w.Payments.Compare(w.Context()))
	for what, card := range map[string]stripetest.Card{"declined": stripetest.Declines, "asks": stripetest.Asks} {
		all = append(all, became{what, w.toppedUp(a, card).ID, reseller.PaymentDeclined})
	}
	return all
}

// toppedUp has the credit of an account topped up by a card, as far as that goes, and gives the payment.
func (w *world) toppedUp(a reseller.Account, card stripetest.Card) reseller.Payment {
	w.Helper()
	w.tops(a, card, reseller.TopUpOn)
	w.Must(w.Payments.ChargeCards(w.Context()))
	list, err := w.Payments.Payments(w.Context(), a.ID, reseller.Page{Limit: 1})
	w.Must(err)
	return list[0]
}

// tops sets the automatic top-up of an account, with a card that was saved.
func (w *world) tops(a reseller.Account, card stripetest.Card, state reseller.TopUpState) {
	w.Helper()
	customer, method := w.stripe.SavedCard(card)
	_, err := w.Store.ChangeTopUp(w.Context(), a.ID, reseller.Operator, "card", func(t *reseller.TopUp) error {
		t.Customer, t.Method, t.Brand, t.Last4, t.ExpMonth, t.ExpYear, t.State = customer, method, "mastercard", string(card), 7, 2031, state
		t.Below, t.Amount, t.MonthMax, t.Declines, t.TryAt = 99_999_999_00, 9_345_67, 99_999_99, 0, time.Time{}
		return nil
	})
	w.Must(err)
}

// cardStates are the pages of card payments and of automatic top-up, in each of their states.
func cardStates(t *testing.T, w *world, a reseller.Account) (list []state) {
	t.Helper()
	for _, p := range w.paysByCard(a) {
		now, err := w.Store.Payment(t.Context(), p.id)
		if w.Must(err); now.State != p.state {
			t.Errorf("the payment that is to be %s is %s (%s)", p.what, now.State, now.Reason)
		}
		list = append(list, opened("card-"+p.what, fmt.Sprintf("/panel/credit/card/%d/", p.id)))
	}
	const topUp = "/panel/credit/top-up/"
	set := func(name string, card stripetest.Card, s reseller.TopUpState) state {
		return state{name, func(b *browser) { w.tops(a, card, s); b.visit(topUp) }}
	}
	return append(list,
		opened("top-up-asks", topUp),
		state{"top-up-declined", func(b *browser) { w.toppedUp(a, stripetest.Declines); b.visit(topUp) }},
		set("top-up-off", stripetest.Good, reseller.TopUpOff),
		sent("top-up-wrong", topUp, "form.fields", map[string]string{"below": "much", "charge": "0.01", "month": ""}),
		set("top-up-on", stripetest.Good, reseller.TopUpOn),
		opened("card-credit", "/panel/credit/"),
		opened("card-too-little", "/panel/credit/pay/?amount=0.10"),
		state{"top-up-no-card", func(b *browser) {
			_, err := w.Store.ChangeTopUp(w.Context(), a.ID, reseller.Operator, "card", func(t *reseller.TopUp) error {
				t.Method, t.State = "", reseller.TopUpOff
				return nil
			})
			w.Must(err)
			b.visit(topUp)
		}},
		state{"card-unknown", func(b *browser) { b.visit(fmt.Sprintf("/panel/credit/card/%d/", w.toppedUp(a, stripetest.Slow).ID)) }},
		opened("card-unknown-pay", "/panel/credit/pay/?amount=250"),
		state{"card-no-provider", func(b *browser) {
			pages, err := w.Another("without cards", func(c *app.Config) { c.Cards = app.Cards{} }).Panel()
			w.Must(err)
			w.serve(pages, nil)
			b.home = w.url
			b.visit("/panel/credit/pay/?amount=250")
		}},
	)
}
