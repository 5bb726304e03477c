package orders_test

import (
	"fmt"
	"sync"
	"testing"

	"nameyard/orders"
	"nameyard/reseller"
)

func TestRegistrationIsChargedOnceTheRegistryConfirms(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("example")
		if d.State != reseller.DomainActive || d.PaidThrough.Format("2006-01-02") != "2027-03-01" || !d.PaidThrough.Equal(d.RegistryExpiry) {
			t.Errorf("domain is %s, paid through %s, registry expiry %s", d.State, d.PaidThrough, d.RegistryExpiry)
		}
		o.wantBalance(4000, 0)
		o.wantEffects("create", d.Name, 1)
	})
}

// A refusal costs nothing (T02).
func TestRefusedRegistrationGivesTheHoldBack(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		o.Must(o.Sandbox.AddForeign(o.ctx, name(t, "taken", "com"), "secret", o.Clock.Now().AddDate(-1, 0, 0), false))
		r, err := o.Orders.Buy(o.ctx, o.registration("taken"))
		o.Must(err)
		if e := reseller.AsError(orders.Verdict(r.Order)); e.Code != reseller.CodeNotAvailable {
			t.Errorf("verdict is %v, want not_available", e)
		}
		o.wantBalance(5000, 0)
		if d := o.domain("taken"); d.State != reseller.DomainRefused {
			t.Errorf("row is %s, want refused", d.State)
		}
	})
}

// T03, without HTTP: see TestParallelDebitsOverHTTP for the faces.
func TestFortyRegistrationsAtOnceOnCreditForTenGiveTen(t *testing.T) {
	t.Parallel()
	onEach(t, 10_000, func(t *testing.T, o *env) {
		var mu sync.Mutex
		won, poor := 0, 0
		atOnce(40, func(i int) {
			r, err := o.Orders.Buy(o.ctx, o.registration(fmt.Sprintf("rush%d", i)))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && orders.Verdict(r.Order) == nil:
				won++
			case reseller.IsKind(err, reseller.KindFunds):
				poor++
			default:
				t.Errorf("neither bought nor short of credit: %v %v", r.Order.State, err)
			}
		})
		if won != 10 || poor != 30 {
			t.Errorf("%d bought and %d short of credit, want 10 and 30", won, poor)
		}
		o.wantBalance(0, 0)
	})
}

// T12, with unequal requests too.
func TestOneNameAtOnceByTwoResellersGoesToOne(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		other := o.newAccount("other@example.com", 5000)
		var mu sync.Mutex
		won := 0
		atOnce(20, func(i int) {
			req := o.registration("wanted")
			if i%2 == 1 {
				req.Caller.Account = other
			}
			req.Desired.Years = 1 + i/2%2 // unequal requests too
			r, err := o.Orders.Buy(o.ctx, req)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && orders.Verdict(r.Order) == nil {
				won++
			}
		})
		if won == 0 {
			t.Error("nobody got the name")
		}
		o.wantEffects("create", name(t, "wanted", "com"), 1)
		a, _ := o.balance()
		b, err := o.Store.Balance(o.ctx, other.ID)
		o.Must(err)
		if spent := 10_000 - a - b.Available; spent != 1000 && spent != 2000 {
			t.Errorf("together they spent %d, want the price of one registration", spent)
		}
	})
}

// atOnce runs n callers at the same time and waits for all.
func atOnce(n int, call func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() { <-start; call(i) })
	}
	close(start)
	all.Wait()
}

// However many ask at once, the registry acts once and all are answered with success (T08).
func TestHundredEqualRenewalsAtOnceBuyOneYear(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("loved")
		var mu sync.Mutex
		done := 0
		atOnce(100, func(int) {
			r, err := o.Orders.Buy(o.ctx, o.renewal(d, 1))
			mu.Lock()
			defer mu.Unlock()
			if err != nil || orders.Verdict(r.Order) != nil {
				t.Errorf("a renewal was not answered with success: %v %v", err, orders.Verdict(r.Order))
				return
			}
			done++
		})
		if done != 100 {
			t.Errorf("%d successes, want 100", done)
		}
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
		if got := o.domain("loved").PaidThrough.Year(); got != 2028 {
			t.Errorf("paid through %d, want 2028", got)
		}
	})
}

func TestUnequalRenewalBesideARunningOneIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("pair")
		running := o.startSlow("renew", func() (orders.Result, error) { return o.Orders.Buy(o.ctx, o.renewal(d, 1)) })
		_, err := o.Orders.Buy(o.ctx, o.renewal(d, 2))
		if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeInProgress {
			t.Errorf("second renewal: %v, want in_progress", err)
		}
		close(o.gate)
		first := <-running
		o.Must(first.err)
		o.Must(orders.Verdict(first.Order))
		o.wantEffects("renew", d.Name, 1)
		o.wantBalance(48_000, 0)
	})
}

func TestDeletionInTheAddGraceIsRefundedOnce(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("regret")
		o.wantBalance(4000, 0)
		req := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
		req.Domain, req.Subject = &d, "delete"
		atOnce(5, func(int) { _, _ = o.Orders.Change(o.ctx, req) })
		o.wantBalance(5000, 0)
		o.wantEffects("delete", d.Name, 1)
		list, err := o.Store.Invoices(o.ctx, o.Account.ID, 0, 10)
		o.Must(err)
		if len(list) != 2 || list[1].Credits != list[0].ID || list[1].Charge.Net != -list[0].Charge.Net {
			t.Errorf("invoices are %+v, want one and its credit note", list)
		}
	})
}
