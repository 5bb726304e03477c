package store_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestAccountComesBackAsItWasSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := must[reseller.Account](t)(h.AddAccount(h.ctx, reseller.Account{
			Email: "shop@example.com", Name: "Åkes Webb ✓ 🐄", Currency: "SEK", TaxRatePPM: 250000, Language: "sv",
			ReplayWindow: 15 * time.Minute, DefaultContact: &reseller.Contact{FirstName: "Åke", Email: "ake@example.com"},
		}, reseller.Operator))
		equal(t, "the time of creation", a.CreatedAt, noon.Truncate(time.Microsecond))

		a.Name, a.TaxRatePPM, a.Disabled, a.Language, a.ReplayWindow = "Bosses", 0, true, "en", 0
		ok(t, h.saveAccount(a))
		for _, got := range []reseller.Account{
			must[reseller.Account](t)(h.Account(h.ctx, a.ID)), must[reseller.Account](t)(h.AccountByEmail(h.ctx, "shop@example.com")),
		} {
			if !reflect.DeepEqual(got, a) {
				t.Errorf("came back as %+v, want %+v", got, a)
			}
		}
		h.credit(a, 0, 0)
	})
}

func TestAccountsAreListedByEMail(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("c@example.com", 0)
		h.account("a@example.com", 0)
		h.account("B@example.com", 0)
		var emails []string
		for _, a := range must[[]reseller.Account](t)(h.Accounts(h.ctx)) {
			emails = append(emails, a.Email)
		}
		equal(t, "the order", strings.Join(emails, " "), "B@example.com a@example.com c@example.com")
	})
}

func TestEMailAddressIsTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.account("a@example.com", 0)
		for email, taken := range map[string]bool{"a@example.com": true, "a@example.com ": true, "A@example.com": false, "á@example.com": false} {
			_, err := h.AddAccount(h.ctx, reseller.Account{Email: email, Currency: "SEK"}, reseller.Operator)
			equal(t, "taken: "+email, errors.Is(err, reseller.ErrDuplicate), taken)
		}
	})
}

func TestTextComparesEquallyOnBothEngines(t *testing.T) {
	// Case tells two texts apart, accents do, a trailing space does not, a leading one does.
	for other, same := range map[string]bool{"ref": true, "ref ": true, "Ref": false, "réf": false, " ref": false, "ref\t": false} {
		t.Run(other, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				a := h.account("a@example.com", 0)
				ok(t, h.MoveCredit(h.ctx, a, 100, "ref", ""))
				err := h.MoveCredit(h.ctx, a, 100, other, "")
				equal(t, "a second payment with the reference is a duplicate", errors.Is(err, reseller.ErrDuplicate), same)

				first := h.registration(a, name(t, "one"))
				first.Order.Charge, first.Order.IdempotencyKey = reseller.Charge{Currency: "SEK"}, "ref"
				must[reseller.Order](t)(h.OpenPurchase(h.ctx, first))
				second := h.registration(a, name(t, "two"))
				second.Order.Charge, second.Order.IdempotencyKey = reseller.Charge{Currency: "SEK"}, other
				_, err = h.OpenPurchase(h.ctx, second)
				equal(t, "a second order with the idempotency key is a duplicate", errors.Is(err, reseller.ErrDuplicate), same)

				_, err = h.AccountByEmail(h.ctx, strings.Replace(other, "ref", "a@example.com", 1))
				equal(t, "the account is found", err == nil, strings.Contains("ref ", other))
			})
		})
	}
}

func TestTextThatAColumnWouldNotKeepIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		long := strings.Repeat("ö", 256)
		_, byEmail := h.AddAccount(h.ctx, reseller.Account{Email: long, Currency: "SEK"}, reseller.Operator)
		_, byName := h.AddAccount(h.ctx, reseller.Account{Email: "b@example.com", Name: "\xff", Currency: "SEK"}, reseller.Operator)
		_, byToken := h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: long}, "hash", reseller.Operator)
		keyed := h.registration(a, name(t, "one"))
		keyed.Order.IdempotencyKey = long
		_, byKey := h.OpenPurchase(h.ctx, keyed)
		for field, err := range map[string]error{
			"email": byEmail, "account name": byName, "token name": byToken, "reference": h.MoveCredit(h.ctx, a, 1, long, ""), "key": byKey,
		} {
			equal(t, "invalid: "+field, reseller.IsKind(err, reseller.KindInvalid), true)
		}
		a.Name = long[:510] // 255 characters
		ok(t, h.saveAccount(a))
		equal(t, "the name", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Name, a.Name)
	})
}

func TestWhoIsNotThereIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		_, byID := h.Account(h.ctx, 7)
		_, byEmail := h.AccountByEmail(h.ctx, "nobody@example.com")
		_, balance := h.Balance(h.ctx, 7)
		_, _, credential := h.Credential(h.ctx, "no hash")
		_, domain := h.Domain(h.ctx, 7, name(t, "nothing"))
		_, order := h.Order(h.ctx, 7)
		_, price := h.Price(h.ctx, reseller.Account{ID: 7, Currency: "SEK"}, "com", reseller.OpRenew, 1)
		for what, err := range map[string]error{
			"account": byID, "e-mail": byEmail, "balance": balance, "credential": credential, "domain": domain, "order": order, "price": price,
		} {
			equal(t, what+" not found", errors.Is(err, reseller.ErrNotFound), true)
		}
		err := h.saveAccount(reseller.Account{ID: 7})
		equal(t, "changing nobody finds nobody", errors.Is(err, reseller.ErrNotFound), true)
	})
}

func TestTokenOpensItsAccountUntilItIsRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		other := h.account("b@example.com", 0)
		token := must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{
			AccountID: a.ID, Name: "whmcs", Kind: reseller.TokenAPI, Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeSpend},
			CIDRs: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}, ExpiresAt: noon.Add(time.Hour),
		}, reseller.HashToken("secret"), reseller.Operator))

		got, account, err := h.Credential(h.ctx, reseller.HashToken("secret"))
		ok(t, err)
		if !reflect.DeepEqual(got, token) || !reflect.DeepEqual(account, a) {
			t.Errorf("credential is %+v of %+v", got, account)
		}
		ok(t, h.TouchTokens(h.ctx, map[int64]reseller.TokenUse{token.ID: {At: noon.Add(time.Minute), From: netip.MustParseAddr("192.0.2.7")}}))
		equal(t, "last use", must[[]reseller.Token](t)(h.Tokens(h.ctx, a.ID))[0].LastUsed, noon.Add(time.Minute).Truncate(time.Microsecond))
		equal(t, "where from", must[[]reseller.Token](t)(h.Tokens(h.ctx, a.ID))[0].UsedFrom, netip.MustParseAddr("192.0.2.7"))

		equal(t, "another account cannot revoke it", errors.Is(h.RevokeToken(h.ctx, other.ID, token.ID, reseller.Operator), reseller.ErrConflict), true)
		ok(t, h.RevokeToken(h.ctx, a.ID, token.ID, reseller.Operator))
		equal(t, "it is revoked once", errors.Is(h.RevokeToken(h.ctx, a.ID, token.ID, reseller.Operator), reseller.ErrConflict), true)
		got, _, err = h.Credential(h.ctx, reseller.HashToken("secret"))
		ok(t, err)
		equal(t, "the time of revocation", got.RevokedAt, noon.Truncate(time.Microsecond))
	})
}

// Tokens that were stored while the scope release was called part, as the store does with any word that it is given, keep their
// rights and show its name of today.
func TestTokenOfAnOlderVersionKeepsItsScope(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{
			AccountID: a.ID, Name: "old", Kind: reseller.TokenAPI, Scopes: []reseller.Scope{"read", "part"},
		}, reseller.HashToken("secret"), reseller.Operator))
		got, _, err := h.Credential(h.ctx, reseller.HashToken("secret"))
		ok(t, err)
		for _, scope := range reseller.Scopes {
			equal(t, "may "+string(scope), got.Allows(scope), scope == reseller.ScopeRead || scope == reseller.ScopeRelease)
		}
		shown := must[[]reseller.Token](t)(h.Tokens(h.ctx, a.ID))[0].Scopes
		if want := []reseller.Scope{reseller.ScopeRead, reseller.ScopeRelease}; !reflect.DeepEqual(shown, want) {
			t.Errorf("scopes are shown as %v", shown)
		}
	})
}

func TestTokenHashIsUsedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{AccountID: a.ID}, "hash", reseller.Operator))
		_, err := h.AddToken(h.ctx, reseller.Token{AccountID: a.ID}, "hash", reseller.Operator)
		equal(t, "a duplicate", errors.Is(err, reseller.ErrDuplicate), true)
	})
}

func TestPricesReplaceThoseBeforeThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		price := func(currency string, years int, net int64) reseller.Price {
			return reseller.Price{TLD: "com", Currency: currency, Operation: reseller.OpRenew, Years: years, Net: net, Cost: net / 2}
		}
		ok(t, h.SetPrices(h.ctx, []reseller.Price{price("SEK", 1, 100), price("SEK", 2, 200), price("EUR", 1, 10)}, reseller.Operator))
		ok(t, h.SetPrices(h.ctx, []reseller.Price{price("SEK", 1, 150)}, reseller.Operator))

		anybody := reseller.Account{ID: 1, Currency: "SEK"}
		equal(t, "the new price", must[reseller.AccountPrice](t)(h.Price(h.ctx, anybody, "com", reseller.OpRenew, 1)).Price, price("SEK", 1, 150))
		equal(t, "all prices", len(must[[]reseller.Price](t)(h.Prices(h.ctx, reseller.ListOwner{}, ""))), 3)
		equal(t, "prices in EUR", must[[]reseller.Price](t)(h.Prices(h.ctx, reseller.ListOwner{}, "EUR"))[0], price("EUR", 1, 10))
		_, err := h.Price(h.ctx, anybody, "COM", reseller.OpRenew, 1)
		equal(t, "case counts", errors.Is(err, reseller.ErrNotFound), true)
	})
}

