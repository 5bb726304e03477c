package jobs

import "context"

// Events is what the jobs change of events in the store.
type Events interface {
	NumberEvents(ctx context.Context, limit int) (int, error)
}

// eventsPerRun bounds one run; the next one goes on.
const eventsPerRun = 20_000

// events numbers events in transactions of their own, so that nothing that makes one waits for a number.
func events(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Events.NumberEvents(ctx, eventsPerRun)
		if n > 0 {
			d.Log.Debug("numbered events", "events", n)
		}
		return err
	}
}
