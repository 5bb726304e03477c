package actions_test

import (
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

func TestBooksAreReadFromEitherEnd(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("first.com")
		e.Clock.Move(24 * time.Hour)
		noon := e.Clock.Now()
		e.register("second.com")
		e.register("third.co.uk")

		orders := func(r actions.ListOrders) (names string) {
			t.Helper()
			for r.Limit = 1; ; {
				page, err := e.Actions.ListOrders(t.Context(), e.call(), r)
				e.Must(err)
				for _, o := range page.Rows {
					names += o.Name.String() + " "
				}
				if r.After = page.Next; r.After == 0 {
					return names
				}
			}
		}
		for want, r := range map[string]actions.ListOrders{
			"third.co.uk second.com first.com ": {}, "second.com first.com ": {Name: "*.com"}, "third.co.uk second.com ": {Placed: reseller.Between{Since: noon}},
			"first.com ": {Status: reseller.StatusDone, Kind: reseller.OrderRegister, Placed: reseller.Between{Until: noon}}, "": {Status: reseller.StatusInProgress},
		} {
			if got := orders(r); got != want {
				t.Errorf("%+v: %q, want %q", r, got, want)
			}
		}
		_, err := e.Actions.ListOrders(t.Context(), e.call(), actions.ListOrders{Status: "unknown"})
		wantError(t, "no such status", err, reseller.CodeInvalidParameter, reseller.PathStatus, "is not a status of orders")
		_, err = e.Actions.ListOrders(t.Context(), e.call(), actions.ListOrders{Kind: "buy"})
		wantError(t, "no such kind", err, reseller.CodeInvalidParameter, reseller.PathKind, "is not a kind of orders")

		balance, err := e.Actions.Balance(t.Context(), e.call(), struct{}{})
		e.Must(err)
		for _, newest := range []bool{true, false} {
			var seen []reseller.LedgerLine
			r := actions.Ledger{Page: actions.Page{Limit: 2}, Newest: newest}
			for more := true; more; more = r.After != 0 {
				page, err := e.Actions.Ledger(t.Context(), e.call(), r)
				e.Must(err)
				seen, r.After = append(seen, page.Rows...), page.Next
			}
			first, last := seen[0], seen[len(seen)-1]
			if newest {
				first, last = last, first
			}
			if last.AvailableAfter != balance.Available || last.HeldAfter != balance.Held || first.AvailableAfter != first.Available {
				t.Errorf("the balance runs from %+v to %+v, and is %+v", first, last, balance)
			}
		}
		page, err := e.Actions.Ledger(t.Context(), e.call(), actions.Ledger{Posted: reseller.Between{Since: noon}})
		e.Must(err)
		if len(page.Rows) == 0 || page.Rows[0].OrderID == 1 || page.Rows[len(page.Rows)-1].AvailableAfter != balance.Available {
			t.Errorf("from noon on the ledger has %+v", page.Rows)
		}
		invoices, err := e.Actions.GetInvoices(t.Context(), e.call(), actions.GetInvoices{Newest: true, Domain: "*.com", Page: actions.Page{Limit: 1}})
		e.Must(err)
		if invoices.Rows[0].Lines[0].Domain != "second.com" || invoices.Next == 0 {
			t.Errorf("the newest invoice of a .com is %+v, next %d", invoices.Rows[0], invoices.Next)
		}
		others, err := e.Actions.ListOrders(t.Context(), e.stranger(), actions.ListOrders{})
		e.Must(err)
		if len(others.Rows) != 0 {
			t.Errorf("another account sees %+v", others.Rows)
		}
	})
}

func TestAccountChangesWhatIsItsOwn(t *testing.T) {
	e := newEnv(t, apptest.SQLite)
	_, err := e.Actions.ChangeAccount(t.Context(), e.call(), actions.ChangeAccount{Language: to("de")})
	wantError(t, "a language that nobody speaks here", err, reseller.CodeInvalidParameter, reseller.PathLanguage, "use en or sv")
	_, err = e.Actions.ChangeAccount(t.Context(), e.call(), actions.ChangeAccount{DefaultContact: &reseller.Contact{FirstName: "Anna"}})
	wantError(t, "half a contact", err, reseller.CodeMissingParameter, "contacts.registrant.address1", "is required")
	_, err = e.Actions.ChangeAccount(t.Context(), e.call(), actions.ChangeAccount{Language: to("sv"), DefaultContact: &holder})
	e.Must(err)
	a, err := e.Actions.ShowAccount(t.Context(), e.call(), struct{}{})
	e.Must(err)
	if a.Language != "sv" || a.DefaultContact == nil || a.DefaultContact.City != "Stockholm" || a.Currency != e.Account.Currency {
		t.Errorf("the account is %+v", a)
	}
	a, err = e.Actions.ChangeAccount(t.Context(), e.call(), actions.ChangeAccount{DefaultContact: &reseller.Contact{}})
	e.Must(err)
	if a.DefaultContact != nil || a.Language != "sv" {
		t.Errorf("without its contact the account is %+v", a)
	}
}
