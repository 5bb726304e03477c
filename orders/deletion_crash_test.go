package orders_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// departs is how a deletion that takes a name apart first goes, and whether the name is gone at its end.
var departs = map[string]struct {
	prepare func(o *env)
	remove  func(o *env, s *orders.Service, d reseller.Domain) (orders.Result, error)
	gone    bool
}{
	"asked": {gone: true, remove: deletes, prepare: func(*env) {}},
	"unpaid": {gone: true, prepare: func(*env) {}, remove: func(o *env, s *orders.Service, d reseller.Domain) (orders.Result, error) {
		return s.DeleteUnpaid(o.ctx, d, o.Clock.Wall().Add(10*time.Second))
	}},
	"refused": {remove: deletes, prepare: func(o *env) {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "delete"}))
	}},
	"stuck": {remove: deletes, prepare: func(o *env) {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "host", Times: 1}))
	}},
}

func deletes(o *env, s *orders.Service, d reseller.Domain) (orders.Result, error) {
	return o.remove(s, d, false)
}

// TestDeletionWhoseProcessDiesIsCarriedOnOrSetBack: a process dies at any step of a deletion that takes a name apart first, or of setting
// it back. The next one finds it: the name is gone, or has what it had.
func TestDeletionWhoseProcessDiesIsCarriedOnOrSetBack(t *testing.T) {
	t.Parallel()
	for what, c := range departs {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 1_000_000_000, func(t *testing.T, o *env) {
				for end := 1; ; end++ {
					d := o.onItself(fmt.Sprintf("%s-%d", what, end))
					o.Clock.Move(6 * 24 * time.Hour)
					d = o.domain(d.Name.SLD())
					c.prepare(o)
					p := o.begin(endsAt(end))
					var told orders.Result
					var failed error
					p.live(t, func(s *orders.Service) { told, failed = c.remove(o, s, d) })
					o.carriedOn(d)
					o.Must(o.Sandbox.ClearFaults(o.ctx))
					now := o.domain(d.Name.SLD())
					switch {
					case c.gone && p.died() && now.State == reseller.DomainActive: // it died before anything was on record
						o.wantDelegated(d)
						if len(p.steps) > 1 {
							t.Errorf("after %q the name is still there", p.last())
						}
					case c.gone && now.State != reseller.DomainRedemption:
						t.Errorf("after %q the name is %s with %v, %v", p.last(), now.State, now.Nameservers, now.Hosts)
					case !c.gone && now.State == reseller.DomainActive:
						o.wantDelegated(d)
					}
					if t.Failed() {
						t.Fatalf("it died after %q; it was told %s, %v", p.last(), told.Order.State, failed)
					}
					if !p.died() {
						return
					}
				}
			})
		})
	}
}

// carriedOn lets another server find a deletion, until nothing of it is left to do.
func (o *env) carriedOn(d reseller.Domain) {
	o.t.Helper()
	for range 40 {
		o.Clock.Outwait(time.Minute)
		o.reconcile()
		o.workersLeave()
		_, err := o.Store.Deletion(o.ctx, d.ID)
		row, found := o.Store.DomainByID(o.ctx, d.ID)
		o.Must(found)
		if (errors.Is(err, reseller.ErrNotFound) || row.State != reseller.DomainActive) && !o.open() {
			return
		}
		o.Clock.Move(11 * time.Minute)
	}
	o.t.Errorf("the deletion of %s has no end", d.Name)
}

// A deletion that waits is carried on when it can be; name servers that its account orders meanwhile call it off.
func TestDeletionThatWaitsIsCarriedOnUnlessTheNameIsDelegatedAnew(t *testing.T) {
	t.Parallel()
	for what, anew := range map[string]bool{"left alone": false, "delegated anew": true} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := o.onItself("waits")
				o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
				step, err := o.remove(o.Orders, d, false)
				o.Must(err)
				if step.Order.Kind != reseller.OrderNameservers || !step.Order.Waits() {
					t.Fatalf("the first step is %s, %s", step.Order.Kind, step.Order.State)
				}
				o.Clock.Move(time.Minute)
				o.reconcile()
				if o.newest().ID != step.Order.ID {
					t.Error("a step was ordered twice")
				}
				if anew {
					_, err := o.Orders.Change(o.ctx, o.servers(o.domain("waits"), "ns1.new.net", "ns2.new.net"))
					o.Must(err)
				}
				_, err = o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com"}, reseller.Operator)
				o.Must(err)
				o.carriedOn(d)
				now, shown := o.domain("waits"), reseller.DomainActive
				if !anew {
					shown = reseller.DomainDeleted
				}
				if now.State != shown || anew && (len(now.Hosts) != 1 || !slices.Equal(now.Nameservers, []string{"ns1.new.net", "ns2.new.net"})) {
					t.Errorf("the name is %s with %v, %v", now.State, now.Nameservers, now.Hosts)
				}
			})
		})
	}
}

// A deletion without an answer, asked for once more, is the same one.
func TestDeletionIsOneHoweverOftenItIsAskedFor(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("again")
		o.fault(sandbox.FaultLostRequest, "update", 0)
		for range 3 {
			r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
			row := o.domain("again")
			r.Domain, r.AnswerBy = &row, o.Clock.Wall().Add(200*time.Millisecond)
			_, _ = o.Orders.Delete(o.ctx, r)
		}
		o.carriedOn(d)
		o.wantEffects("delete", d.Name, 1)
		o.wantBalance(50_000, 0)
	})
}
