package main

import (
	"context"

	"nameyard/app"
	"nameyard/operator"
)

type orderAskCmd struct {
	ID int64 `arg:"" help:"Number of the order."`
	dryRun
	appFlags
}

// Run asks what became of an order, and shows it.
func (c *orderAskCmd) Run(ctx context.Context, p *program) error {
	return p.withApp(ctx, c.appFlags, func(a *app.App) error {
		o, err := operator.Orders{Store: a.Store, Orders: a.Orders}.AskAgain(ctx, c.ID)
		if err != nil {
			return err
		}
		return p.printOrder(ctx, a.Database, o, c.orderTimes)
	})
}
