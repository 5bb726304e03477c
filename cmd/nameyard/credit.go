package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type creditCmd struct {
	Add    creditAddCmd    `cmd:"" changes:"" help:"Add credit to an account."`
	Take   creditTakeCmd   `cmd:"" changes:"" help:"Take credit from an account."`
	Show   creditShowCmd   `cmd:"" help:"Show an account's credit."`
	Ledger creditLedgerCmd `cmd:"" help:"List an account's ledger with its running balance, newest first."`
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
	Kind   string `env:"NAMEYARD_CREDIT_KIND" default:"payment" enum:"payment,refund,correction" help:"payment, refund (goodwill: no money came in) or correction (${default})."`
	Note   string `help:"What it is for; a refund and a correction need it."`
	Ref    string `placeholder:"PAYMENT-ID" help:"Reference of the payment; one reference posts once."`
	About  string `name:"refunds" env:"NAMEYARD_CREDIT_REFUNDS" placeholder:"NUMBER" help:"Of a refund: the number of the invoice or order that it refunds."`
	dryRun
}

// Run adds credit. A reference that has posted adds nothing, so a payment that is booked twice counts once.
func (c *creditAddCmd) Run(ctx context.Context, p *program) error {
	return p.moveCredit(ctx, operator.CreditMove{Email: c.Email, Kind: reseller.CreditKind(c.Kind), Amount: c.Amount, Ref: c.Ref, About: c.About, Note: c.Note})
}

type creditTakeCmd struct {
	Email  string `arg:"" help:"E-mail address of the account."`
	Amount string `arg:"" help:"Amount in the account's currency, for example 20.00."`
	Kind   string `env:"NAMEYARD_CREDIT_KIND" default:"payment" enum:"payment,correction" help:"payment (paid out) or correction (${default})."`
	Note   string `required:"" help:"What it is for."`
	Ref    string `placeholder:"ID" help:"Reference; one reference posts once."`
	dryRun
}

// Run takes credit; what orders have reserved cannot be taken.
func (c *creditTakeCmd) Run(ctx context.Context, p *program) error {
	return p.moveCredit(ctx, operator.CreditMove{Email: c.Email, Kind: reseller.CreditKind(c.Kind), Amount: c.Amount, Take: true, Ref: c.Ref, Note: c.Note})
}

func (p *program) moveCredit(ctx context.Context, m operator.CreditMove) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		moved, err := operator.Credit{Store: d.Store}.Move(ctx, m)
		if err != nil {
			return err
		}
		if !moved.Posted {
			fmt.Fprintf(p.stderr, "already posted: reference %q; nothing was changed: it is entry %d, of %s\n", m.Ref, moved.Earlier.ID, moved.Earlier.At.UTC().Format("2006-01-02 15:04 UTC"))
		}
		return p.showCredit(moved.CreditOf, &moved.Posted)
	})
}

func (p *program) showCredit(c operator.CreditOf, posted *bool) error {
	v := creditView{c.Account.Email, c.Currency, amount(c.Available, c.Currency), amount(c.Held, c.Currency), posted}
	return p.out.say(v, "%s has %s %s available, %s held", v.Account, v.Available, v.Currency, v.Held)
}

type creditShowCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run shows an account's credit.
func (c *creditShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		credit, err := operator.Credit{Store: d.Store}.Of(ctx, c.Email)
		if err != nil {
			return err
		}
		return p.showCredit(credit, nil)
	})
}

// entryView is a ledger entry as it is printed: what it did to the account's own two ledger accounts, and what was on them then.
type entryView struct {
	ID             int64     `json:"id"`
	At             time.Time `json:"at"`
	Kind           string    `json:"kind"`
	Order          int64     `json:"order,omitempty"`
	Ref            string    `json:"ref,omitempty"`
	Note           string    `json:"note,omitempty"`
	Currency       string    `json:"currency"`
	Available      string    `json:"available"`
	Held           string    `json:"held"`
	AvailableAfter string    `json:"available_after"`
	HeldAfter      string    `json:"held_after"`
}

func viewEntry(e operator.LedgerEntry) entryView {
	return entryView{
		ID: e.ID, At: e.At, Kind: string(e.Kind), Order: e.OrderID, Ref: e.Ref, Note: e.Note, Currency: e.Currency,
		Available: amount(e.Available, e.Currency), Held: amount(e.Held, e.Currency),
		AvailableAfter: amount(e.AvailableAfter, e.Currency), HeldAfter: amount(e.HeldAfter, e.Currency),
	}
}

type creditLedgerCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
	timeFlags
	pageFlags
}

// Run lists an account's ledger.
func (c *creditLedgerCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		choice := operator.LedgerChoice{Account: c.Email, Posted: c.between()}
		return listing[operator.LedgerEntry]{
			get: func(page reseller.Page) ([]operator.LedgerEntry, error) {
				choice.Page = page
				return operator.Credit{Store: d.Store}.Ledger(ctx, choice)
			},
			id: func(e operator.LedgerEntry) int64 { return e.ID }, view: func(e operator.LedgerEntry) any { return viewEntry(e) },
			columns: "ID AT KIND ORDER AVAILABLE HELD BALANCE REF NOTE",
			row: func(e operator.LedgerEntry) []any {
				v := viewEntry(e)
				return []any{v.ID, v.At, v.Kind, v.Order, v.Available, v.Held, v.AvailableAfter, v.Ref, v.Note}
			},
		}.print(p, c.pageFlags)
	})
}
