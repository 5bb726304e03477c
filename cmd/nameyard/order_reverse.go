package main

import (
	"context"
	"fmt"

	"nameyard/app"
	"nameyard/operator"
)

type orderReverseCmd struct {
	ID     int64  `arg:"" help:"Number of the order."`
	Reason string `required:"" help:"Why, for the audit record and the credit note."`
	Yes    bool   `env:"NAMEYARD_ORDER_YES" help:"Do not ask."`
	appFlags
}

// Run takes an order back, if it is meant.
func (c *orderReverseCmd) Run(ctx context.Context, p *program) error {
	r := operator.Reversal{Order: c.ID, Reason: c.Reason}
	if err := r.Check(); err != nil {
		return err
	}
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		u := operator.Orders{Store: a.Store, Orders: a.Orders}
		o, err := u.Find(ctx, c.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stderr, "Order %d (%s of %s) is taken back, unless the registry has the name:\n  money   %s %s is refunded by a credit note\n  name    closed as deleted\n",
			o.ID, o.Kind, o.Name.BothForms(), amount(o.Charge.Total(), o.Charge.Currency), o.Charge.Currency)
		if err := p.meant(c.Yes); err != nil {
			return err
		}
		note, err := u.Reverse(ctx, r)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"order": o.ID, "refunded": amount(-note.Charge.Total(), note.Charge.Currency), "currency": note.Charge.Currency},
			"order %d was taken back, and %s %s refunded by a credit note", o.ID, amount(-note.Charge.Total(), note.Charge.Currency), note.Charge.Currency)
	})
}
