package recovery_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// renewal is a caller's order of one more year.
func (e *env) renewal(full string) orders.Request {
	d := e.Domain(full)
	return orders.Request{
		Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: 1},
		AnswerBy: e.Clock.Wall().Add(20 * time.Second),
	}
}

// unfinished puts a renewal on record as a server leaves it that dies while it waits for the answer.
func (e *env) unfinished(full string, leaseEnd time.Duration) reseller.Order {
	e.Helper()
	d := e.Domain(full)
	o, err := e.Store.OpenPurchase(e.Context(), reseller.Opening{
		Order: reseller.Order{
			AccountID: e.Account.ID, DomainID: d.ID, Kind: reseller.OrderRenew, Name: d.Name, State: reseller.OrderSending, ParamsHash: "h",
			Desired: reseller.Desired{Years: 1}, FrozenExpiry: d.RegistryExpiry, PaidFrom: d.PaidThrough, ClTRIDBase: reseller.NewClTRIDBase(),
			Charge: reseller.Charge{Currency: "USD", Net: 1000}, Attempt: 1, CreatedAt: e.Clock.Now(), SentAt: e.Clock.Now(), DueAt: e.Clock.Now(),
			LeaseEnd: e.Clock.Wall().Add(leaseEnd),
		},
		LiveKey: "renew:" + full, Holder: "dead",
	})
	e.Must(err)
	return o
}

// renewals counts those of a name that the registry carried out.
func (e *env) renewals(full string) (n int) {
	e.Helper()
	list, err := e.Sandbox.Effects(e.Context(), 0, 10_000)
	e.Must(err)
	for _, effect := range list {
		if effect.Command == "renew" && effect.Name == full {
			n++
		}
	}
	return n
}

func TestOrderUnfinishedInTheBackupEndsAsTheRegistryShowsAndIsNotSentAgain(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		e.unfinished("known.com", -time.Second)
		e.wantBalance(980_00, 1000)
		e.backup()
		e.restoreNow()
		e.compare() // the registry's time to act is not over
		e.wantSelling(false)
		e.later(2 * time.Hour)
		e.compare("order known.com")
		e.wantSelling(true)
		e.wantBalance(990_00, 0)
		if n := e.renewals("known.com"); n != 0 {
			t.Errorf("the renewal was sent again: %d effects", n)
		}
	})
}

func TestOrderThatAWorkerHadInTheBackupIsWaitedFor(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("leased.com")
		e.unfinished("leased.com", time.Minute)
		e.backup()
		e.restoreNow()
		e.Clock.Move(2 * time.Hour)
		e.compare()
		e.wantSelling(false)
		e.Clock.Outwait(2 * time.Hour)
		e.compare("order leased.com")
		e.wantSelling(true)
	})
}

func TestOrderThatNeedsTheOperatorStaysOpenAndIsReported(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("unclear.com")
		o := e.unfinished("unclear.com", -time.Second)
		e.backup()
		// Two years more are not what the order asked for, and not nothing.
		_, err := e.Sandbox.Renew(e.Context(), registry.Renew{ClTRID: reseller.ClTRID(reseller.NewClTRIDBase(), 1), Name: d.Name, CurrentExpiry: d.RegistryExpiry, Years: 2})
		e.Must(err)
		e.restore()
		e.later(2 * time.Hour)
		e.compare("order unclear.com", "renewed unclear.com")
		e.wantSelling(true)
		if detail := e.detail("unclear.com"); !strings.Contains(detail, "it stays open") {
			t.Errorf("found %q", detail)
		}
		if left, err := e.Store.Order(e.Context(), o.ID); err != nil || !left.State.Live() {
			t.Errorf("the order is %s, %v", left.State, err)
		}
	})
}

// whileDown places an order while the registry is away: the backup knows for certain that it has not been sent.
func (e *env) whileDown(r orders.Request) reseller.Order {
	e.Helper()
	e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown}))
	r.AnswerBy = time.Time{}
	result, err := e.Orders.Buy(e.Context(), r)
	e.Must(err)
	e.Clock.Outwait(time.Minute)
	e.settled(result.Order.ID)
	return result.Order
}

