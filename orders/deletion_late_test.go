package orders_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// deleteIn deletes a name whose step has an outcome later than the caller waits, and gives that step.
func (o *env) deleteIn(d reseller.Domain, wait time.Duration) orders.Result {
	o.t.Helper()
	r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
	r.Domain, r.AnswerBy = &d, o.Clock.Wall().Add(wait)
	step, err := o.Orders.Delete(o.ctx, r)
	o.Must(err)
	o.settle(step.Order.ID)
	return step
}

// decided lets hours go by, with the registry's messages, until nothing is left of a deletion.
func (o *env) decided(d reseller.Domain, hours int) {
	o.t.Helper()
	for range hours {
		o.passes(1)
		o.messages()
		o.workersLeave() // what was ordered is under way meanwhile, however little time that takes
	}
	if _, err := o.Store.Deletion(o.ctx, d.ID); !errors.Is(err, reseller.ErrNotFound) {
		o.t.Errorf("the deletion of %s is still on record (%v)", d.Name, err)
	}
}

// What a step takes away that the registry decides about after the name was paid for comes back.
func TestStepThatTakesEffectAfterTheNameWasPaidForIsUndone(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		command string
		before  func(*env, string) reseller.Domain
		fault   sandbox.FaultKind
	}{
		"name servers, decided later":    {"update", (*env).onItself, sandbox.FaultPending},
		"name servers, request lost":     {"update", (*env).onItself, sandbox.FaultLostRequest},
		"host in use, decided later":     {"host", (*env).onItself, sandbox.FaultPending},
		"host in use, request lost":      {"host", (*env).onItself, sandbox.FaultLostRequest},
		"host not in use, decided later": {"host", (*env).withHost, sandbox.FaultPending},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := c.before(o, "kept")
				delay := time.Duration(0)
				if c.fault == sandbox.FaultPending {
					delay = 5 * time.Hour
				}
				o.fault(c.fault, c.command, delay)
				step := o.deleteIn(d, 300*time.Millisecond)
				if step.Order.Kind == reseller.OrderDelete || !step.Order.State.Live() {
					t.Fatalf("the step is %s, %s", step.Order.Kind, step.Order.State)
				}
				renewal := o.left(o.renewal(o.domain("kept"), 1))
				o.decided(d, 30)
				o.wantState(renewal.ID, reseller.OrderDone)
				o.wantDelegated(d)
			})
		})
	}
}

// A name that is restored has what its deletion took away: name servers, hosts and DNSSEC data.
func TestRestoredNameHasWhatItsDeletionTookAway(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("back")
		res, err := o.Orders.Change(o.ctx, o.signed(d, ds(1)))
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.Clock.Move(6 * 24 * time.Hour)
		d = o.domain("back")
		res, err = o.remove(o.Orders, d, false)
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		gone := o.domain("back")
		if gone.State != reseller.DomainRedemption || len(gone.Hosts) != 0 {
			t.Fatalf("the name is %s with hosts %v", gone.State, gone.Hosts)
		}
		o.passes(3)
		res, err = o.Orders.Buy(o.ctx, o.ask(reseller.OrderRestore, gone, ""))
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.decided(d, 6)
		now := o.domain("back")
		shown, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		o.wantHeld(d)
		if now.SecDNS.String() != d.SecDNS.String() || shown.SecDNS.String() != d.SecDNS.String() {
			t.Errorf("the books have %q, the registry %q, want %q", now.SecDNS, shown.SecDNS, d.SecDNS)
		}
	})
}

// A signed name on hosts of its own alone is signed again after a refused deletion.
func TestRefusedDeletionLeavesTheNameSigned(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.withHost("kept")
		for _, r := range []orders.Request{o.servers(d, d.Hosts[0].Name), o.signed(d, ds(1))} {
			row := o.domain("kept")
			r.Domain = &row
			res, err := o.Orders.Change(o.ctx, r)
			o.Must(err)
			o.Must(orders.Verdict(res.Order))
		}
		d = o.domain("kept")
		o.fault(sandbox.FaultRefuse, "delete", 0)
		step, err := o.remove(o.Orders, d, false)
		o.Must(err)
		o.wantState(step.Order.ID, reseller.OrderRefused)
		o.carriedOn(d)
		o.wantHeld(d)
		shown, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if want := d.SecDNS.String(); shown.SecDNS.String() != want || o.domain("kept").SecDNS.String() != want {
			t.Errorf("the registry has %q, want %q", shown.SecDNS, want)
		}
	})
}
