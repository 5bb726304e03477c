package main

import (
	"context"
	"fmt"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// keep sets or lifts a dispute lock, if it is meant.
func (c *domainHoldCmd) keep(ctx context.Context, p *program, r operator.Keeping) error {
	if err := r.Check(); err != nil {
		return err
	}
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		fmt.Fprintf(p.stderr, "%s\n", keepQuestion(r))
		if err := p.meant(ctx, c.Yes); err != nil {
			return err
		}
		r.AnswerBy = a.Clock.Wall().Add(holdWait)
		kept, err := operator.Domains{Store: a.Store, Routes: a.Routes, Clock: a.Clock, Orders: a.Orders}.Keep(ctx, r)
		p.warnKept(kept)
		if err != nil || kept.Order.ID == 0 {
			return err
		}
		return p.printOrder(ctx, a.Database, kept.Order, c.orderTimes)
	})
}

func keepQuestion(r operator.Keeping) string {
	if r.On {
		return fmt.Sprintf("%s will stay where it is and whose it is: its account will not unlock, transfer, delete or release it, give it another holder, or have it not renewed. It will work and renew as before.", r.Name.BothForms())
	}
	return fmt.Sprintf("%s will be let go: its account will have it as before, with the transfer lock as it was or has been ordered since.", r.Name.BothForms())
}

// warnKept says what may take a name away all the same.
func (p *program) warnKept(k operator.Kept) {
	for _, o := range k.Underway {
		fmt.Fprintf(p.stderr, "Order %d (%s) was on its way before, and may take effect: see nameyard order show %d.\n", o.ID, o.Kind, o.ID)
	}
	if k.Asked {
		fmt.Fprintln(p.stderr, "Another registrar asks for it and gets it in some days: have its account reject that, or reject it at the registry.")
	}
	if k.Silent != nil {
		fmt.Fprintf(p.stderr, "Whether another registrar asks for it is not known, the registry does not answer: %s.\n", wordsOf(k.Silent))
	}
}

// keptWords say why a name is kept where it is; "" = it is not.
func keptWords(lock reseller.DisputeLock) string {
	if !lock.Stands() {
		return ""
	}
	words := "since " + moment(lock.Since) + ": " + lock.Reason
	if lock.By != "" {
		words += " (" + lock.By + ")"
	}
	return words
}
