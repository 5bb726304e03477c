package jobs

import "context"

// Audit is what the jobs change of the audit log in the store.
type Audit interface {
	ChainAudit(ctx context.Context, limit int) (int, error)
}

// chainedPerRun bounds one run; the next one goes on.
const chainedPerRun = 20_000

// auditChain chains records in transactions of their own, so that nothing that is recorded waits for its place.
func auditChain(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Audit.ChainAudit(ctx, chainedPerRun)
		if n > 0 {
			d.Log.Debug("chained audit records", "records", n)
		}
		return err
	}
}
