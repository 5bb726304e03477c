package recovery_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
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
		e.restore()
		e.compare() // the registry's time to act is not over
		e.wantSelling(false)
		e.Clock.Move(2 * time.Hour)
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
		e.restore()
		e.Clock.Move(2 * time.Hour)
		e.compare()
		e.wantSelling(false)
		e.Clock.Outwait(2 * time.Minute)
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
		e.Clock.Move(2 * time.Hour)
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

func TestChangeThatWasPlacedAfterTheRestoreIsLeftAlone(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("example.com")
		e.backup()
		e.restore()
		e.Clock.Move(3 * time.Hour)
		locked := true
		o, _, err := e.Store.OpenChange(e.Context(), reseller.Opening{
			Order: reseller.Order{
				AccountID: e.Account.ID, DomainID: d.ID, Kind: reseller.OrderLock, Name: d.Name, Subject: "lock", State: reseller.OrderSending, ParamsHash: "h",
				Desired: reseller.Desired{Lock: &locked}, ClTRIDBase: reseller.NewClTRIDBase(), Charge: reseller.Charge{Currency: "USD"}, Attempt: 1,
				CreatedAt: e.Clock.Now(), SentAt: e.Clock.Now(), DueAt: e.Clock.Now(), LeaseEnd: e.Clock.Wall().Add(time.Minute),
			},
			LiveKey: "change:example", Holder: "busy",
		})
		e.Must(err)
		e.compare()
		e.wantSelling(true)
		if left, err := e.Store.Order(e.Context(), o.ID); err != nil || left.State != reseller.OrderSending {
			t.Errorf("the order is %s, %v", left.State, err)
		}
	})
}
