package orders_test

import (
	"context"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// secretive is the sandbox registry, which shows nobody else's names, as some registries do: a look is refused, or told as hidden (2201).
type secretive struct {
	*sandbox.Registry
	hides bool
}

func (r secretive) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	if err == nil && !shown.Ours && r.hides {
		return registry.Registration{Name: name, Hidden: true}, nil
	}
	if err == nil && !shown.Ours {
		return registry.Registration{}, registry.Refuse(registry.CodeAuthorization, "Authorization error")
	}
	return shown, err
}

// A look before the command that is answered with no leaves the command unsent, and the order open.
func TestOrderIsNotRefusedByANoToAQuestionOnTheWay(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		n := name(t, "signed", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "secret-code-1", o.Clock.Now().AddDate(-2, 0, 0), false))
		o.Orders = o.openService("secretive", o.Store, secretive{o.Sandbox, false})
		r := o.request(reseller.OrderTransfer, n, reseller.Desired{Contacts: john, Nameservers: []string{"ns1.new.net", "ns2.new.net"}})
		r.AuthCode = "secret-code-1"
		if got := o.left(r); got.State != reseller.OrderUnknown || !got.NeverSent() {
			t.Errorf("the order is %s, %s (%s)", got.State, got.Code, got.Reason)
		}
		o.wantEffects("transfer_request", n, 0)
	})
}

// A registration whose answer was lost ends once somebody else has the name, also where the registry shows nothing of it.
func TestRegistrationWhoseNameSomebodyElseGotEndsWhereTheRegistryDoesNotShowIt(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.Orders = o.openService("secretive", o.Store, secretive{o.Sandbox, true})
		o.fault(sandbox.FaultLostRequest, "create", 0)
		lost := o.left(o.registration("quicker"))
		o.Must(o.Sandbox.AddForeign(o.ctx, lost.Name, "secret-code-1", o.Clock.Now(), false))
		o.Clock.Move(5 * time.Minute)
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderUnknown)
		o.Clock.Move(6 * time.Minute)
		o.reconcile()
		if got := o.order(lost.ID); got.State != reseller.OrderRefused || got.Code != reseller.CodeNotAvailable {
			t.Errorf("the order is %s, %s (%s)", got.State, got.Code, got.Reason)
		}
		o.wantBalance(50_000, 0)
	})
}
