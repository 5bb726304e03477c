package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// PlannedPrices is what the jobs change of planned prices in the store.
type PlannedPrices interface {
	ApplyPlannedPrices(ctx context.Context, by reseller.Actor) (applied int, err error)
	NextPlannedPrices(ctx context.Context) (time.Time, error)
}

// plannedPrices lets the prices hold whose time has come.
func plannedPrices(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Prices.ApplyPlannedPrices(ctx, actor(Prices))
		if errors.Is(err, reseller.ErrConflict) {
			return nil // another server has just done it
		}
		if n > 0 {
			d.Log.Info("planned prices hold from now on", "prices", n)
		}
		return err
	}
}

// atTodaysPrices applies the planned prices that are due before a job that charges. After a time without a server both jobs begin at once.
func atTodaysPrices(d Deps, run func(context.Context) error) func(context.Context) error {
	if d.Prices == nil {
		return run
	}
	apply := plannedPrices(d)
	return func(ctx context.Context) error {
		if err := apply(ctx); err != nil {
			return fmt.Errorf("nothing is charged: %w", err)
		}
		return run(ctx)
	}
}
