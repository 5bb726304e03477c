package operator_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
)

func TestAccountIsMadeChangedAndDisabled(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Accounts{Store: e.Store}
		tax, window, language := int64(250_000), 90*time.Second+time.Millisecond, "sv"
		made, err := u.Add(ctx, operator.NewAccount{
			Email: "New@Example.com", Name: " New ", Currency: "SEK", AccountSettings: operator.AccountSettings{TaxRatePPM: &tax, ReplayWindow: &window, Language: &language},
		})
		e.Must(err)
		if made.Email != "new@example.com" || made.Name != "New" || made.TaxRatePPM != tax || made.ReplayWindow != 90*time.Second || made.Language != "sv" {
			e.Errorf("made: %+v", made)
		}
		_, err = u.Add(ctx, operator.NewAccount{Email: "new@example.com", Name: "Again", Currency: "SEK"})
		wantError(e, err, reseller.KindConflict, "there is an account new@example.com already; change it with Accounts.Change")

		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Contact: map[string]string{"town": "Uppsala"}}})
		wantError(e, err, reseller.KindInvalid, `a contact has no field "town"; nothing was set: Accounts.ContactFields`)
		contact := map[string]string{"first_name": "Anna", "last_name": "Berg", "address1": "Storgatan 1", "city": "Uppsala", "postcode": "75310", "country": "SE", "email": "anna@example.com"}
		changed, err := u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Contact: contact}})
		e.Must(err)
		if changed.DefaultContact == nil || changed.DefaultContact.City != "Uppsala" || changed.Name != "New" {
			e.Errorf("changed: %+v", changed)
		}
		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Contact: map[string]string{"email": "nobody"}}})
		wantError(e, err, reseller.KindInvalid, " email: ")
		changed, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Contact: map[string]string{"city": "Lund"}}})
		e.Must(err)
		if c := changed.DefaultContact; c.City != "Lund" || c.FirstName != "Anna" {
			e.Errorf("one field laid over the contact makes it %+v", c)
		}
		empty, much := " ", int64(1_000_001)
		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{Name: &empty})
		wantError(e, err, reseller.KindInvalid, "account_name is empty")
		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{TaxRatePPM: &much}})
		wantError(e, err, reseller.KindInvalid, "it must be 0 to 1,000,000")
		for _, none := range []string{"2026-02-30", "", "\u00e5\xff"} {
			_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Language: &none}})
			wantError(e, err, reseller.KindInvalid, "is not a language that is spoken here")
		}

		off, err := u.Disable(ctx, "new@example.com", " unpaid for months ")
		e.Must(err)
		on, err := u.Enable(ctx, "new@example.com")
		e.Must(err)
		if off.DisabledReason != "unpaid for months" || on.DisabledReason != "" {
			e.Errorf("it is disabled because %q and then %q", off.DisabledReason, on.DisabledReason)
		}
		vat, address := "SE556012579001", " Storgatan 1\r\n\r\n753 10 Uppsala "
		billed, err := u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{VATNumber: &vat, Address: &address}})
		e.Must(err)
		if read, err := u.Find(ctx, "new@example.com"); err != nil || billed.BillingAddress != "Storgatan 1\n753 10 Uppsala" || read.BillingAddress != billed.BillingAddress || read.VATNumber != vat {
			e.Errorf("it is billed at %q, and as %q %q, %v", billed.BillingAddress, read.BillingAddress, read.VATNumber, err)
		}
		long, odd := strings.Repeat("x\n", 7), "SE\u202e1"
		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{Address: &long}})
		wantError(e, err, reseller.KindInvalid, "has 7 lines, it may have 6")
		_, err = u.Change(ctx, "new@example.com", operator.AccountChange{AccountSettings: operator.AccountSettings{VATNumber: &odd}})
		wantError(e, err, reseller.KindInvalid, "cannot be printed")
		if !off.Disabled || on.Disabled {
			e.Errorf("disabled is %v and then %v", off.Disabled, on.Disabled)
		}
		_, err = u.Find(ctx, "nobody@example.com")
		wantError(e, err, reseller.KindNotFound, "Accounts.List shows them")
	})
}

