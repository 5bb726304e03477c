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

// agrees posts what is to change, and then the form that confirms what the page says of it. It gives that form.
func (p *person) agrees(at string, form url.Values) url.Values {
	p.Helper()
	form.Set("seen", p.planTag(at, form))
	p.goes(at, form)
	return form
}

// planTag is the tag of what a form would change.
func (p *person) planTag(at string, form url.Values) string {
	p.Helper()
	form.Del("seen")
	a := p.post(at, form)
	if a.status != http.StatusOK {
		p.Fatalf("the preview: %d\n%s", a.status, a.body)
	}
	return p.found(a.body, `name="seen" value="(\w+)"`)
}

// A plan of prices that is not what was shown any more is shown again and changes nothing, be it a list, a price of an account's own or its
// removal; nobody sets prices that were not shown.
func TestPricesAreSetAsTheyWereShown(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		own := fmt.Sprintf("/operator/accounts/%d/prices/", w.Account.ID)
		price := func(account, net int64) reseller.Price {
			return reseller.Price{Owner: reseller.OwnList(account), TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: net}
		}
		moved := func(at string, form url.Values, change func(), says string) {
			t.Helper()
			form.Set("seen", p.planTag(at, form))
			change()
			before := p.must(at + "export/")
			a := p.post(at, form)
			if a.status != http.StatusConflict || !strings.Contains(a.body, "Prices have changed since you saw this") || !strings.Contains(seen(a.body), says) {
				t.Errorf("%s with other prices: %d without %q\n%s", at, a.status, says, seen(a.body))
			}
			if after := p.must(at + "export/"); after != before {
				t.Errorf("%s: the prices that were not shown changed:\n%s", at, after)
			}
			form.Set("seen", p.found(a.body, `name="seen" value="(\w+)"`))
			p.goes(at, form) // what was shown now
		}
		list := url.Values{"list": {"tld,currency,operation,years,net,cost\ncom,USD,register,1,8.00,\n"}}
		moved("/operator/prices/", list, func() { w.SetPrices([]reseller.Price{price(0, 12_50)}) }, "12.50 USD 8.00 USD")
		moved(own, list, func() { w.SetPrices([]reseller.Price{price(0, 7_00)}) }, "more than the price list: that has 7.00 USD")
		removal := url.Values{"remove": {"com register 1 USD"}}
		moved(own, removal, func() { w.SetPrices([]reseller.Price{price(w.Account.ID, 6_00)}) }, "6.00 USD 7.00 USD")
		one := url.Values{"do": {"set"}, "set_tld": {".com"}, "set_currency": {"usd"}, "operation": {"register"}, "years": {"1"}, "net": {"6.00"}, "cost": {"6.50"}}
		asked := p.post("/operator/prices/", one)
		for _, says := range []string{"below cost: sold for 6.00 USD", "2 accounts buy in these currencies"} {
			if !strings.Contains(seen(asked.body), says) {
				t.Errorf("one price of the list: %d without %q\n%s", asked.status, says, seen(asked.body))
			}
		}
		p.agrees("/operator/prices/", url.Values{"list": {p.found(asked.body, `name="list" value="([^"]+)"`)}})
		p.shows("/operator/prices/?below=cost", "Below cost", "−0.50 USD")
		p.agrees("/operator/prices/", url.Values{"remove": {"com register 1 USD"}})
		if body := seen(p.must("/operator/prices/?below=cost")); strings.Contains(body, "6.00 USD") {
			t.Errorf("a price that was taken off is listed:\n%s", body)
		}
		w.SetPrices([]reseller.Price{price(0, 7_00)})
		if a := p.post("/operator/prices/", url.Values{"list": list["list"], "confirmed": {"yes"}}); a.status != http.StatusOK {
			t.Errorf("prices are set that nobody was shown: %d", a.status)
		}
		w.Verify()
	})
}

// An own price is taken off from a day on: until then it stays, and the page lists what is planned. A day that is past is refused beside its field.
func TestAnOwnPriceGoesOnADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	own := fmt.Sprintf("/operator/accounts/%d/prices/", w.Account.ID)
	w.SetPrices([]reseller.Price{{Owner: reseller.OwnList(w.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 6_00}})
	form := url.Values{"remove": {"com register 1 USD"}, "from": {"2030-01-01"}}
	shown := p.post(own, form)
	if shown.status != http.StatusOK || !strings.Contains(shown.body, `name="from" value="2030-01-01"`) {
		t.Fatalf("the plan is answered %d\n%s", shown.status, seen(shown.body))
	}
	if planned, _ := w.Store.PlannedPrices(w.Context(), reseller.OwnList(w.Account.ID), ""); len(planned) != 0 {
		t.Errorf("planned without being confirmed: %+v", planned)
	}
	form.Set("seen", p.found(shown.body, `name="seen" value="(\w+)"`))
	p.goes(own, form)
	planned, err := w.Store.PlannedPrices(w.Context(), reseller.OwnList(w.Account.ID), "")
	if err != nil || len(planned) != 1 || !planned[0].Removed || planned[0].From.Year() != 2030 {
		t.Errorf("planned: %+v, %v", planned, err)
	}
	p.shows(own, "6.00 USD", "no limit", "What is planned")
	past := p.post(own, url.Values{"remove": {"com register 1 USD"}, "from": {"2020-01-01"}})
	if past.status != http.StatusUnprocessableEntity || !strings.Contains(seen(past.body), "is past") {
		t.Errorf("a day that is past: %d\n%s", past.status, seen(past.body))
	}
}