// settled waits until nobody works on an order, and gives it.
func (e *env) settled(id int64) reseller.Order {
	e.Helper()
	for range 2000 {
		o, err := e.Store.Order(e.Context(), id)
		e.Must(err)
		if o.State != reseller.OrderSending && o.LeaseEnd.IsZero() {
			return o
		}
		e.Clock.Outwait(time.Second)
	}
	e.Fatalf("order %d is worked on for ever", id)
	return reseller.Order{}
}

// registration is a caller's order of a name for a year.
func (e *env) registration(full string) orders.Request {
	return orders.Request{
		Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRegister, Name: e.NameOf(full),
		Desired: reseller.Desired{Years: 1, Contacts: apptest.Owner, Nameservers: []string{"ns1.example.net", "ns2.example.net"}},
	}
}

// areFoundDone compares, and wants a registration of bought.com and a renewal of known.com done and paid for.
func (e *env) areFoundDone(bought, renewed reseller.Order) {
	e.Helper()
	e.wantBalance(970_00, 2000)
	e.later(2 * time.Hour)
	e.compare("order bought.com", "order known.com")
	for _, o := range []reseller.Order{bought, renewed} {
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			e.Errorf("the %s is %s: %s", end.Kind, end.State, end.Reason)
		}
	}
	e.wantBalance(970_00, 0)
	e.wantState("bought.com", reseller.DomainActive)
	e.wantPaidThrough("known.com", "2028-03-01")
}

// A backup that says of an order that it was never sent does not know what was sent after it.
func TestOrderThatWasSentAfterTheBackupIsDoneAndPaidFor(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		bought, renewed := e.whileDown(e.registration("bought.com")), e.whileDown(e.renewal("known.com"))
		e.wantBalance(970_00, 2000)
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		e.Clock.Move(time.Hour)
		_, err := e.Orders.Reconcile(e.Context())
		e.Must(err)
		e.wantBalance(970_00, 0)
		e.restore()

		e.areFoundDone(bought, renewed)
	})
}

// What an order did that the books call refused is put on record like what no order did.
func TestNameBoughtByAnOrderThatTheBackupCallsRefusedFallsToLostAndFound(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Unclean = true // the registry did what the operator called refused
		o := e.whileDown(e.registration("late.com"))
		_, err := e.Orders.Resolve(e.Context(), o.ID, false, "not wanted")
		if err != nil {
			_, err = e.Orders.Override(e.Context(), o.ID, false, "not wanted")
		}
		e.Must(err)
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		_, err = e.Sandbox.Create(e.Context(), registry.Create{ClTRID: reseller.ClTRID(o.ClTRIDBase, 1), Name: o.Name, Years: 1, Contacts: apptest.Owner})
		e.Must(err)
		for range 2 { // a second restore of a backup from before finds it once more, and not twice
			e.restore()
			e.compare("registered late.com")
			if d := e.lost("late.com"); d.State != reseller.DomainActive {
				t.Errorf("the row is %s", d.State)
			}
		}
	})
}

// A name that the registry has for us need not be that of the order in the backup: its log says whose command brought it.
func TestNameThatAnotherOrderBoughtAfterTheBackupIsNotGivenToTheOrderInIt(t *testing.T) {
	onBoth(t, func(e *env) {
		o := e.whileDown(e.registration("others.com"))
		e.backup()
		e.Must(e.Sandbox.ClearFaults(e.Context()))
		_, err := e.Orders.Override(e.Context(), o.ID, false, "not wanted any more")
		e.Must(err)
		_, err = e.Sandbox.Create(e.Context(), registry.Create{ClTRID: reseller.ClTRID(reseller.NewClTRIDBase(), 1), Name: o.Name, Years: 1, Contacts: apptest.Owner})
		e.Must(err)
		e.restore()
		e.later(2 * time.Hour)
		e.compare("order others.com", "registered others.com")
		if end := e.settled(o.ID); end.State != reseller.OrderRefused {
			t.Errorf("the order of the backup is %s: %s", end.State, end.Reason)
		}
		e.wantBalance(1000_00, 0)
		if d := e.lost("others.com"); d.State != reseller.DomainActive {
			t.Errorf("the row is %s", d.State)
		}
	})
}
