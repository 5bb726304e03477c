package orders_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// buy places an order and gives it with the answer told, as a face would.
func (o *env) buy(r orders.Request) reseller.Order {
	o.t.Helper()
	res, err := o.Orders.Buy(o.ctx, r)
	o.Must(err)
	o.Must(orders.Verdict(res.Order))
	o.Orders.Acknowledge(res.Order)
	o.Must(o.Orders.FlushAcknowledged(o.ctx))
	return res.Order
}

func TestEqualRenewalWithinTenMinutesIsARepeatAndAnHourLaterASecondYear(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("twice")
		first := o.buy(o.renewal(d, 1))
		o.Clock.Move(9 * time.Minute)
		if again := o.buy(o.renewal(o.domain("twice"), 1)); again.ID != first.ID {
			t.Errorf("after 9 minutes order %d was opened", again.ID)
		}
		o.Clock.Move(time.Hour)
		if second := o.buy(o.renewal(o.domain("twice"), 1)); second.ID == first.ID {
			t.Error("an hour later the caller wants a second year and got the first order's answer")
		}
		o.wantEffects("renew", d.Name, 2)
		o.wantBalance(47_000, 0)
	})
}

// T09; the control without replay fails it.
func TestRenewalWhoseAnswerNeverWentOutIsARepeatForEightDays(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("broken")
		res, err := o.Orders.Buy(o.ctx, o.renewal(d, 1)) // not told: the connection broke
		o.Must(err)
		o.Clock.Move(7 * 24 * time.Hour)
		if again := o.buy(o.renewal(o.domain("broken"), 1)); again.ID != res.Order.ID {
			t.Errorf("after 7 days order %d was opened", again.ID)
		}
		o.wantEffects("renew", d.Name, 1)
		o.Clock.Move(time.Hour)
		if later := o.buy(o.renewal(o.domain("broken"), 1)); later.ID == res.Order.ID {
			t.Error("once told, the order is not repeated an hour later")
		}
	})
}

func TestRegistrationIsARepeatWithinEightDaysAndTakenAfterwards(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		first := o.buy(o.registration("mine"))
		o.Clock.Move(7 * 24 * time.Hour)
		if again := o.buy(o.registration("mine")); again.ID != first.ID {
			t.Errorf("order %d was opened", again.ID)
		}
		o.Clock.Move(2 * 24 * time.Hour)
		_, err := o.Orders.Buy(o.ctx, o.registration("mine"))
		if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeNotAvailable {
			t.Errorf("after 9 days: %v, want not_available", err)
		}
		o.wantBalance(49_000, 0)
	})
}

func TestIdempotencyKeySaysWhatIsMeant(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("keyed")
		with := func(key string, years int) orders.Request {
			r := o.renewal(o.domain("keyed"), years)
			r.Key = key
			return r
		}
		first := o.buy(with("a", 1))
		if again := o.buy(with("a", 1)); again.ID != first.ID {
			t.Error("the same key opened another order")
		}
		if second := o.buy(with("b", 1)); second.ID == first.ID {
			t.Error("a new key within ten minutes means a second year")
		}
		_, err := o.Orders.Buy(o.ctx, with("a", 2))
		if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeKeyReused {
			t.Errorf("key with other parameters: %v, want %s", err, reseller.CodeKeyReused)
		}
		o.Clock.Move(9 * 24 * time.Hour)
		if third := o.buy(with("a", 1)); third.ID == first.ID {
			t.Error("a key lives 8 days")
		}
		o.wantEffects("renew", d.Name, 3)
	})
}

func TestNameMovesBetweenAccountsWithItsCode(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("moving")
		taker := o.newAccount("taker@example.com", 0)
		req := o.request(reseller.OrderTransfer, d.Name, reseller.Desired{Years: 1})
		req.Caller.Account, req.AuthCode = taker, "wrong"
		if _, err := o.Orders.Buy(o.ctx, req); reseller.AsError(err).Code != reseller.CodeAuthCode {
			t.Errorf("wrong code: %v", err)
		}
		receipt, err := o.Sandbox.NewAuthCode(o.ctx, "test", d.Name)
		o.Must(err)
		req.AuthCode = receipt.Secret
		res, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		if gone := o.domain("moving"); gone.State != reseller.DomainTransferredAway {
			t.Errorf("the giver's row is %s", gone.State)
		}
		taken, err := o.Store.Domain(o.ctx, taker.ID, d.Name)
		o.Must(err)
		if taken.State != reseller.DomainActive || !taken.PaidThrough.Equal(d.PaidThrough) {
			t.Errorf("the taker's row is %s, paid through %s", taken.State, taken.PaidThrough)
		}
		o.wantEffects("transfer", d.Name, 0)
	})
}

