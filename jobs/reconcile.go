package jobs

import "context"

// reconcile finishes what crashes, lost answers and slow registries left unfinished. It runs on every server: it also
// writes what this process has told its callers.
func reconcile(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Orders.Reconcile(ctx)
		if n > 0 {
			d.Log.Debug("looked at unfinished orders", "orders", n)
		}
		return err
	}
}
