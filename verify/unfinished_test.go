package verify_test

import (
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// What only its registry, or the operator, can end may take as long as it takes.
func TestOrderThatWaitsForOthersIsNoBreach(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		s.Must(s.Sandbox.SetFault(s.ctx, sandbox.Fault{Kind: sandbox.FaultPending, Command: "renew", Times: 1, Delay: reseller.Days(50)}))
		s.expect(reseller.OrderPending, s.anna, reseller.OrderRenew, "three", 1)
		s.Must(s.Store.PauseRegistry(s.ctx, reseller.RegistryPause{Connector: app.SandboxConnector, Reason: "maintenance"}, reseller.Operator))
		s.expect(reseller.OrderUnknown, s.anna, reseller.OrderRegister, "waits", 1)
		s.pass(reseller.Days(40))
		if i := find(t, s.Report(), "I4"); i.Breaches != 0 || i.Warnings == 0 {
			t.Errorf("%d breaches %q, %d warnings", i.Breaches, i.Examples, i.Warnings)
		}
	})
}

// A registry without a command to renew adds its year at the expiry: until then there is nothing to say, and afterwards no effect of ours.
func TestRenewalThatTheRegistryDoesByItselfIsNoBreach(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		rules, err := reseller.DefaultTLDs()
		if err != nil {
			t.Fatal(err)
		}
		alone := rules["com"]
		alone.RenewModel, alone.RenewYears = reseller.RenewAuto, []int{1}
		rules["com"] = alone
		e := apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) { c.Rules = rules }))
		d := e.Register("alone.com")
		res, err := e.Orders.Buy(e.Context(), orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: 1},
			AnswerBy: e.Clock.Wall().Add(20 * time.Second),
		})
		e.Must(err)
		for _, days := range []int{40, 330} {
			e.Clock.Move(reseller.Days(days))
			e.Must(e.Sandbox.Tick(e.Context()))
			_, err = e.Orders.Reconcile(e.Context())
			e.Must(err)
			for _, i := range e.Report().Invariants {
				if i.Breaches+i.Warnings > 0 {
					t.Errorf("after %d days more: %s has %d breaches and %d warnings: %q", days, i.ID, i.Breaches, i.Warnings, append(i.Examples, i.Hints...))
				}
			}
		}
		if o, err := e.Store.Order(e.Context(), res.Order.ID); err != nil || o.State != reseller.OrderDone {
			t.Errorf("the renewal is %s, %v", o.State, err)
		}
	})
}
