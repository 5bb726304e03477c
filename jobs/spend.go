package jobs

import "context"

// Spending is where it is kept what accounts have bought.
type Spending interface {
	CountSpend(ctx context.Context) (int, error)
}

// countSpend adds up what accounts have bought. Nothing rests on it but the order of a list.
func countSpend(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Spending.CountSpend(ctx)
		if n > 0 {
			d.Log.Debug("counted what accounts have bought", "accounts", n)
		}
		return err
	}
}