// saveAccount writes an account as it is given.
func (h *house) saveAccount(a reseller.Account) error {
	_, err := h.ChangeAccount(h.ctx, a.ID, reseller.Operator, "test", func(row *reseller.Account) error { *row = a; return nil })
	return err
}

func TestTwoChangesOfAnAccountAtOnceBothCount(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		other := another(t, h.url, h.clock)
		for range 10 {
			a.Disabled, a.Language = false, "en"
			ok(t, h.saveAccount(a))
			for _, err := range atOnce(2, func(i int) error {
				_, err := []*house{h, other}[i].ChangeAccount(h.ctx, a.ID, reseller.Operator, "test", func(row *reseller.Account) error {
					if i == 0 {
						row.Disabled = true
					} else {
						row.Language = "sv"
					}
					return nil
				})
				return err
			}) {
				ok(t, err)
			}
			now := must[reseller.Account](t)(h.Account(h.ctx, a.ID))
			equal(t, "disabled", now.Disabled, true)
			equal(t, "the language", now.Language, "sv")
		}
	})
}

// Two payments under one reference, on two accounts at once: one posts, the other is told where it did.
func TestPaymentReferenceIsOfOneAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		accounts := []reseller.Account{h.account("a@example.com", 0), h.account("b@example.com", 0)}
		houses := []*house{h, another(t, h.url, h.clock)}
		for n := range 10 {
			ref, posted := fmt.Sprintf("PAYMENT-%d", n), 0
			for _, err := range atOnce(2, func(i int) error { return houses[i].MoveCredit(h.ctx, accounts[i], 100, ref, "") }) {
				if err == nil {
					posted++
					continue
				}
				if !reseller.IsKind(err, reseller.KindConflict) || !strings.Contains(err.Error(), "has posted on account") {
					t.Errorf("the other is told: %v", err)
				}
			}
			equal(t, "posted", posted, 1)
		}
		ok(t, h.MoveCredit(h.ctx, accounts[0], 100, "again", ""))
		equal(t, "a second time", errors.Is(h.MoveCredit(h.ctx, accounts[0], 100, "again", ""), reseller.ErrDuplicate), true)
	})
}

func TestBalanceHasABound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		ok(t, h.MoveCredit(h.ctx, a, reseller.MaxAmount, "", "all there is"))
		err := h.MoveCredit(h.ctx, a, 1, "", "one more")
		equal(t, "one more is invalid", reseller.IsKind(err, reseller.KindInvalid), true)
		h.credit(a, reseller.MaxAmount, 0)
	})
}

// Accounts are found by a part of their name or address, with what is in them, in the order that is asked for.
func TestAccountsAreFoundWithWhatIsInThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for i, email := range []string{"anna@example.com", "bertil@example.com", "cesar_x@example.net"} {
			h.account(email, int64(300-100*i))
		}
		for _, c := range []struct {
			search reseller.AccountSearch
			want   string
		}{
			{reseller.AccountSearch{Sort: reseller.AccountsByEmail, Limit: 2}, "anna@example.com 300 0, bertil@example.com 200 0"},
			{reseller.AccountSearch{Sort: reseller.AccountsByEmail, Offset: 2, Limit: 2}, "cesar_x@example.net 100 0"},
			{reseller.AccountSearch{Sort: reseller.AccountsByBalance, Limit: 9}, "cesar_x@example.net 100 0, bertil@example.com 200 0, anna@example.com 300 0"},
			{reseller.AccountSearch{Sort: reseller.AccountsByNames, Text: "BERT", Limit: 9}, "bertil@example.com 200 0"},
			{reseller.AccountSearch{Sort: reseller.AccountsByEmail, Text: "r_x", Limit: 9}, "cesar_x@example.net 100 0"},
			{reseller.AccountSearch{Sort: reseller.AccountsByEmail, Text: "_", Limit: 9}, "cesar_x@example.net 100 0"},
		} {
			var got []string
			for _, a := range must[[]reseller.AccountSummary](t)(h.SearchAccounts(h.ctx, c.search)) {
				got = append(got, fmt.Sprint(a.Email, " ", a.Balance.Available, " ", a.Names))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%+v finds %v, want %s", c.search, got, c.want)
			}
		}
	})
}