func TestTransferPendsForFiveDaysAndIsThenSettled(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		n := name(t, "foreign", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "s3cret & <code>", o.Clock.Now().AddDate(-2, 0, -100), false))
		req := o.request(reseller.OrderTransfer, n, reseller.Desired{Years: 1})
		req.AuthCode = "s3cret & <code>"
		res, err := o.Orders.Buy(o.ctx, req) // answered at once: waiting would not tell more
		o.Must(err)
		if left := time.Until(req.AnswerBy); left < 5*time.Second {
			t.Errorf("the answer came only %s before it was due", left)
		}
		o.wantState(res.Order.ID, reseller.OrderPending)
		o.wantBalance(49_200, 800)
		o.Clock.Move(6 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		o.wantState(res.Order.ID, reseller.OrderDone)
		o.wantBalance(49_200, 0)
		d, err := o.Store.Domain(o.ctx, o.Account.ID, n)
		o.Must(err)
		if d.State != reseller.DomainActive || d.PaidThrough.IsZero() {
			t.Errorf("row is %s, paid through %s", d.State, d.PaidThrough)
		}
	})
}

func TestNameserversABAEndAsA(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("abba")
		a, b := []string{"ns1.a.net", "ns2.a.net"}, []string{"ns1.b.net", "ns2.b.net"}
		running := o.startSlow("update", func() (orders.Result, error) { return o.Orders.Change(o.ctx, o.servers(d, a...)) })
		second := make(chan outcome, 1)
		quick := o.servers(d, b...)
		quick.AnswerBy = time.Time{}
		r, err := o.Orders.Change(o.ctx, quick)
		second <- outcome{r, err}
		o.wantState(r.Order.ID, reseller.OrderQueued)
		third := o.servers(d, a...)
		third.AnswerBy = time.Time{}
		last, err := o.Orders.Change(o.ctx, third)
		o.Must(err)
		o.wantState(r.Order.ID, reseller.OrderSuperseded)
		close(o.gate)
		<-running
		o.settle(last.Order.ID)
		o.reconcile()
		o.wantState(last.Order.ID, reseller.OrderDone)
		info, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if info.Nameservers[0] != "ns1.a.net" || o.domain("abba").Nameservers[0] != "ns1.a.net" {
			t.Errorf("registry has %v, we have %v", info.Nameservers, o.domain("abba").Nameservers)
		}
	})
}

func TestLateCommandThatUndoesANewerChangeIsSetRight(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("ghost")
		o.fault(sandbox.FaultLateEffect, "update", 3*time.Minute)
		old := o.servers(d, "ns1.old.net", "ns2.old.net")
		old.AnswerBy = o.Clock.Wall().Add(20 * time.Millisecond)
		r, err := o.Orders.Change(o.ctx, old)
		o.Must(err)
		o.settle(r.Order.ID)
		fresh, err := o.Orders.Change(o.ctx, o.servers(d, "ns1.new.net", "ns2.new.net"))
		o.Must(err)
		o.Must(orders.Verdict(fresh.Order))
		o.wantState(r.Order.ID, reseller.OrderSuperseded)
		o.Clock.Move(5 * time.Minute)
		o.Must(o.Sandbox.Tick(o.ctx))
		info, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if info.Nameservers[0] != "ns1.old.net" {
			t.Fatalf("the late command did not come: %v", info.Nameservers)
		}
		o.Clock.Move(10 * time.Minute)
		o.reconcile()
		o.drainOnce()
		info, err = o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if info.Nameservers[0] != "ns1.new.net" {
			t.Errorf("registry has %v, want the newer ones", info.Nameservers)
		}
	})
}

// The newer change is under way when the older one is compared: what the registry shows is its effect, and nothing late.
func TestChangeUnderWayIsNotTakenForALateCommand(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.withHost("glued")
		o.fault(sandbox.FaultLostRequest, "host", 0)
		unheard := o.left(o.host(reseller.OrderHostModify, d, "192.0.2.2"))
		gone, err := o.Orders.Change(o.ctx, o.host(reseller.OrderHostDelete, d, "192.0.2.1"))
		o.Must(err)
		o.Must(orders.Verdict(gone.Order))
		o.wantState(unheard.ID, reseller.OrderSuperseded)
		o.Clock.Move(11 * time.Minute) // it is due to be compared
		o.fault(sandbox.FaultLostAnswer, "host", 0)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
		made := o.left(o.host(reseller.OrderHostCreate, o.domain("glued"), "192.0.2.3"))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.reconcile()
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.drainOnce()
		o.wantState(made.ID, reseller.OrderDone)
		registered, published, _ := o.hosts(d.Name)
		if !strings.Contains(registered, "192.0.2.3") || registered != published {
			t.Errorf("the registry has %s, the zone %s", registered, published)
		}
		if due, err := o.Store.DueRechecks(o.ctx, 10); err != nil || len(due) > 0 {
			t.Errorf("still to be compared: %v, %v", due, err)
		}
	})
}

