package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

type creditCmd struct {
	Add    creditAddCmd    `cmd:"" help:"Add credit to an account."`
	Take   creditTakeCmd   `cmd:"" help:"Take credit from an account."`
	Show   creditShowCmd   `cmd:"" help:"Show an account's credit."`
	Ledger creditLedgerCmd `cmd:"" help:"List an account's ledger, oldest first."`
}

// creditView is an account's credit as it is printed.
type creditView struct {
	Account   string `json:"account"`
	Currency  string `json:"currency"`
	Available string `json:"available"`
	Held      string `json:"held"` // reserved by orders that have not ended
	Posted    *bool  `json:"posted,omitempty"`
}

type creditAddCmd struct {
	Email  string `arg:"" help:"E-mail address of the account."`
	Amount string `arg:"" help:"Amount in the account's currency, for example 100.00."`
	Note   string `help:"What it is for."`
	Ref    string `placeholder:"PAYMENT-ID" help:"Reference of the payment; one reference posts once."`
}

// Run adds credit. A reference that has posted adds nothing, so a payment that is booked twice counts once.
func (c *creditAddCmd) Run(ctx context.Context, p *program) error {
	return p.moveCredit(ctx, c.Email, creditMove{c.Amount, 1, c.Ref, c.Note})
}

type creditTakeCmd struct {
	Email  string `arg:"" help:"E-mail address of the account."`
	Amount string `arg:"" help:"Amount in the account's currency, for example 20.00."`
	Note   string `required:"" help:"What it is for."`
	Ref    string `placeholder:"ID" help:"Reference; one reference posts once."`
}

// Run takes credit; what orders have reserved cannot be taken.
func (c *creditTakeCmd) Run(ctx context.Context, p *program) error {
	return p.moveCredit(ctx, c.Email, creditMove{c.Amount, -1, c.Ref, c.Note})
}

// creditMove is an amount to add (sign 1) or to take (sign -1).
type creditMove struct {
	amount    string
	sign      int64
	ref, note string
}

func (p *program) moveCredit(ctx context.Context, email string, m creditMove) error {
	return p.withDatabase(ctx, func(d *database) error {
		account, err := d.account(ctx, email)
		if err != nil {
			return err
		}
		money, err := reseller.ParseMoney(m.amount, account.Currency)
		if err != nil {
			return wrongUsage("%v", err)
		}
		if money.Minor <= 0 {
			return wrongUsage("the amount is %s, it must be more than zero; \"credit add\" and \"credit take\" give the direction", m.amount)
		}
		err = d.Store.MoveCredit(ctx, account, m.sign*money.Minor, m.ref, m.note)
		posted := !errors.Is(err, reseller.ErrDuplicate)
		switch {
		case errors.Is(err, reseller.ErrFunds):
			return refused("%s has less than %s available; nothing was taken", account.Email, money)
		case err != nil && posted:
			return err
		case !posted:
			fmt.Fprintf(p.stderr, "already posted: reference %q; nothing was changed\n", m.ref)
		}
		return p.showCredit(ctx, d, account, &posted)
	})
}

func (p *program) showCredit(ctx context.Context, d *database, account reseller.Account, posted *bool) error {
	b, err := d.Store.Balance(ctx, account.ID)
	if err != nil {
		return err
	}
	v := creditView{account.Email, b.Currency, amount(b.Available, b.Currency), amount(b.Held, b.Currency), posted}
	return p.out.say(v, "%s has %s %s available, %s held", v.Account, v.Available, v.Currency, v.Held)
}

type creditShowCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run shows an account's credit.
func (c *creditShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		account, err := d.account(ctx, c.Email)
		if err != nil {
			return err
		}
		return p.showCredit(ctx, d, account, nil)
	})
}

// entryView is a ledger entry as it is printed: what it did to the account's own two ledger accounts.
type entryView struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Kind      string    `json:"kind"`
	Order     int64     `json:"order,omitempty"`
	Ref       string    `json:"ref,omitempty"`
	Note      string    `json:"note,omitempty"`
	Currency  string    `json:"currency"`
	Available string    `json:"available"`
	Held      string    `json:"held"`
}

func viewEntry(e reseller.Entry, currency string) entryView {
	var available, held int64
	for _, posting := range e.Postings {
		switch posting.Account {
		case reseller.Available(e.AccountID):
			available += posting.Amount
		case reseller.Held(e.AccountID):
			held += posting.Amount
		}
	}
	return entryView{
		ID: e.ID, At: e.At, Kind: string(e.Kind), Order: e.OrderID, Ref: e.Ref, Note: e.Note, Currency: currency,
		Available: amount(available, currency), Held: amount(held, currency),
	}
}

type creditLedgerCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// ledgerPage is how many entries are read at once.
const ledgerPage = 1000

// Run lists an account's ledger.
func (c *creditLedgerCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *database) error {
		account, err := d.account(ctx, c.Email)
		if err != nil {
			return err
		}
		var views []entryView
		for after := int64(0); ; {
			page, err := d.Store.Entries(ctx, account.ID, after, ledgerPage)
			if err != nil {
				return err
			}
			for _, e := range page {
				after = e.ID
				views = append(views, viewEntry(e, account.Currency))
			}
			if len(page) < ledgerPage {
				break
			}
		}
		return table(p.out, views, "ID AT KIND ORDER AVAILABLE HELD REF NOTE", func(v entryView) []any {
			return []any{v.ID, v.At, v.Kind, v.Order, v.Available, v.Held, v.Ref, v.Note}
		})
	})
}
