package orders_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// onItself registers a name that is delegated to a host of its own.
func (o *env) onItself(sld string) reseller.Domain {
	o.t.Helper()
	d := o.withHost(sld)
	res, err := o.Orders.Change(o.ctx, o.servers(d, d.Hosts[0].Name, "ns2.example.net"))
	o.Must(err)
	o.Must(orders.Verdict(res.Order))
	return o.domain(sld)
}

// wantDelegated wants the name servers and hosts of before, in the books and at the registry, and that the name was never deleted.
func (o *env) wantDelegated(before reseller.Domain) {
	o.t.Helper()
	o.settleChanges()
	o.wantHeld(before)
	o.wantEffects("delete", before.Name, 0)
}

// wantHeld wants the name servers and hosts of before, in the books and at the registry.
func (o *env) wantHeld(before reseller.Domain) {
	o.t.Helper()
	now := o.domain(before.Name.SLD())
	shown, err := o.Sandbox.Info(o.ctx, before.Name)
	o.Must(err)
	if !slices.Equal(now.Nameservers, before.Nameservers) || len(now.Hosts) != len(before.Hosts) {
		o.t.Errorf("the books have name servers %v and hosts %v, want %v and %v", now.Nameservers, now.Hosts, before.Nameservers, before.Hosts)
	}
	if !slices.Equal(shown.Nameservers, before.Nameservers) || len(shown.Hosts) != len(before.Hosts) {
		o.t.Errorf("the registry has name servers %v and hosts %v, want %v and %v", shown.Nameservers, shown.Hosts, before.Nameservers, before.Hosts)
	}
}

// settleChanges waits until the orders that nobody waits for have been worked on.
func (o *env) settleChanges() {
	o.t.Helper()
	o.settle(o.newest().ID)
	o.reconcile()
	o.settle(o.newest().ID)
}

// A deletion takes nothing away from a name whose term or restoration is being bought: it could not end.
func TestDeletionBesideAnUnfinishedRenewalTakesNothingAway(t *testing.T) {
	t.Parallel()
	for what, unfinished := range map[string]func(o *env, d reseller.Domain){
		"pending at the registry": func(o *env, d reseller.Domain) {
			o.fault(sandbox.FaultPending, "renew", 30*24*time.Hour)
			o.left(o.renewal(d, 1))
		},
		"without an answer": func(o *env, d reseller.Domain) {
			o.fault(sandbox.FaultLostRequest, "renew", 0)
			o.left(o.renewal(d, 1))
		},
		"waiting for money at the registry": func(o *env, d reseller.Domain) {
			o.Must(o.Sandbox.SetFunds(o.ctx, &registry.Balance{Currency: "USD"}))
			o.pending(o.renewal(d, 1), reseller.CodeRegistryWaits)
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := o.onItself("kept")
				unfinished(o, d)
				before := o.effects("update", d.Name)
				_, err := o.remove(o.Orders, o.domain("kept"), false)
				o.wantCode("the deletion", err, reseller.CodeInProgress)
				if n := o.effects("update", d.Name) - before; n != 0 {
					t.Errorf("the registry was told %d times", n)
				}
				o.wantDelegated(d)
			})
		})
	}
}

// meanwhile is the sandbox registry with something that happens once, after it has changed a name.
type meanwhile struct {
	*sandbox.Registry
	once *sync.Once
	then func()
}

func (m meanwhile) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	receipt, err := m.Registry.Update(ctx, u)
	m.once.Do(m.then)
	return receipt, err
}

// What a deletion has taken away comes back where a renewal overtakes it.
func TestDeletionThatARenewalOvertakesIsUndone(t *testing.T) {
	t.Parallel()
	for what, fault := range map[string]sandbox.FaultKind{"done": "", "without an answer": sandbox.FaultLostRequest} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onEach(t, 50_000, func(t *testing.T, o *env) {
				d := o.onItself("kept")
				s := o.openService("overtaken", o.Store, meanwhile{o.Sandbox, new(sync.Once), func() {
					if fault != "" {
						o.fault(fault, "renew", 0)
					}
					o.left(o.renewal(d, 1))
				}})
				_, _ = o.remove(s, d, false)
				o.Must(s.Drain(o.ctx))
				o.wantDelegated(d)
			})
		})
	}
}

// A step that waited while the name was paid for is not taken any more.
func TestStepOfADeletionThatWaitedIsNotTakenFromAPaidName(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("kept")
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
		step, err := o.remove(o.Orders, d, false)
		o.Must(err)
		if step.Order.Kind != reseller.OrderNameservers || !step.Order.Waits() {
			t.Fatalf("the first step is %s, %s", step.Order.Kind, step.Order.State)
		}
		renewal := o.pending(o.renewal(o.domain("kept"), 1), reseller.CodeRegistryPaused)
		_, err = o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com"}, reseller.Operator)
		o.Must(err)
		o.reconcile()
		o.wantState(renewal.ID, reseller.OrderDone)
		o.wantState(step.Order.ID, reseller.OrderRefused)
		o.wantDelegated(d)
	})
}
