package operator_test

import (
	"context"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/reseller"
)

// A job that is started twice runs once, goes on when nobody waits, is on record in the name of who wanted it, and ends with the server.
func TestAJobThatIsStartedTwiceRunsOnce(t *testing.T) {
	t.Parallel()
	e := apptest.New(t, apptest.SQLite)
	begun, goOn := make(chan context.Context, 5), make(chan struct{})
	table := jobs.New(jobs.Deps{Verify: func(ctx context.Context) error {
		begun <- ctx
		select {
		case <-goOn:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}})
	s := &operator.JobStarter{Jobs: operator.Jobs{Store: e.Store, Clock: e.Clock, Table: table, Holder: "here"}}
	anna, leave := context.WithCancel(reseller.ActingAs(e.Context(), reseller.Actor{Name: "user anna@example.com"}))
	for range 2 {
		if ended, err := s.Start(anna, jobs.Verify, time.Millisecond); ended || err != nil {
			t.Fatalf("ended %t, %v", ended, err)
		}
	}
	first := <-begun
	leave()
	if err := first.Err(); err != nil {
		t.Errorf("it ends when who started it leaves: %v", err)
	}
	goOn <- struct{}{}
	// The third press finds the run's end, or begins another that waits for the word.
	close(goOn)
	if ended, err := s.Start(e.Context(), jobs.Verify, time.Minute); !ended || err != nil {
		t.Errorf("ended %t, %v", ended, err)
	}
	if _, err := s.Start(e.Context(), "nothing", 0); !reseller.IsKind(err, reseller.KindNotFound) {
		t.Errorf("a job that is none: %v", err)
	}
	audit, err := e.Store.SearchAudit(e.Context(), reseller.AuditSearch{Actor: "anna", Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if len(audit) != 1 || audit[0].Action != "job.run" || audit[0].Object != jobs.Verify {
		t.Errorf("the audit log has %+v", audit)
	}
	runs, err := e.Store.JobRuns(e.Context())
	e.Must(err)
	if r := runs[jobs.Verify]; r.Server != "here" || r.Failing() {
		t.Errorf("on record is %+v", r)
	}
	s.Stop()
	if _, err := s.Start(e.Context(), jobs.Verify, 0); !reseller.IsKind(err, reseller.KindUnavailable) {
		t.Errorf("after the end: %v", err)
	}
}
