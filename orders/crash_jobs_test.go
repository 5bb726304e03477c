package orders_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// daily are the jobs in the order in which a server runs them.
var daily = []string{jobs.Reconcile, jobs.Messages, jobs.AutoRenew, jobs.Numbers}

// TestJobsThatDieAtAnyStepAreMadeUpFor is T18 for the jobs: a server dies before or after it reads or acknowledges a registry
// message, writes, claims or pays a renewal invoice, and numbers one. The next server's jobs make up for it: each name is renewed
// once, from one invoice, no message is lost, and the numbers have no gap.
func TestJobsThatDieAtAnyStepAreMadeUpFor(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T18", Fault: "a job dies at a step", Engine: string(engine), Target: "each term renewed once from one invoice; messages lost: 0",
			})
			o := newEnv(t, engine, 1_000_000_000)
			deaths := 0
			for end := 1; ; end++ {
				p := o.dieAtWork(end)
				if t.Failed() {
					t.FailNow()
				}
				if !p.died() {
					break
				}
				deaths++
			}
			o.Verify()
			card.Put("deaths", deaths)
		})
	}
}

// dieAtWork has one name whose renewal falls due and one whose transfer ended, and lets the server that should see to them die.
func (o *env) dieAtWork(end int) process {
	o.t.Helper()
	due := o.registered(fmt.Sprintf("due%d", end))
	_, err := o.Store.ChangeDomain(o.ctx, due.ID, reseller.Operator, "test", func(d *reseller.Domain) error { d.AutoRenew = true; return nil })
	o.Must(err)
	o.Clock.Move(due.PaidThrough.Add(-36 * 24 * time.Hour).Sub(o.Clock.Now()))
	o.Must(o.Sandbox.Tick(o.ctx))
	next := o.table(o.Orders, o.Store, o.Sandbox)
	o.Must(next.Run(o.ctx, jobs.Messages)) // of the names before
	coming, err := o.Orders.Buy(o.ctx, o.incoming(fmt.Sprintf("coming%d", end)))
	o.Must(err)
	o.Clock.Move(6 * 24 * time.Hour)
	o.Must(o.Sandbox.Tick(o.ctx))
	p := o.begin(endsAt(end))
	p.live(o.t, func(*orders.Service) {
		for _, job := range daily {
			_ = p.jobs.Run(o.ctx, job)
		}
	})
	o.Clock.Outwait(time.Minute)
	for range 3 { // a claim on an invoice lasts ten minutes
		for _, job := range daily {
			o.Must(next.Run(o.ctx, job))
		}
		o.Clock.Move(11 * time.Minute)
	}
	o.recover()
	what := fmt.Sprintf("after %q", p.last())
	if now := o.domain(due.Name.SLD()); !now.PaidThrough.Equal(reseller.AddYears(due.PaidThrough, 1)) {
		o.t.Errorf("%s: %s is paid through %s", what, due.Name, now.PaidThrough)
	}
	o.wantEffects("renew", due.Name, 1)
	o.wantState(coming.Order.ID, reseller.OrderDone)
	if m, err := o.Sandbox.Poll(o.ctx); err != nil || m != nil {
		o.t.Errorf("%s: message %+v is still there: %v", what, m, err)
	}
	_, err = o.Store.ChangeDomain(o.ctx, due.ID, reseller.Operator, "test", func(d *reseller.Domain) error { d.AutoRenew = false; return nil })
	o.Must(err)
	return p
}
