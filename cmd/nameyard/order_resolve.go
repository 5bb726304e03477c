package main

import (
	"context"
	"fmt"
	"io"

	"nameyard/app"
	"nameyard/notices"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/reseller"
)

type orderResolveCmd struct {
	ID      int64  `arg:"" help:"Number of the order."`
	Outcome string `arg:"" enum:"done,refused" help:"done: the registry carried it out. refused: it did not and will not; the hold is released."`
	Reason  string `required:"" help:"Why, for the audit record and the account."`
	Against bool   `name:"against-the-registry" help:"Decide though the registry shows otherwise or cannot be asked, or the server still goes on by itself."`
	Yes     bool   `env:"NAMEYARD_ORDER_YES" help:"Do not ask."`
	dryRun
	appFlags
}

// Run shows what the operator's decision of an order comes to, and ends the order if it is meant.
func (c *orderResolveCmd) Run(ctx context.Context, p *program) error {
	r := operator.Resolution{Order: c.ID, Done: c.Outcome == "done", Reason: c.Reason, AgainstRegistry: c.Against}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		u := operator.Orders{Store: a.Store, Orders: a.Orders}
		prospect, err := u.Foresee(ctx, r)
		if err != nil {
			return err
		}
		emails, err := operator.Accounts{Store: a.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		showProspect(p.stderr, prospect, emails[prospect.Order.AccountID])
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		if reseller.Rehearsing(ctx) {
			return p.printOrder(ctx, a.Database, prospect.Order, c.orderTimes)
		}
		o, err := u.Resolve(ctx, r)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, a.Database, o, c.orderTimes)
	})
}

// showProspect writes what a decision comes to: the account's money, the name, who is told.
func showProspect(to io.Writer, p orders.Prospect, account string) {
	o := p.Order
	fmt.Fprintf(to, "Order %d (%s of %s, %s) ends as %s:\n", o.ID, o.Kind, o.Name.BothForms(), account, o.State)
	held := amount(o.Charge.Total(), o.Charge.Currency) + " " + o.Charge.Currency
	switch {
	case o.Charge.Total() == 0:
		fmt.Fprintln(to, "  money   nothing is held for it")
	case o.State == reseller.OrderDone:
		fmt.Fprintf(to, "  money   %s that is held is charged\n", held)
	default:
		fmt.Fprintf(to, "  money   %s that is held goes back to the credit\n", held)
	}
	for _, r := range p.Refunds {
		c := r.Charge()
		fmt.Fprintf(to, "  money   %s %s of order %d is refunded\n", amount(c.Total(), c.Currency), c.Currency, r.Order.ID)
	}
	fmt.Fprintf(to, "  name    %s\n", nameChange(p.Before, p.After))
	event, by := reseller.OrderEvent(o).Kind, "by webhook"
	if notices.Tells(event) {
		by = "by mail and webhook"
	}
	fmt.Fprintf(to, "  notice  %s, %s\n", event, by)
}

// nameChange says what becomes of a name's row.
func nameChange(before, after reseller.Domain) string {
	words := fmt.Sprintf("stays %s", after.State)
	if before.State != after.State {
		words = fmt.Sprintf("%s, was %s", after.State, before.State)
	}
	if !after.PaidThrough.Equal(before.PaidThrough) {
		words += ", paid through " + text(after.PaidThrough)
	}
	return words
}