func TestTokenIsMadeForASpanWithScopesByTheirPresentNames(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Tokens{Store: e.Store, Clock: e.Clock, Key: e.Key}
		n := operator.NewToken{Email: e.Account.Email, Name: "module", Kind: reseller.TokenAPI, Scopes: []reseller.Scope{"read", "part"}}
		made, err := u.Add(ctx, n)
		e.Must(err)
		kept, account, err := e.Store.Credential(ctx, reseller.HashToken(made.Secret))
		e.Must(err)
		if account.ID != e.Account.ID || !slices.Equal(kept.Scopes, []reseller.Scope{reseller.ScopeRead, reseller.ScopeRelease}) {
			e.Errorf("the secret opens %s with %v", account.Email, kept.Scopes)
		}
		v2, err := u.Add(ctx, operator.NewToken{Email: e.Account.Email, Name: "panel", Kind: reseller.TokenV2})
		e.Must(err)
		n.Scopes = []reseller.Scope{"everything"}
		_, err = u.Add(ctx, n)
		wantError(e, err, reseller.KindInvalid, "it must be one of read, manage, spend, release")
		n.Scopes, n.ExpiresAt = nil, e.Clock.Wall().Add(-time.Hour)
		_, err = u.Add(ctx, n)
		wantError(e, err, reseller.KindInvalid, "which is past")

		_, err = u.Revoke(ctx, e.Account.Email, v2.ID)
		e.Must(err)
		_, err = u.Revoke(ctx, e.Account.Email, v2.ID)
		wantError(e, err, reseller.KindNotFound, "Tokens.List "+e.Account.Email)
		list, err := u.List(ctx, e.Account.Email)
		e.Must(err)
		if len(list) != 3 || list[2].RevokedAt.IsZero() {
			e.Errorf("tokens: %+v", list)
		}
	})
}

