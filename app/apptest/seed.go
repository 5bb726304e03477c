package apptest

import (
	"nameyard/reseller"
)

// Prices is a price list for some TLDs in a currency, where a year costs so much in minor units: registrations and renewals
// of 1 to 10 years, transfers for 8/10 of a year, restores for 8 years.
func Prices(currency string, year int64, tlds ...string) []reseller.Price {
	var list []reseller.Price
	add := func(tld string, op reseller.Operation, years int, net int64) {
		list = append(list, reseller.Price{TLD: tld, Currency: currency, Operation: op, Years: years, Net: net})
	}
	for _, tld := range tlds {
		for years := 1; years <= 10; years++ {
			add(tld, reseller.OpRegister, years, year*int64(years))
			add(tld, reseller.OpRenew, years, year*int64(years))
		}
		add(tld, reseller.OpTransfer, 1, year*8/10)
		add(tld, reseller.OpRestore, 1, 8*year)
	}
	return list
}

// SetPrices puts a price list in force.
func (e *Env) SetPrices(list []reseller.Price) {
	e.Helper()
	e.Must(e.Store.SetPrices(e.Context(), list, reseller.Operator))
}

// AddAccount makes an account with credit in minor units.
func (e *Env) AddAccount(a reseller.Account, credit int64) reseller.Account {
	e.Helper()
	a, err := e.Store.AddAccount(e.Context(), a, reseller.Operator)
	e.Must(err)
	if credit > 0 {
		e.Must(e.Store.MoveCredit(e.Context(), a, credit, "opening "+a.Email, "to begin with"))
	}
	return a
}

// AddToken gives an account a token with this secret; kind, scopes and the rest are t's, by default everything over the
// action API and REST.
func (e *Env) AddToken(a reseller.Account, secret string, t reseller.Token) reseller.Token {
	e.Helper()
	t.AccountID, t.Name = a.ID, secret
	if reseller.LooksLikeToken(secret) { // no picture shows one
		t.Name = "Token " + secret[len(secret)-4:]
	}
	if t.Kind == "" {
		t.Kind = reseller.TokenAPI
	}
	var err error
	if t.Kind == reseller.TokenV2 {
		sealed := reseller.SealedToken{Token: t, Sealed: e.Key.Seal(secret, reseller.V2KeyPurpose(a.ID))}
		t, err = e.Store.AddSealedToken(e.Context(), sealed, reseller.HashToken(secret), reseller.Operator)
	} else {
		t, err = e.Store.AddToken(e.Context(), t, reseller.HashToken(secret), reseller.Operator)
	}
	e.Must(err)
	return t
}

// NameOf reads a name such as "example.co.uk" below a TLD that the rules have.
func (e *Env) NameOf(full string) reseller.Name {
	e.Helper()
	name, err := e.Routes.Rules().Split(full)
	e.Must(err)
	return name
}

// Domain is the row of a name in the first account.
func (e *Env) Domain(full string) reseller.Domain {
	e.Helper()
	d, err := e.Store.Domain(e.Context(), e.Account.ID, e.NameOf(full))
	e.Must(err)
	return d
}

// PutInGroup puts an account into a price group, which is made if there is none; "" takes it out of its group. It gives the account as it is then.
func (e *Env) PutInGroup(a reseller.Account, group string) reseller.Account {
	e.Helper()
	if group != "" {
		if _, err := e.Store.PriceGroup(e.Context(), group); err != nil {
			_, err := e.Store.AddPriceGroup(e.Context(), group, reseller.Operator)
			e.Must(err)
		}
	}
	a, err := e.Store.ChangeAccount(e.Context(), a.ID, reseller.Operator, "set", func(a *reseller.Account) error { a.PriceGroup = group; return nil })
	e.Must(err)
	if a.ID == e.Account.ID {
		e.Account = a
	}
	return a
}
