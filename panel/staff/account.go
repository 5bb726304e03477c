package staff

import (
	"context"
	"strconv"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// How much of an account its page shows; the whole is one page further.
const (
	lastEntries = 8
	lastMails   = 8
)

// accountData is what the page of an account shows.
type accountData struct {
	operator.CreditOf
	Tokens []reseller.Token
	Users  []operator.Member
	Sent   *operator.Member // to whom a link was mailed just now

	CreditKinds []reseller.CreditKind // to choose from
	Moving      *creditMoved          // that is to be confirmed; nil until it is typed
	Earlier     *reseller.Entry       // that has the reference which was typed, and was booked before
	Ledger      []operator.LedgerEntry
	Mails       []reseller.Mail
	Card        reseller.TopUp
}

// account shows one account.
func (p Pages) account(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showAccount(ctx, v, a, page.Form{Values: map[string]string{"direction": "add"}})
}

// showAccount shows an account with the form that moves credit as it was typed.
func (p Pages) showAccount(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form) (visit.Answer, error) {
	return p.showMove(ctx, v, a, form, func(*accountData) {})
}

// accountData reads what the page of an account shows.
func (p Pages) accountData(ctx context.Context, v *visit.Visit, a reseller.Account) (d accountData, err error) {
	if d.CreditOf, err = p.Credit.Of(ctx, a.Email); err != nil {
		return d, err
	}
	if d.Tokens, err = p.Tokens.List(ctx, a.Email); err != nil {
		return d, err
	}
	if d.Users, err = p.people(v, a).List(ctx); err != nil {
		return d, err
	}
	for i, u := range d.Users {
		if v.Query.Get("sent") == strconv.FormatInt(u.ID, 10) && !u.LinkUntil.IsZero() {
			d.Sent = &d.Users[i]
		}
	}
	if d.Ledger, err = p.Credit.Ledger(ctx, operator.LedgerChoice{Account: a.Email, Page: reseller.Page{Limit: lastEntries}}); err != nil {
		return d, err
	}
	if d.Card, err = p.Payments.Card(ctx, a.ID); err != nil {
		return d, err
	}
	d.Mails, err = p.Mails.List(ctx, a.Email, lastMails)
	return d, err
}

// ledgerData is what the page of an account's ledger shows.
type ledgerData struct {
	listing
	Account reseller.Account
	Rows    []operator.LedgerEntry
}

// ledger lists the movements of an account's credit, newest first.
func (p Pages) ledger(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	l, page := listed(v)
	rows, err := p.Credit.Ledger(ctx, operator.LedgerChoice{Account: a.Email, Page: page})
	if err != nil {
		return visit.Answer{}, err
	}
	rows = shown(&l, rows, func(e operator.LedgerEntry) int64 { return e.ID })
	return visit.Show("staff/ledger", v.Say("staff.ledger_of", a.Name), ledgerData{l, a, rows}), nil
}
