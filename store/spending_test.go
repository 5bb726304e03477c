package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// capAccount sets the spend cap of an account, in minor units; nil takes it away.
func (h *house) capAccount(a reseller.Account, most *int64) {
	h.t.Helper()
	_, err := h.ChangeAccount(h.ctx, a.ID, reseller.Operator, "spend cap", func(a *reseller.Account) error { a.SpendCap = most; return nil })
	ok(h.t, err)
}

func (h *house) spending(a reseller.Account) reseller.DaySpending {
	h.t.Helper()
	return must[reseller.DaySpending](h.t)(h.Spending(h.ctx, a.ID))
}

// capped wants an order to be refused because of a cap.
func capped(t *testing.T, err error, words string) {
	t.Helper()
	e := reseller.AsError(err)
	if e == nil || e.Kind != reseller.KindLimited || e.Code != reseller.CodeDayLimit || !strings.Contains(e.Words, words) {
		t.Errorf("the error is %v, want %s with %q", err, reseller.CodeDayLimit, words)
	}
}

// by is an opening that a token asked for; of the zero token, one that a person asked for.
func by(o reseller.Opening, t reseller.Token) reseller.Opening {
	o.ByCaller, o.Token = true, t
	return o
}

func TestOrdersAtOnceStayWithinTheSpendCap(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		h.capAccount(a, new(int64(30_000)))
		for day := range 2 {
			buy := func(i int) error {
				_, err := h.OpenPurchase(h.ctx, asked(h.registration(a, name(t, fmt.Sprintf("one-%d-%d", day, i)))))
				return err
			}
			ok(t, buy(99))
			errs := atOnce(12, buy)
			bought := 1
			for _, err := range errs {
				if err == nil {
					bought++
				} else {
					capped(t, err, "the account may spend 300.00 SEK in a day (UTC)")
				}
			}
			equal(t, "bought", bought, 3)
			equal(t, "spent", h.spending(a).All(), 30_000)
			h.credit(a, 1_000_000-int64(day+1)*30_000, int64(day+1)*30_000)
			h.clock.pass(12 * time.Hour)
		}
	})
}

func TestSpendCapCountsWhatCallersSpend(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		buy := func(sld string) (reseller.Order, error) {
			return h.OpenPurchase(h.ctx, asked(h.registration(a, name(t, sld))))
		}
		d := h.domain(a, "by-a-job") // the server by itself: counts nothing
		equal(t, "spent by a job", h.spending(a).All(), 0)
		first := must[reseller.Order](t)(buy("first")) // before there is a cap
		equal(t, "spent, tax included", h.spending(a).All(), 10_000)
		h.capAccount(a, new(int64(25_000)))
		h.done(must[reseller.Order](t)(buy("second")))
		_, err := buy("third")
		capped(t, err, "has spent 200.00 SEK, and this costs 100.00 SEK: try again after 2026-03-02T00:00:00Z")
		_, err = h.OpenPurchase(h.ctx, h.renewal(d))
		ok(t, err) // an automatic renewal is never stopped by a cap
		_, err = buy("second")
		equal(t, "a name that is bought already", fmt.Sprint(err != nil && !reseller.IsKind(err, reseller.KindLimited)), "true")

		h.refused(first)
		equal(t, "spent after a refusal", h.spending(a).All(), 10_000)
		late := must[reseller.Order](t)(buy("third"))
		h.capAccount(a, new(int64(0)))
		_, err = buy("fourth")
		capped(t, err, "may spend 0.00 SEK")
		poor := h.account("poor@example.com", 9_999)
		h.capAccount(poor, new(int64(0)))
		_, err = h.OpenPurchase(h.ctx, asked(h.registration(poor, name(t, "poor"))))
		equal(t, "without credit the cap is not the matter", errors.Is(err, reseller.ErrFunds), true)
		h.capAccount(a, nil)
		_, err = buy("fourth")
		ok(t, err)

		h.clock.pass(12 * time.Hour)
		_, err = buy("tomorrow")
		ok(t, err)
		h.refused(late)
		equal(t, "what was refused of yesterday frees nothing of today", h.spending(a).All(), 10_000)
	})
}

func TestTokensShareTheCapOfTheOneWhosePlaceTheyTook(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		add := func(name string) reseller.Token {
			return must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: name, Kind: reseller.TokenAPI}, strings.Repeat(name[:1], 64), reseller.Operator))
		}
		buy := func(sld string, token reseller.Token) error {
			_, err := h.OpenPurchase(h.ctx, by(h.registration(a, name(t, sld)), token))
			return err
		}
		shop, other := add("shop"), add("other")
		free := func(reseller.Token) error { return nil }
		shop = must[reseller.Token](t)(h.SetTokenCap(h.ctx, a.ID, shop.ID, new(int64(20_000)), reseller.Operator, free))
		ok(t, buy("one", shop))
		kept := reseller.Token{AccountID: a.ID, Name: "shop", Kind: reseller.TokenAPI}
		next := must[reseller.Token](t)(h.RotateToken(h.ctx, shop.ID, reseller.SealedToken{Token: kept}, strings.Repeat("n", 64), h.clock.Wall().Add(time.Hour), reseller.Operator))
		equal(t, "the budget after a rotation", next.Budget, shop.ID)
		ok(t, buy("two", next))
		capped(t, buy("three", next), `the token "shop" may spend 200.00 SEK`)
		capped(t, buy("three", shop), `the token "shop" may spend 200.00 SEK`)
		ok(t, buy("three", other))
		ok(t, buy("four", reseller.Token{})) // a person
		equal(t, "spent by the account", h.spending(a).All(), 40_000)
		equal(t, "spent by the token", h.spending(a)[shop.ID], 20_000)

		h.capAccount(a, new(int64(45_000)))
		capped(t, buy("five", other), "the account may spend 450.00 SEK")
		equal(t, "a refusal counts for no token", h.spending(a)[other.ID], 10_000)
		_ = must[reseller.Token](t)(h.SetTokenCap(h.ctx, a.ID, next.ID, nil, reseller.Operator, free))
		h.capAccount(a, nil)
		ok(t, buy("five", shop)) // both are set at once
		told := must[string](t)(h.Value(h.ctx, "SELECT CONCAT_WS(' ', COUNT(*), COUNT(DISTINCT once_key)) FROM outbox WHERE kind = 'account.spend_cap_reached'"))
		equal(t, "events of two caps, each once a day", told, "2 2")
	})
}
