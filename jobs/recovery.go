package jobs

import "context"

// Recovery compares a restored database with the registries before it sells (recovery.Service).
type Recovery interface {
	// Pending reports whether that is still to be done.
	Pending(ctx context.Context) (bool, error)
	Run(ctx context.Context) error
}

// reconciled has a job do nothing while a restored database has not been compared with the registries: what the job would
// act on may be out of date.
func reconciled(d Deps, run func(context.Context) error) func(context.Context) error {
	if d.Recovery == nil {
		return run
	}
	return func(ctx context.Context) error {
		if pending, err := d.Recovery.Pending(ctx); err != nil || pending {
			return err
		}
		return run(ctx)
	}
}
