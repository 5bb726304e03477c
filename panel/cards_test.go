package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
)

// A person pays by card: the form leads to a page of ours, whose link leads to the provider's; what came of it is shown when the browser comes back. The card that was saved tops the
// credit up, until it is removed.
func TestBillingPaysByCardAndHasCreditToppedUp(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("billing@example.com", reseller.UserBilling, "en")
		const pay, card, topUp = "/panel/credit/pay/?amount=250", "/panel/credit/card/", "/panel/credit/top-up/"
		p.shows(pay, "Pay by card", "Save this card for automatic top-ups", "test mode: no money is moved")
		form, _ := fieldsOf(p.must(pay), card)
		form.Set("save", "yes")
		begun := p.post(card, form)
		if begun.status != http.StatusSeeOther || !strings.HasPrefix(begun.to, card) {
			t.Fatalf("the form answers %d %s\n%s", begun.status, begun.to, seen(begun.body))
		}
		if again := p.post(card, form); again.to != begun.to {
			t.Errorf("sent twice, it leads to %s and %s", begun.to, again.to)
		}
		link := regexp.MustCompile(`href="https://checkout\.stripe\.test/c/pay/(cs_test\d+)"[^>]*>Continue to the payment page`).FindStringSubmatch(p.must(begun.to))
		if link == nil {
			t.Fatalf("there is no link:\n%s", p.must(begun.to))
		}
		before, err := w.Store.Balance(w.Context(), w.Account.ID)
		w.Must(err)
		p.shows(begun.to, "You pay on the payment provider")
		ref := w.stripe.Pay(link[1], stripetest.Good, 0)
		p.shows(begun.to, "The amount was received and is on your account.") // no message was sent: the page has asked
		p.shows("/panel/credit/", "card payment", "Below 100.00")            // it goes on: a person has paid with a card that is saved
		after, err := w.Store.Balance(w.Context(), w.Account.ID)
		w.Must(err)
		if after.Available-before.Available != 250_00 {
			t.Errorf("%d were credited", after.Available-before.Available)
		}

		p.shows(topUp, "Visa ending in 4242, valid through 12/2034.")
		p.tellsAll(wrongForm{topUp, "", url.Values{"below": {"abc"}, "charge": {"50"}, "month": {"500"}}, [][2]string{{"below", "abc"}}})
		p.tellsAll(wrongForm{topUp, "", url.Values{"below": {"abc"}, "charge": {"0"}, "month": {"100"}}, [][2]string{{"charge", ""}, {"below", "abc"}}})
		form = p.typed(topUp, "")
		for field, text := range map[string]string{"below": "0", "charge": "0.10", "month": "x"} {
			wrong := url.Values{"seen": form["seen"], "below": {"100"}, "charge": {"50"}, "month": {"500"}}
			wrong.Set(field, text)
			if a := p.post(topUp, wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="field-`+field+`"`) || !strings.Contains(a.body, `aria-invalid="true"`) {
				t.Errorf("%s as %s: %d\n%s", field, text, a.status, seen(a.body))
			}
		}
		form.Set("below", "100")
		form.Set("charge", "50")
		form.Set("month", "500,50")
		if a := p.post(topUp, form); a.to != topUp+"?saved=" {
			t.Fatalf("switching it on: %d\n%s", a.status, seen(a.body))
		}
		p.shows(topUp, "Below 100.00", "50.00", "at most 500.50")
		if a := p.post(topUp, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "This was changed since") {
			t.Errorf("the form of before: %d", a.status)
		}
		w.Payments.Most = "40"
		p.shows(topUp, "A card payment may now be at most 40.00")
		if a := p.post(topUp+"card/", nil); a.to != topUp+"?saved=" {
			t.Errorf("removing the card: %d", a.status)
		}
		p.shows(topUp, "No card is saved.")
		log, err := w.Store.SearchAudit(w.Context(), reseller.AuditSearch{Account: w.Account.ID, Page: reseller.Page{Limit: 20}})
		w.Must(err)
		var recorded []string
		for _, r := range log {
			if r.Action == "topup.set" && strings.Contains(r.Actor, "billing@") {
				recorded = append(recorded, r.Told())
			}
		}
		if want := "state on → off; below 100.00 USD → none; charge 50.00 USD → none; month 500.50 USD → none; card visa 4242 12/2034 → none" +
			"|month 500.00 USD → 500.50 USD"; strings.Join(recorded, "|") != want {
			t.Errorf("the audit log has %q, want %q", recorded, want)
		}
		staff := w.signIn("ops@example.com", reseller.UserStaff, "en")
		staff.shows("/operator/payments/?account="+w.Account.Email, "paid", "250.00")
		w.stripe.Refund(ref, 1000)
		w.Must(w.Payments.Compare(w.Context()))
		staff.shows("/operator/payments/?needs=you", "The provider has refunded it", "or dismiss it if the credit is meant to stay.")
		dismiss := strings.Replace(begun.to, "/panel/credit/card/", "/operator/payments/", 1) + "dismiss/"
		form, _ = fieldsOf(staff.must("/operator/payments/?needs=you"), dismiss)
		if a := staff.post(dismiss, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), "refunded 10.00") {
			t.Errorf("dismissed without a reason: %d\n%s", a.status, seen(a.body))
		}
		form.Set("reason", "a courtesy")
		if a := staff.post(dismiss, form); a.to != "/operator/payments/?needs=you" {
			t.Errorf("dismissed: %d\n%s", a.status, seen(a.body))
		}
		staff.shows("/operator/payments/?needs=you", "Nothing")
		staff.shows("/operator/payments/", "Dismissed: a courtesy")
		w.stripe.DisputePart(ref, 500, "lost")
		w.stripe.DisputePart(ref, 700, "needs_response")
		w.Must(w.Payments.Compare(w.Context()))
		lost, open := w.stripe.DisputeID(ref, 1), w.stripe.DisputeID(ref, 2)
		staff.shows("/operator/payments/?needs=you", "disputed 5.00 USD lost "+lost, "disputed 7.00 USD needs_response "+open, "Dispute "+lost+" of 2 is lost", "5.00 --ref "+ref+"-disputed --note")
		form, _ = fieldsOf(staff.must("/operator/payments/?needs=you"), dismiss)
		form.Set("reason", "lost")
		staff.post(dismiss, form)
		staff.shows("/operator/payments/?needs=you", "Dispute "+open+" of 2 is not decided", "7.00 --ref "+ref+"-disputed-"+open)
		if _, offered := fieldsOf(staff.must("/operator/payments/?needs=you"), dismiss); offered {
			t.Error("a dispute that is not decided is offered to be dismissed")
		}
		p.shows(begun.to, "Taken back by the card", "12.00")
		w.stripe.Decide(ref, 2, "won")
		w.Must(w.Payments.Compare(w.Context()))
		staff.shows("/operator/payments/?needs=you", "Nothing")
		p.shows(begun.to, "Taken back by the card", "5.00")
		_, err = w.Store.ChangeTopUp(w.Context(), w.Account.ID, reseller.Operator, "test", func(t *reseller.TopUp) error {
			t.State, t.Customer, t.Method, t.Brand, t.Last4 = reseller.TopUpPaused, "cus_1", "pm_other", "visa", "1881"
			return nil
		})
		w.Must(err)
		staff.shows("/operator/payments/", "Automatic top-ups that are paused", "paused since a restore")
		p.shows(topUp, "the books were restored from a backup")
		account := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
		staff.shows(account, "Visa ending in 1881")
		if a := staff.post(account+"card/remove/", nil); a.to != account || strings.Contains(seen(staff.must(account)), "1881") {
			t.Errorf("removed by the operator: %d", a.status)
		}
	})
}

// Of a charge whose answer was lost nobody says that nothing was charged, nor that it be paid again: it was charged, and the provider does not tell yet.
func TestChargeThatIsNotKnownIsNotToldAsNotMade(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p, staff := w.signIn("billing@example.com", reseller.UserBilling, "en"), w.signIn("ops@example.com", reseller.UserStaff, "en")
		w.stripe.Fail("POST /v1/payment_intents", stripetest.Lost)
		charge := w.toppedUp(w.Account, stripetest.Good)
		if w.stripe.Charges() != 1 || charge.State != reseller.PaymentOpen {
			t.Fatalf("%d charges, and the payment is %s", w.stripe.Charges(), charge.State)
		}
		card := fmt.Sprintf("/panel/credit/card/%d/", charge.ID)
		w.stripe.Fail("GET /v1/payment_intents", stripetest.Away)
		p.shows(card, "It is not known yet whether the card was charged", "at least once an hour", "Do not pay in another way before")
		p.shows("/panel/credit/", "automatic, not known whether it was charged")
		p.shows("/panel/credit/pay/?amount=250", "An automatic charge of 9,345.67 USD was begun, and it is not known yet")
		staff.shows("/operator/payments/", "not known whether it was charged", "It is asked again at")
		p.shows(card, "The amount was received") // asked once more, the provider has told
		if body := seen(p.must("/panel/credit/pay/?amount=250")); strings.Contains(body, "not known yet") {
			t.Errorf("once it is known, the page says\n%s", body)
		}
	})
}

// Without a provider there are neither forms nor pages of it.
func TestNothingIsPaidByCardWithoutAProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	without := w.Another("without", func(c *app.Config) { c.Cards = app.Cards{} })
	if without.Payments != nil {
		t.Error("a server without a provider takes payments")
	}
	pages, err := without.Panel()
	w.Must(err)
	w.serve(pages, nil)
	p := w.signIn("billing@example.com", reseller.UserBilling, "en")
	if body := seen(p.must("/panel/credit/pay/?amount=250")); strings.Contains(body, "card") {
		t.Errorf("the page speaks of cards: %s", body)
	}
	for _, path := range []string{"/panel/credit/top-up/", "/panel/credit/card/1/"} {
		if a := p.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := p.post("/panel/credit/card/", url.Values{"amount": {"5"}}); a.status != http.StatusNotFound {
		t.Errorf("the form: %d", a.status)
	}
}
