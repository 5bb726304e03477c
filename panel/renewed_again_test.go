package panel_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

const renewalsAt = "/panel/domains/renew/"

// A form of many renewals that is sent again, after it or a part of it was carried out, buys no second year of any name: not by itself, and not
// by the page that it is answered with.
func TestARenewalFormRenewsANameOnce(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		one, two := w.ours, w.Register("more.com")
		for _, c := range []struct {
			does     string
			again    func(form url.Values) // what happens until the form has been sent again, and what it was answered with is confirmed
			one, two int                   // years that are bought of each
			charged  int64
		}{
			{"done, then one is unticked", func(form url.Values) {
				p.goes(renewalsAt, form)
				w.Drain()
				form["on"] = []string{strconv.FormatInt(two.ID, 10)}
				p.confirmsAnswer(form, http.StatusConflict, "1 of the ticked names is left out", "Not ordered again", "Renew 0 names")
			}, 1, 1, 20_00},
			{"done, then counted again without script", func(form url.Values) {
				p.goes(renewalsAt, form)
				w.Drain()
				form.Set("count", "ticked")
				p.confirmsAnswer(form, http.StatusOK, "2 of the ticked names are left out", "Renew 0 names")
			}, 1, 1, 20_00},
			{"under way, then one is unticked", func(form url.Values) {
				p.goes(renewalsAt, form)
				form["on"] = []string{strconv.FormatInt(two.ID, 10)}
				p.confirmsAnswer(form, http.StatusConflict, "1 of the ticked names is left out", "Renew 0 names")
			}, 1, 1, 20_00},
			{"done, then the price rises", func(form url.Values) {
				done := p.goes(renewalsAt, form)
				w.Drain()
				p.price(11_00)
				if again := p.goes(renewalsAt, form); again != done {
					t.Errorf("sent again it leads to %s, and before to %s", again, done)
				}
			}, 1, 1, 20_00},
			{"one of two is ordered, then the price rises", func(form url.Values) {
				w.ordersFirst(form, two)
				p.price(11_00)
				p.confirmsAnswer(form, http.StatusConflict, "1 of the ticked names is left out", "Nothing was ordered just now", "Renew 1 name for 11.00")
			}, 1, 1, 21_00},
			{"the server ends after one of two, then the price rises", func(form url.Values) {
				w.ordersFirst(form, two)
				w.begins(form)
				p.price(11_00)
				p.shows(p.goes(renewalsAt, form), "2 names were confirmed")
				w.Clock.Outwait(16 * time.Second)
				p.shows(p.goes(renewalsAt, form), "1 order, of which 1 is done", "The price has changed since the page was shown. Nothing was ordered.")
			}, 0, 1, 10_00},
			{"the server ends after one of two, and its page carries it on", func(form url.Values) {
				w.ordersFirst(form, two)
				at := w.begins(form)
				if a := p.post(at, nil); a.to != at || strings.Contains(p.must(at), "Carry on with the rest") {
					t.Errorf("while it runs: to %s", a.to)
				}
				w.Clock.Outwait(16 * time.Second)
				p.shows(at, "It was stopped before its end", "Carry on with the rest")
				if a := p.post(at, nil); a.to != at {
					t.Errorf("carried on, it leads to %s", a.to)
				}
				w.Drain()
				if p.shows(at, "2 orders, of which 2 are done"); strings.Contains(p.must(at), "Carry on with the rest") {
					t.Error("what has ended can be carried on")
				}
			}, 1, 1, 20_00},
			{"the credit covers one of two, and the one that is lost later stands first", func(url.Values) {
				form, spent := p.confirming("renew", fmt.Sprintf("id=%d&id=%d", two.ID, one.ID)), w.balance()-15_00
				w.Must(w.Store.MoveCredit(w.Context(), w.Account, -spent, "", "spent meanwhile"))
				p.shows(p.goes(renewalsAt, form), "1 order")
				w.Drain()
				w.Must(w.Store.MoveCredit(w.Context(), w.Account, spent, "", "paid in"))
			}, 1, 0, 10_00},
			{"one is chosen twice", func(url.Values) {
				p.goes(renewalsAt, p.confirming("renew", fmt.Sprintf("id=%d&id=0%[1]d", one.ID)))
				p.shows(renewalsAt+fmt.Sprintf("?id=%d&id=%[1]d", two.ID), "Renew 1 name for 10.00")
			}, 1, 0, 10_00},
			{"done from another page", func(form url.Values) {
				p.goes(renewalsAt, p.confirming("renew", "q=more.com"))
				w.Drain()
				p.shows(p.goes(renewalsAt, form), "Nothing was done for these")
			}, 1, 1, 20_00},
			{"the server ends after one of two, and the form comes again two days later", func(form url.Values) {
				w.ordersFirst(form, two)
				w.begins(form)
				w.Clock.Move(48 * time.Hour)
				w.Clock.Outwait(48 * time.Hour)
				w.again(p)
				p.shows(p.goes(renewalsAt, form), "It was stopped before its end")
			}, 0, 1, 10_00},
		} {
			p.price(10_00)
			before, first, second := p.balance(), w.paidYear(one), w.paidYear(two)
			c.again(p.confirming("renew", "q=tld:com"))
			w.Drain()
			if a, b, paid := w.paidYear(one)-first, w.paidYear(two)-second, before-p.balance(); a != c.one || b != c.two || paid != c.charged {
				t.Errorf("%s: %d and %d years for %d, want %d and %d for %d", c.does, a, b, paid, c.one, c.two, c.charged)
			}
		}
		w.Verify()
	})
}

