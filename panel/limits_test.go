package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Who keeps the books bounds what the account and a token may spend, and says when to be told; what is no amount changes nothing.
func TestBillingSetsWhatMayBeSpent(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("billing@example.com", reseller.UserBilling, "en")
		const limits = "/panel/credit/limits/"
		form := p.typed(limits, "cap/")
		form.Set("cap", "1 068,50")
		if a := p.post(limits+"cap/", form); a.to != limits+"?saved=" {
			t.Fatalf("setting the cap: %d\n%s", a.status, seen(a.body))
		}
		p.shows(limits+"?saved=", "Saved.", "spent today of 1,068.50")
		p.shows("/panel/credit/", "spent today of 1,068.50", "No alert of your own.")
		for field, to := range map[string]string{"cap": limits + "cap/", "floor": limits + "floor/"} {
			form := p.typed(limits, field+"/")
			form.Set(field, "a lot")
			if a := p.post(to, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "a lot is no amount in") {
				t.Errorf("%s: %d\n%s", field, a.status, seen(a.body))
			}
		}
		form = p.typed(limits, "floor/")
		form.Set("floor", "20")
		if a := p.post(limits+"floor/", form); a.to != limits+"?saved=" {
			t.Errorf("setting the floor: %d", a.status)
		}
		w.incompleteForms(p)
		form = p.typed(limits, "cap/")
		form.Set("cap", "")
		if a := p.post(limits+"cap/", form); a.to != limits+"?saved=" {
			t.Errorf("taking the cap away: %d", a.status)
		}
		account, err := w.Store.Account(w.Context(), w.Account.ID)
		w.Must(err)
		if account.SpendCap != nil || account.CreditFloor == nil || *account.CreditFloor != 2_000 {
			t.Errorf("the account is %+v", account)
		}

		made, err := w.Store.AddToken(w.Context(), reseller.Token{AccountID: w.Account.ID, Name: "shop", Kind: reseller.TokenAPI}, strings.Repeat("c", 64), reseller.Operator)
		w.Must(err)
		token := fmt.Sprintf("/panel/tokens/%d/", made.ID)
		form = p.typed(token, "cap/")
		form.Set("cap", "30")
		if a := p.post(token+"cap/", form); a.to != token+"?saved=" {
			t.Errorf("the token's cap: %d\n%s", a.status, seen(a.body))
		}
		p.shows(token, "spent today of 30.00")
		p.shows("/panel/tokens/", "spent today of 30.00")
		if a := p.post(token+"cap/", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "This was changed since") {
			t.Errorf("the form of before: %d\n%s", a.status, seen(a.body))
		}
	})
}

// incompleteForms sends forms without a field that their pages have: that takes no limit away and switches nothing off.
func (w *world) incompleteForms(billing *person) {
	w.Helper()
	owner := w.signIn("owner@example.com", reseller.UserOwner, "en")
	d := w.Register("switched.com")
	at := fmt.Sprintf("/panel/domains/%d/", d.ID)
	before, err := w.Store.Account(w.Context(), w.Account.ID)
	w.Must(err)
	for _, c := range []struct {
		by   *person
		to   string
		form url.Values
	}{
		{billing, "/panel/credit/limits/cap/", nil}, {billing, "/panel/credit/limits/floor/", nil},
		{owner, at + "auto-renew/", nil}, {owner, at + "auto-renew/", url.Values{"to": {""}}}, {owner, at + "auto-renew/", url.Values{"to": {"0"}}},
		{owner, at + "privacy/", nil}, {owner, at + "privacy/", url.Values{"to": {"ON"}}}, {owner, at + "dnssec/switch/", nil},
		{owner, at + "dnssec/records/", nil}, {owner, at + "dnssec/records/", url.Values{"keys": {""}}}, {owner, at + "dnssec/records/", url.Values{"ds": {""}}},
		{owner, at + "forwards/save/", url.Values{"prefix": {"info"}}},
	} {
		if page := strings.TrimSuffix(c.to, "cap/"); page == "/panel/credit/limits/" || strings.HasSuffix(c.to, "floor/") {
			c.form = url.Values{"seen": {c.by.field("/panel/credit/limits/", "seen")}}
		}
		if a := c.by.post(c.to, c.form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "nothing was done") {
			w.Errorf("%s with %v: %d\n%s", c.to, c.form, a.status, seen(a.body))
		}
	}
	after, err := w.Store.Account(w.Context(), w.Account.ID)
	w.Must(err)
	if now := w.Domain("switched.com"); now.AutoRenew != d.AutoRenew || *after.SpendCap != *before.SpendCap || *after.CreditFloor != *before.CreditFloor {
		w.Errorf("the name is %+v, the account %+v", now, after)
	}
}

func TestPayingInShowsWhatToWriteOnAPayment(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserReadOnly, "en")
	p.shows("/panel/credit/pay/?amount=250", "250.00", "Write on the payment "+w.Account.Email)
	if body := p.must("/panel/credit/pay/?amount=250"); strings.Contains(body, "<svg class=\"qr") {
		t.Error("there is a QR code of a payment that is none of SEPA")
	}
	for _, amount := range []string{"0", "-1", "1.234", "x"} {
		a := p.get("/panel/credit/pay/?amount=" + amount)
		if text := seen(a.body); a.status != http.StatusUnprocessableEntity || !strings.Contains(text, amount+" is no amount in") || strings.Contains(text, "Write on the payment") {
			t.Errorf("%s: %d %s", amount, a.status, text)
		}
	}
}
