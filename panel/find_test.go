package panel_test

import (
	"net/url"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// Names may be typed with the dots of other scripts, and are asked about once each, in whatever spelling.
func TestNamesAreFoundWithAnyDotAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	for _, dot := range []string{"\u3002", "\uff0e", "\uff61"} {
		p.shows("/panel/register/?q="+url.QueryEscape("wanted"+dot+"com"), "wanted.com free 10.00 USD")
		p.shows("/panel/domains/?q="+url.QueryEscape("ours"+dot+"com"), "1 name")
	}
	p.shows("/panel/register/?q=premium-cows.com", "premium, not sold here its registry asks 500.00 USD a year")
	p.shows("/panel/register/premium-cows.com/", "so it cannot be bought here. It asks 500.00 USD a year of its registrars.")
	beside := seen(p.must("/panel/register/?q=" + url.QueryEscape("kaffe wanted.com")))
	if !strings.Contains(beside, "wanted.com free") || !strings.Contains(beside, "kaffe.com free") || strings.Contains(beside, "not sold here") {
		t.Errorf("a word beside a name is not looked for:\n%s", beside)
	}
	body := seen(p.must("/panel/register/?q=" + url.QueryEscape("wanted.com, WANTED\u3002com b\u00fccher.com xn--bcher-kva.com")))
	for _, name := range []string{"wanted.com free", "xn--bcher-kva.com"} {
		if strings.Count(body, name) > 1 {
			t.Errorf("%s is asked about more than once:\n%s", name, body)
		}
	}
	w.Account = w.AddAccount(reseller.Account{Email: "unpriced@example.com", Name: "Unpriced", Currency: "EUR", Language: "en"}, 0)
	w.signIn("berta@example.com", reseller.UserOwner, "en").shows("/panel/register/?q=wanted.com", "wanted.com free, no price The TLD has no price on your list. Ask the operator for one.")
}