// confirmsAnswer sends a form, is shown a preview that says some words, and sends its form as it is.
func (p *person) confirmsAnswer(form url.Values, status int, says ...string) {
	p.Helper()
	a := p.post(renewalsAt, form)
	for _, words := range says {
		if a.status != status || !strings.Contains(seen(a.body), words) {
			p.Errorf("%d, without %q:\n%s", a.status, words, seen(a.body))
		}
	}
	p.Drain()
	for range 2 { // also what that is answered with
		now, _ := fieldsOf(a.body[strings.Index(a.body, `method="post" action="`+renewalsAt):], renewalsAt)
		if a = p.post(renewalsAt, now); a.status == http.StatusSeeOther {
			return
		}
	}
	p.Fatalf("the form of the answer: %d\n%s", a.status, seen(a.body))
}

// ordersFirst orders one name of a form, as a server does that ends right afterwards.
func (w *world) ordersFirst(form url.Values, name reseller.Domain) {
	w.Helper()
	call := w.call(w.Account)
	call.Key = form.Get("key") + "-" + strconv.FormatInt(name.ID, 10)
	_, err := w.Actions.RenewDomain(w.Context(), call, actions.RenewDomain{Name: name.Name, Years: 1, CurrentExpiry: w.Domain(name.Name.String()).PaidThrough, Most: new(int64(10_00))})
	w.Must(err)
	w.Drain()
}

// begins puts the act of a form on record, and gives its page.
func (w *world) begins(form url.Values) (page string) {
	w.Helper()
	sum := sha256.Sum256([]byte("renew\n\n" + form.Encode()))
	act, _, err := w.Store.OpenBulkAct(w.Context(), reseller.BulkAct{
		AccountID: w.Account.ID, Act: "renew", Form: hex.EncodeToString(sum[:]), Names: len(form["on"]), Confirmed: form.Encode(), LeaseEnd: w.Clock.Wall().Add(15 * time.Second),
	}, reseller.Actor{Name: "user anna@example.com", Face: "panel"})
	w.Must(err)
	return fmt.Sprintf("/panel/domains/progress/%d/", act.ID)
}

func (w *world) paidYear(name reseller.Domain) int {
	return w.Domain(name.Name.String()).PaidThrough.Year()
}
