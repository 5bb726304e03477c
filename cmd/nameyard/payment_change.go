package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type paymentDismissCmd struct {
	ID     int64  `arg:"" help:"Number of the payment, as \"payment list\" shows it."`
	Amount string `arg:"" help:"What is shown to be left to do; another amount by now is not dismissed."`
	Reason string `required:"" help:"Why, for the audit record and \"payment show\"."`
	dryRun
}

// Run dismisses what is left to do about a card payment, and shows it.
func (c *paymentDismissCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		done, err := operator.Payments{Store: d.Store}.Dismiss(ctx, operator.Dismissal{ID: c.ID, Amount: c.Amount, Reason: c.Reason})
		if err != nil {
			return err
		}
		return p.showPayment(done)
	})
}

type paymentRemoveCardCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
	dryRun
}

// Run removes an account's saved card.
func (c *paymentRemoveCardCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		removed, err := operator.Payments{Store: d.Store}.RemoveCard(ctx, c.Email)
		if err != nil {
			return err
		}
		v := struct {
			Account string `json:"account"`
			Removed bool   `json:"removed"`
		}{c.Email, removed}
		if !removed {
			return p.out.say(v, "%s has no saved card", c.Email)
		}
		return p.out.say(v, "the card of %s is removed; a server has the payment provider remove it, too", c.Email)
	})
}

// topUpView is an account's automatic top-up as it is printed.
type topUpView struct {
	Account  string     `json:"account"`
	State    string     `json:"state"`
	Why      string     `json:"why,omitempty"` // it is paused: declined, or restored
	Below    string     `json:"below"`
	Charge   string     `json:"charge"`
	Month    string     `json:"month"`
	Currency string     `json:"currency"`
	Card     string     `json:"card"`
	TryAt    *time.Time `json:"try_at"` // wall time; null = it is not tried again by itself
}

func viewTopUp(t operator.TopUpOf) topUpView {
	money := func(minor int64) string { return reseller.Money{Minor: minor, Currency: t.Account.Currency}.Decimal() }
	v := topUpView{
		Account: t.Account.Email, State: string(t.State), Below: money(t.Below), Charge: money(t.Amount), Month: money(t.MonthMax), Currency: t.Account.Currency,
		Card: t.Brand + " " + t.Last4, TryAt: optional(t.TryAt),
	}
	switch {
	case t.PausedByRestore():
		v.Why = "restored"
	case t.State == reseller.TopUpPaused:
		v.Why = fmt.Sprintf("declined %d times", t.Declines)
	}
	return v
}

type paymentTopUpsCmd struct {
	Paused bool `help:"Only those that are paused."`
}

// Run shows the automatic top-ups of accounts.
func (c *paymentTopUpsCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		found, err := operator.Payments{Store: d.Store}.TopUps(ctx, c.Paused)
		if err != nil {
			return err
		}
		views := make([]topUpView, len(found))
		for i, t := range found {
			views[i] = viewTopUp(t)
		}
		return table(p.out, views, "ACCOUNT STATE WHY BELOW CHARGE MONTH CURRENCY CARD TRY_AT", func(v topUpView) []any {
			return []any{v.Account, v.State, v.Why, v.Below, v.Charge, v.Month, v.Currency, v.Card, v.TryAt}
		})
	})
}
