package operator_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
)

// What is planned is weighed beside the prices of its day, listed, and taken back; until its day nothing changes.
func TestPricesArePlannedForADay(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Prices{Store: e.Store, Rules: e.Routes.Rules(), Clock: e.Clock}
		ask := func(account, net, cost, from string) ([]operator.PriceChange, error) {
			set, err := u.Set(ctx, operator.NewPrices{Of: operator.ListName{Account: account}, TLD: "com", Currency: "USD", Years: 1, Cost: cost, From: from,
				Net: map[reseller.Operation]string{reseller.OpRenew: net}})
			return set.Prices, err
		}
		set := func(account, net, cost, from string) operator.PriceChange {
			e.Helper()
			changes, err := ask(account, net, cost, from)
			e.Must(err)
			return changes[0]
		}
		if c := set("", "12", "11", "2026-04-01"); c.Was == nil || c.Was.Net != 1000 || c.From.Format("2006-01-02 15:04") != "2026-04-01 00:00" || len(c.Doubts) != 0 {
			t.Errorf("planned: %+v", c)
		}
		if c := set("", "13", "14", "2026-05-01T02:00:00+02:00"); c.Was.Net != 1200 || strings.Join(c.Doubts, "; ") != "below cost: sold for 13.00 USD, and the registry may charge 14.00 USD" {
			t.Errorf("planned after that: %+v", c)
		}
		own := set(e.Account.Email, "12.50", "", "2026-04-15")
		if own.Was != nil || own.List == nil || own.List.Net != 1200 || len(own.Doubts) != 1 || !strings.HasPrefix(own.Doubts[0], "more than the price list: that has 12.00") {
			t.Errorf("planned for the account: %+v", own)
		}
		if p, err := e.Store.Price(ctx, e.Account, "com", reseller.OpRenew, 1); err != nil || p.Net != 1000 {
			t.Errorf("now it pays %+v, %v", p, err)
		}
		for from, words := range map[string]string{
			"2026-03-01": "is past", "2026-03-01T12:00:00Z": "is past", "1 April": "it must be a date", "2026-02-30": "it must be a date",
		} {
			_, err := ask("", "12", "", from)
			wantError(e, err, reseller.KindInvalid, words)
			_, err = u.Remove(ctx, operator.PriceRemoval{TLD: "com", From: from})
			wantError(e, err, reseller.KindInvalid, words)
		}
		gone, err := u.Remove(ctx, operator.PriceRemoval{TLD: "com", Operation: reseller.OpRenew, Years: 1, From: "2026-06-01"})
		if err != nil || len(gone) != 1 || gone[0].Net != 1300 {
			t.Errorf("what goes in June is %+v, %v", gone, err)
		}
		_, err = u.Remove(ctx, operator.PriceRemoval{TLD: "com", Operation: reseller.OpRenew, Years: 1, From: "2026-07-01"})
		wantError(e, err, reseller.KindNotFound, "no price of .com is like that")
		_, err = u.Import(ctx, operator.ListName{}, "later.csv", "2026-04-01", strings.NewReader("tld,currency,operation,years,net,cost\nse,SEK,renew,1,99,\n"))
		e.Must(err)
		coming := func(email, currency, tld string, want int) {
			e.Helper()
			if list, err := u.Coming(ctx, operator.ListName{Account: email}, currency, tld); err != nil || len(list) != want {
				t.Errorf("%d changes are coming to %q in %q .%s, want %d: %v", len(list), email, currency, tld, want, err)
			}
		}
		coming("", "", "", 4)
		coming("", "SEK", "", 1)
		coming(e.Account.Email, "", "com", 4)
		taken, err := u.Cancel(ctx, operator.PriceRemoval{Of: operator.ListName{Account: e.Account.Email}, TLD: "com"})
		if err != nil || len(taken) != 1 || taken[0].Owner != reseller.OwnList(e.Account.ID) {
			t.Errorf("cancelled: %+v, %v", taken, err)
		}
		_, err = u.Cancel(ctx, operator.PriceRemoval{TLD: "com", From: "2026-04-02"})
		wantError(e, err, reseller.KindNotFound, "nothing like that is planned for .com")
		_, err = u.Coming(ctx, operator.ListName{Account: "nobody@example.com"}, "", "")
		wantError(e, err, reseller.KindNotFound, "there is no account")
	})
}

// A time that no database holds, for its offset leads beyond the year 9999, is told as what is wrong with it.
func TestPricesFromBeyondTheCalendar(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "soon"} {
		err := operator.PriceRemoval{TLD: "com", From: from}.Check()
		if e := reseller.AsError(err); e == nil || e.Kind != reseller.KindInvalid || e.Field != operator.PathFrom {
			t.Errorf("from %q: %v", from, err)
		}
	}
}