func TestCreditMovesOncePerReferenceAndNeverBelowZero(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Credit{Store: e.Store}
		move := operator.CreditMove{Email: e.Account.Email, Amount: "20.50", Ref: "PAY-1"}
		first, err := u.Move(ctx, move)
		e.Must(err)
		again, err := u.Move(ctx, move)
		e.Must(err)
		if !first.Posted || again.Posted || again.Available != 1020_50 {
			e.Errorf("posted %v and %v, %d available", first.Posted, again.Posted, again.Available)
		}
		for _, pasted := range []string{" PAY-1", "PAY-1\n", "\u200bPAY-1", "\ufeff PAY-1\u202c"} {
			moved, err := u.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: "20.50", Ref: pasted})
			e.Must(err)
			if moved.Posted {
				e.Errorf("reference %q has posted again", pasted)
			}
		}
		for amount, words := range map[string]string{"1020.51": "has less than", "0": "more than zero", "-5": "more than zero", "1.234": "decimals"} {
			_, err := u.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: amount, Take: true})
			if err == nil {
				e.Errorf("%s was taken", amount)
				continue
			}
			wantError(e, err, reseller.AsError(err).Kind, words)
		}
		move.Amount = "20.51"
		_, err = u.Move(ctx, move)
		wantError(e, err, reseller.KindConflict, "has posted 20.50")
		move.Amount, move.Take = "20.50", true
		_, err = u.Move(ctx, move)
		wantError(e, err, reseller.KindConflict, "nothing was changed")
		_, err = u.Move(ctx, operator.CreditMove{Email: e.Account.Email, Kind: reseller.CreditRefund, Amount: "20.50", Ref: "PAY-1", Note: "sorry"})
		wantError(e, err, reseller.KindConflict, "has posted a deposit already, not a goodwill")
		other, err := operator.Accounts{Store: e.Store}.Add(ctx, operator.NewAccount{Email: "other@example.com", Name: "Other", Currency: e.Account.Currency})
		e.Must(err)
		_, err = u.Move(ctx, operator.CreditMove{Email: other.Email, Amount: "20.50", Ref: "PAY-1"})
		wantError(e, err, reseller.KindConflict, "has posted on account "+e.Account.Email)
		_, err = u.Move(ctx, operator.CreditMove{Email: other.Email, Amount: "92233720368547758.07"})
		wantError(e, err, reseller.KindInvalid, "too large")
		_, err = operator.Accounts{Store: e.Store}.Add(ctx, operator.NewAccount{Email: "x@example.com", Name: "X", Currency: "XXX"})
		wantError(e, err, reseller.KindInvalid, "ISO 4217")
		taken, err := u.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: "1020.50", Take: true, Note: "all of it"})
		e.Must(err)
		ledger, err := u.Ledger(ctx, operator.LedgerChoice{Account: e.Account.Email, Page: reseller.Page{Limit: 100}})
		e.Must(err)
		sum := int64(0)
		for _, l := range ledger {
			sum += l.Available + l.Held
		}
		if taken.Available != 0 || sum != 0 || len(ledger) != 3 {
			e.Errorf("%d available, %d in %d entries", taken.Available, sum, len(ledger))
		}
		if after := []int64{ledger[0].AvailableAfter, ledger[1].AvailableAfter, ledger[2].AvailableAfter}; !slices.Equal(after, []int64{0, 102050, 100000}) {
			e.Errorf("after the entries, newest first, there were %d", after)
		}
		older, err := u.Ledger(ctx, operator.LedgerChoice{Account: e.Account.Email, Page: reseller.Page{Before: ledger[1].ID, Limit: 100}})
		e.Must(err)
		if len(older) != 1 || older[0].AvailableAfter != 100000 {
			e.Errorf("the page behind has %+v", older)
		}
	})
}

func TestPricesAreSetForKnownAndForComingTLDs(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Prices{Store: e.Store, Rules: e.Routes.Rules(), Clock: e.Clock}
		net := map[reseller.Operation]string{reseller.OpRegister: "12.50", reseller.OpRenew: "13"}
		set, err := u.Set(ctx, operator.NewPrices{TLD: ".com", Currency: "EUR", Net: net, Years: 2, Cost: "9"})
		e.Must(err)
		list, err := u.List(ctx, operator.ListName{}, "EUR", "")
		e.Must(err)
		if !set.Sold || len(set.Prices) != 2 || set.Prices[0].Price != list[0] || set.Prices[1].Price != list[1] || len(list) != 2 || list[0].Net != 12_50 || list[1].Cost != 9_00 {
			e.Errorf("set %+v, the list has %+v", set, list)
		}
		coming, err := u.Set(ctx, operator.NewPrices{TLD: "invented", Currency: "EUR", Net: net, Years: 1})
		e.Must(err)
		if coming.Sold {
			e.Error("a TLD without rules is said to be sold")
		}
		for words, n := range map[string]operator.NewPrices{
			"currency is": {TLD: "com", Currency: "eur", Net: net, Years: 1}, "years is 0": {TLD: "com", Currency: "EUR", Net: net},
			"give at least one price: prices.register, prices.renew": {TLD: "com", Currency: "EUR", Years: 1},
			"one price whatever the years":                           {TLD: "com", Currency: "EUR", Years: 2, Net: map[reseller.Operation]string{reseller.OpTransfer: "9"}},
			"must not be negative":                                   {TLD: "com", Currency: "EUR", Years: 1, Net: map[reseller.Operation]string{reseller.OpRenew: "-9"}},
			"cost: ":                                                 {TLD: "com", Currency: "EUR", Years: 1, Net: net, Cost: "much"},
		} {
			_, err := u.Set(ctx, n)
			wantError(e, err, reseller.KindInvalid, words)
		}
	})
}
