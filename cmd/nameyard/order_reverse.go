package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type orderReverseCmd struct {
	ID     int64  `arg:"" help:"Number of the order."`
	Reason string `required:"" help:"Why, for the audit record and the credit note."`
	Yes    bool   `env:"NAMEYARD_ORDER_YES" help:"Do not ask."`
	dryRun
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
		fmt.Fprint(p.stderr, reversalWords(o))
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		done, err := u.Reverse(ctx, r)
		if err != nil {
			return err
		}
		return p.sayReversed(done)
	})
}

// reversalWords say what taking an order back means.
func reversalWords(o reseller.Order) string {
	charge := amount(o.Charge.Total(), o.Charge.Currency) + " " + o.Charge.Currency
	if o.State == reseller.OrderRefused {
		return fmt.Sprintf("Order %d (%s of %s) ended as refused. If the registry shows that it took effect:\n  money   %s is charged now\n  name    as the registry has it\n",
			o.ID, o.Kind, o.Name.BothForms(), charge)
	}
	name := "closed as deleted"
	switch o.Kind {
	case reseller.OrderRenew:
		name = "paid through " + o.PaidFrom.Format(time.DateOnly) + " again"
	case reseller.OrderRestore:
		name = "as the registry has it"
	}
	return fmt.Sprintf("Order %d (%s of %s) is taken back, unless the registry did it:\n  money   %s is refunded by a credit note\n  name    %s\n",
		o.ID, o.Kind, o.Name.BothForms(), charge, name)
}

func (p *program) sayReversed(done operator.Reversed) error {
	o, document := done.Order, done.Document
	what, sum := "refunded", amount(-document.Charge.Total(), o.Charge.Currency)
	words := fmt.Sprintf("order %d was taken back, and %s %s refunded by a credit note", o.ID, sum, o.Charge.Currency)
	if o.State == reseller.OrderDone && document.Credits == 0 && document.ID != 0 {
		what, sum = "charged", amount(document.Charge.Total(), o.Charge.Currency)
		words = fmt.Sprintf("order %d is done after all, and %s %s charged", o.ID, sum, o.Charge.Currency)
	}
	return p.out.say(map[string]any{"order": o.ID, what: sum, "currency": o.Charge.Currency}, "%s", words)
}
