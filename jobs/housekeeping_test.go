package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller/clocktest"
)

// housekeeping answers the jobs that only count and delete.
type housekeeping struct {
	rows  int
	fails error
}

func (h housekeeping) NumberEvents(context.Context, int) (int, error) { return h.rows, h.fails }

func (h housekeeping) ChainAudit(context.Context, int) (int, error) { return h.rows, h.fails }

func (h housekeeping) ForgetKeys(context.Context, int) (int64, error) {
	return int64(h.rows), h.fails
}

func (h housekeeping) RaiseSerials(context.Context, int) (int, error) { return 0, h.fails }

func (h housekeeping) Park(context.Context, bool, int) (int, error) { return 0, h.fails }

func (h housekeeping) Prune(context.Context) (map[string]int64, error) {
	return map[string]int64{"outbox": int64(h.rows)}, h.fails
}

func (h housekeeping) IndexNameservers(context.Context) (int64, error) { return int64(h.rows), h.fails }

func (h housekeeping) QueueDeliveries(context.Context) error { return h.fails }

// Deliver fails for the addresses that failed before only.
func (h housekeeping) Deliver(_ context.Context, failing bool) error {
	if failing {
		return h.fails
	}
	return nil
}

func TestHousekeepingSaysWhatItDidAndWhatFailed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		job   string
		logs  string // with something done, "" = nothing
		fails bool
	}{
		{jobs.EventNumbers, "numbered events", true},
		{jobs.AuditChain, "chained audit records", true},
		{jobs.OldKeys, "forgot idempotency keys", true},
		{jobs.Republish, "", true},
		{jobs.Parking, "", true},
		{jobs.Prune, "deleted what is past its time", true},
		{jobs.Prune, "indexed the name servers", true},
		{jobs.WebhookEvents, "", true},
		{jobs.WebhookPosts, "", false},
		{jobs.WebhookRetries, "", true},
	} {
		for _, h := range []housekeeping{{}, {rows: 7}, {fails: errAway}} {
			var said bytes.Buffer
			log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
			table := jobs.New(jobs.Deps{Events: h, Audit: h, Keys: h, Serials: h, Pruner: h, Webhooks: h, Clock: clocktest.New(noon), Log: log})
			if err := table.Run(t.Context(), c.job); errors.Is(err, errAway) != (h.fails != nil && c.fails) {
				t.Errorf("%s with %+v says %v", c.job, h, err)
			}
			if got := said.String(); strings.Contains(got, "=7") != (h.rows > 0 && c.logs != "") || !strings.Contains(got, c.logs) && h.rows > 0 {
				t.Errorf("%s with %+v logs %q", c.job, h, got)
			}
		}
	}
}

// restoring is a recovery whose comparison is pending, or cannot be known to be.
type restoring struct{ fails error }

func (r restoring) Pending(context.Context) (bool, error) { return true, r.fails }
func (r restoring) Run(context.Context) error             { return nil }

var errParked = errors.New("names were parked")

// warnsOfNothing cannot warn: a call of it is a fault, which a job tells.
type warnsOfNothing struct{ jobs.Notices }

func (warnsOfNothing) NextWindow(context.Context) (time.Time, error) { return time.Time{}, nil }
func (warnsOfNothing) NextCredit(context.Context) (time.Time, error) { return time.Time{}, nil }

func TestNothingIsDoneWithBooksThatAreNotComparedYet(t *testing.T) {
	t.Parallel()
	for _, fails := range []error{nil, errAway} {
		w := newFixture(t)
		d := w.held(t, "example", noon.Add(-time.Hour))
		w.deps.Recovery, w.deps.Serials, w.deps.Notices = restoring{fails}, housekeeping{fails: errParked}, warnsOfNothing{}
		table := jobs.New(w.deps)
		for _, job := range []string{jobs.Lifecycle, jobs.Messages, jobs.AutoRenew, jobs.Unpaid, jobs.Parking, jobs.ExpiryNotices, jobs.CreditNotices} {
			if err := table.Run(t.Context(), job); !errors.Is(err, fails) {
				t.Errorf("%s says %v, want %v", job, err, fails)
			}
		}
		if len(w.registry.asked) != 0 || len(w.books.changes) != 0 {
			t.Errorf("the registry was asked about %v, %s changed", w.registry.asked, d.Name)
		}
		if err := table.Run(t.Context(), jobs.AfterRestore); err != nil {
			t.Error(err)
		}
	}
}