// What a command left at the registry of which nothing was heard, and whose place another took, is no obstacle to that other.
func TestChildNameServerIsSetWhateverTheRegistryHasOfIt(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("leftover")
		set := func(kind reseller.OrderKind, address, want string) {
			t.Helper()
			res, err := o.Orders.Change(o.ctx, o.host(kind, o.domain("leftover"), address))
			o.Must(err)
			o.Must(orders.Verdict(res.Order))
			if registered, published, _ := o.hosts(d.Name); registered != want || published != want {
				t.Errorf("%s to %s: the registry has %s, the zone %s", kind, address, registered, published)
			}
		}
		o.fault(sandbox.FaultLostAnswer, "host", 0)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
		unheard := o.left(o.host(reseller.OrderHostCreate, d, "192.0.2.1"))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		set(reseller.OrderHostCreate, "192.0.2.2", "[{ns1.leftover.com [192.0.2.2]}]") // it is there with another address
		o.wantState(unheard.ID, reseller.OrderSuperseded)
		o.loseHost(d.Name)
		set(reseller.OrderHostModify, "192.0.2.3", "[{ns1.leftover.com [192.0.2.3]}]") // it is not there
		o.loseHost(d.Name)
		set(reseller.OrderHostDelete, "192.0.2.3", "[]")
	})
}

// loseHost removes a child name server at the registry without our doing.
func (o *env) loseHost(n reseller.Name) {
	o.t.Helper()
	_, err := o.Sandbox.DeleteHost(o.ctx, "elsewhere", n, "ns1."+n.String())
	o.Must(err)
}

// drainOnce waits until nothing is under way.
func (o *env) drainOnce() {
	o.t.Helper()
	for {
		list, err := o.Store.SearchOrders(o.ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 10}})
		o.Must(err)
		if len(list) == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// Reconcile finds out which of the two it was (T18).
func TestCrashBetweenIntentAndOutcomeIsFinishedOnce(t *testing.T) {
	t.Parallel()
	for what, happened := range map[string]bool{"the command went out": true, "the command never went out": false} {
		t.Run(what, func(t *testing.T) {
			onEach(t, 50_000, func(t *testing.T, o *env) {
				crashed := o.crashedRegistration("crash", happened)
				o.reconcile()
				if !happened {
					o.wantState(crashed.ID, reseller.OrderUnknown)
					o.Clock.Move(11 * time.Minute)
					o.reconcile()
				}
				o.wantState(crashed.ID, reseller.OrderDone)
				o.wantEffects("create", crashed.Name, 1)
				o.wantBalance(49_000, 0)
			})
		})
	}
}

// crashedRegistration leaves what a server leaves that is killed after its intent, before or after the registry acted.
func (o *env) crashedRegistration(sld string, effect bool) reseller.Order {
	o.t.Helper()
	req := o.registration(sld)
	now := o.Clock.Now()
	order, err := o.Store.OpenPurchase(o.ctx, reseller.Opening{
		Order: reseller.Order{
			AccountID: o.Account.ID, Kind: reseller.OrderRegister, Name: req.Name, State: reseller.OrderSending, ParamsHash: "x",
			Desired: req.Desired, Charge: reseller.Charge{Currency: "USD", Net: 1000}, CostLimit: 1000, ClTRIDBase: reseller.NewClTRIDBase(), Attempt: 1,
			LeaseEnd: o.Clock.Wall().Add(-time.Second), CreatedAt: now, SentAt: now, DueAt: now,
		},
		LiveKey: "name:" + req.Name.String(), Holder: "killed",
		Domain: &reseller.Domain{AccountID: o.Account.ID, Name: req.Name, State: reseller.DomainPendingRegister, Version: 1, CreatedAt: now},
	})
	o.Must(err)
	if effect {
		_, err := o.Sandbox.Create(o.ctx, registryCreate(order))
		o.Must(err)
	}
	return order
}

func registryCreate(o reseller.Order) registry.Create {
	return registry.Create{ClTRID: o.ClTRID(), Name: o.Name, Years: 1, Nameservers: o.Desired.Nameservers, Contacts: o.Desired.Contacts}
}
