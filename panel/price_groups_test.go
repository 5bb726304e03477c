package panel_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Staff makes a price group, sets its prices and puts an account into it; the account sees what it pays. A group goes when nobody is in it.
func TestStaffKeepsPriceGroups(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	const groups, at = "/operator/prices/groups/", "/operator/prices/groups/gold/"
	settings := fmt.Sprintf("/operator/accounts/%d/settings/", w.Account.ID)
	p.shows(groups, "There are no price groups")
	if a := p.get(settings); strings.Contains(a.body, "Price group") {
		t.Error("there are no groups, and the settings ask for one")
	}
	p.isTold(groups, url.Values{"name": {"Gold!"}}, "it must be 1 to 32 small letters")
	p.goes(groups, url.Values{"name": {"gold"}})
	p.isTold(groups, url.Values{"name": {"gold"}}, "there is a price group gold already")
	p.shows("/operator/prices/", "gold")
	p.shows(at, "The group has no prices yet")
	one := url.Values{"do": {"set"}, "set_tld": {".com"}, "set_currency": {"usd"}, "operation": {"register"}, "years": {"1"}, "net": {"6.50"}, "cost": {"7"}}
	if a := p.post(at, one); !strings.Contains(a.body, "below cost: sold for 6.50 USD") || !strings.Contains(a.body, "com,USD,register,1,6.50,7.00") {
		t.Errorf("the preview: %d\n%s", a.status, seen(a.body))
	}
	list := "tld,currency,operation,years,net,cost\ncom,USD,register,1,6.50,7.00\ncom,USD,renew,1,6.75,\n"
	p.agrees(at, url.Values{"list": {list}})
	p.agrees(at, url.Values{"list": {"tld,currency,operation,years,net,cost\ncom,USD,renew,1,7.75,\n"}, "from": {"2090-01-01"}})
	if a := p.get(at + "export/"); a.body != list {
		t.Errorf("the export:\n%s", a.body)
	}
	p.shows(at+"?tld=.com", "6.50 USD", "10.00 USD", "80.00 USD", "What is planned", "2090-01-01")
	if a := p.get("/operator/prices/"); strings.Contains(a.body, "6.50") || strings.Contains(a.body, "What is planned") {
		t.Error("the price list has a group's price")
	}

	p.goes(settings, url.Values{"email": {w.Account.Email}, "name": {w.Account.Name}, "language": {"en"}, "tax": {"0"}, "price_group": {"gold"},
		"was_email": {w.Account.Email}, "was_name": {w.Account.Name}, "was_language": {"en"}, "was_tax": {"0"}, "was_price_group": {""}})
	p.shows(fmt.Sprintf("/operator/accounts/%d/", w.Account.ID), "Price group", "gold")
	p.shows(fmt.Sprintf("/operator/accounts/%d/prices/?tld=.com", w.Account.ID), "group gold 6.50 USD", "10.00 USD")
	owner := w.signIn("priced@example.com", reseller.UserOwner, "sv")
	owner.shows("/panel/prices/?q=.com", "gruppens", "6,50", "lista 10,00", "från 2090-01-01:", "7,75")
	p.isTold(groups, url.Values{"remove": {"gold"}}, "accounts are in price group gold")
	w.PutInGroup(w.Account, "")
	p.isTold(groups, url.Values{"remove": {"gold"}}, "are planned (1)")
	p.goes(at, url.Values{"cancel": {p.found(p.must(at), `name="cancel" value="([^"]+)"`)}})
	p.goes(at, p.agrees(at, url.Values{"remove": {"com register 1 USD"}})) // pressed twice
	p.goes(groups, url.Values{"remove": {"gold"}})
	p.shows(groups, "There are no price groups")
	if a := p.get(at); a.status != 404 {
		t.Errorf("the page of a group that is gone: %d", a.status)
	}
	w.Verify()
}
