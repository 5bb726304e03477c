package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type paymentCmd struct {
	List       paymentListCmd       `cmd:"" help:"List card payments, newest first."`
	Show       paymentShowCmd       `cmd:"" help:"Show a card payment, and what is to be done about it."`
	Dismiss    paymentDismissCmd    `cmd:"" changes:"" help:"Note that what is to be done about a card payment is not done, as with a refund that is meant to leave the credit."`
	TopUps     paymentTopUpsCmd     `cmd:"" name:"top-ups" help:"Show which accounts have automatic top-up, and where it is paused."`
	RemoveCard paymentRemoveCardCmd `cmd:"" changes:"" name:"remove-card" help:"Remove the saved card of an account, which may be closed; its automatic top-up is off then."`
}

// paymentView is a card payment as it is printed.
type paymentView struct {
	ID        int64         `json:"id"`
	Account   string        `json:"account"` // "" = the books have no such account
	Kind      string        `json:"kind"`
	State     string        `json:"state"`
	Amount    string        `json:"amount"`
	Currency  string        `json:"currency"`
	Received  string        `json:"received,omitempty"` // with its currency
	Ref       string        `json:"ref,omitempty"`
	Session   string        `json:"session,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Refunded  string        `json:"refunded,omitempty"`
	Disputed  string        `json:"disputed,omitempty"` // all disputes together
	Disputes  []disputeView `json:"disputes,omitempty"` // the first to begin first
	By        string        `json:"by"`
	CreatedAt time.Time     `json:"created_at"` // business time
	SettledAt *time.Time    `json:"settled_at"`
	LookAt    *time.Time    `json:"look_at"` // wall time
	Todo      string        `json:"todo,omitempty"`
	Command   string        `json:"command,omitempty"`
	Dismiss   string        `json:"dismiss,omitempty"`
	Dismissed []string      `json:"dismissed,omitempty"` // why what was to be done was not
}

func viewPayment(p operator.PaymentOf) paymentView {
	v := paymentView{
		ID: p.ID, Account: p.Account.Email, Kind: string(p.Kind), State: string(p.State), Amount: p.Amount.Decimal(), Currency: p.Amount.Currency, Ref: p.Ref, Session: p.Session,
		Reason: p.Reason, By: p.By, CreatedAt: p.CreatedAt, SettledAt: optional(p.SettledAt), LookAt: optional(p.LookAt), Todo: p.Todo, Command: p.Command, Dismiss: p.Dismiss, Dismissed: p.Left,
	}
	of := func(minor int64) string {
		if minor == 0 {
			return ""
		}
		return reseller.Money{Minor: minor, Currency: p.Received.Currency}.String()
	}
	v.Received, v.Refunded, v.Disputed = of(p.Received.Minor), of(p.Refunded), of(p.Disputed())
	for _, d := range p.Disputes {
		v.Disputes = append(v.Disputes, disputeView{d.ID, d.Amount.String(), d.Status, optional(d.BegunAt)})
	}
	return v
}

// disputeView is a dispute as it is printed.
type disputeView struct {
	ID      string     `json:"id"`     // "" = not known
	Amount  string     `json:"amount"` // with its currency
	Status  string     `json:"status"` // the provider's word
	BegunAt *time.Time `json:"begun_at"`
}

type paymentListCmd struct {
	Account  string `placeholder:"EMAIL" env:"NAMEYARD_LIST_ACCOUNT" help:"Only of this account."`
	State    string `env:"NAMEYARD_LIST_STATE" help:"Only those that are open, paid, expired, declined or stranded."`
	NeedsYou bool   `help:"Only those of which something is left for you to do."`
	timeFlags
	pageFlags
}

// Run lists card payments.
func (c *paymentListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		choice := operator.PaymentChoice{Account: c.Account, State: reseller.PaymentState(c.State), NeedsYou: c.NeedsYou, Begun: c.between()}
		return listing[operator.PaymentOf]{
			get: func(page reseller.Page) ([]operator.PaymentOf, error) {
				choice.Page = page
				return operator.Payments{Store: d.Store}.List(ctx, choice)
			},
			id: func(p operator.PaymentOf) int64 { return p.ID }, view: func(p operator.PaymentOf) any { return viewPayment(p) },
			columns: "ID BEGUN ACCOUNT KIND STATE AMOUNT CURRENCY REF TODO",
			row: func(p operator.PaymentOf) []any {
				v := viewPayment(p)
				return []any{v.ID, v.CreatedAt, v.Account, v.Kind, v.State, v.Amount, v.Currency, v.Ref, v.Todo}
			},
		}.print(p, c.pageFlags)
	})
}

type paymentShowCmd struct {
	ID int64 `arg:"" help:"Number of the payment, as \"payment list\" shows it."`
}

// Run shows a card payment.
func (c *paymentShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		found, err := operator.Payments{Store: d.Store}.Find(ctx, c.ID)
		if err != nil {
			return err
		}
		return p.showPayment(found)
	})
}

// orDismiss is the other command, where it is another one.
func (v paymentView) orDismiss() string {
	if v.Dismiss == v.Command {
		return ""
	}
	return v.Dismiss
}

func (p *program) showPayment(found operator.PaymentOf) error {
	v := viewPayment(found)
	return p.out.print(v, func(w io.Writer) {
		fmt.Fprintf(w, "payment %d of %s: %s %s, %s, %s\n", v.ID, v.Account, v.Amount, v.Currency, v.Kind, v.State)
		fmt.Fprintf(w, "begun %s by %s\n", moment(v.CreatedAt), v.By)
		lines := [][2]string{
			{"received", v.Received}, {"reference", v.Ref}, {"page", v.Session}, {"reason", v.Reason}, {"refunded", v.Refunded}, {"disputed", v.Disputed},
		}
		if found.MayHaveCharged() {
			lines = append(lines, [2]string{"not known yet", "whether the card was charged; the provider is asked again " + moment(found.LookAt)})
		}
		for _, d := range found.Disputes {
			lines = append(lines, [2]string{"dispute", d.String()})
		}
		for _, line := range append(lines, [][2]string{
			{"dismissed", strings.Join(v.Dismissed, "; ")}, {"to do", v.Todo}, {"with", v.Command}, {"or", v.orDismiss()},
		}...) {
			if line[1] != "" {
				fmt.Fprintf(w, "%s: %s\n", line[0], line[1])
			}
		}
	})
}
