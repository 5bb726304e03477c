package jobs_test

import (
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// A name that its account is deleting is not renewed by itself, whether it has to be taken apart first or not.
func TestANameThatIsBeingDeletedIsNotRenewed(t *testing.T) {
	onBoth(t, 100_000, func(e *env) {
		plain, own := e.registers("plain.com", true), e.registers("own.com", true)
		e.hosts(own, "ns1.own.com", "ns2.own.com")
		e.Clock.Set(plain.PaidThrough.Add(-30*24*time.Hour - time.Minute))
		e.run(jobs.SandboxLiving)
		before, err := e.Store.Balance(e.Context(), e.Account.ID)
		e.Must(err)
		for name, command := range map[string]string{"plain.com": "delete", "own.com": "update"} {
			e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: command, Times: 1}))
			d := e.Domain(name)
			res, err := e.Orders.Delete(e.Context(), orders.Request{Caller: reseller.Caller{Account: e.Account}, By: reseller.Operator, Name: d.Name, Domain: &d,
				AnswerBy: e.Clock.Wall().Add(100 * time.Millisecond)})
			e.Must(err)
			if !res.Order.State.Live() {
				e.Fatalf("the step is %s, %s", res.Order.Kind, res.Order.State)
			}
			e.Must(e.Sandbox.ClearFaults(e.Context()))
		}
		e.Clock.Move(2 * time.Minute)
		e.run(jobs.AutoRenew)
		for range 12 {
			e.Clock.Outwait(time.Minute)
			e.Clock.Move(11 * time.Minute)
			e.run(jobs.Reconcile)
			e.run(jobs.AutoRenew)
		}
		after, err := e.Store.Balance(e.Context(), e.Account.ID)
		e.Must(err)
		if after != before {
			e.Errorf("the credit was %+v, and is %+v", before, after)
		}
		for _, id := range []int64{plain.ID, own.ID} {
			if d, err := e.Store.DomainByID(e.Context(), id); err != nil || d.State != reseller.DomainRedemption {
				e.Errorf("%s is %s (%v)", d.Name, d.State, err)
			}
		}
	})
}
