package jobs_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// What a forecast of some days says is needed is what the ledger is charged by then: for names whose windows open in that time, also where they are
// shorter, at prices that change; for an unpaid invoice and an expired name at once; and not for a name that is off or being deleted. No cap
// holds for it.
func TestAForecastIsWhatTheLedgerIsChargedByThen(t *testing.T) {
	onBoth(t, 10*1250, func(e *env) {
		begin := e.Clock.Now()
		names := map[string]reseller.Domain{}
		for _, n := range []struct {
			name  string
			after int // days from the beginning; the window opens 335 days later, that of .be 337
			auto  bool
		}{
			{"lapsed.com", 0, false}, {"unpaid.com", 20, true}, {"open.com", 25, false}, {"week.com", 45, true}, {"late.be", 50, true},
			{"month.com", 60, true}, {"leaving.com", 62, true}, {"off.com", 63, false}, {"season.com", 110, true}, {"far.com", 200, true},
		} {
			e.Clock.Set(begin.Add(reseller.Days(n.after)))
			names[n.name] = e.registers(n.name, n.auto)
		}
		for _, day := range []int{356, 366, 375} {
			e.Clock.Set(begin.Add(reseller.Days(day)))
			e.runAll()
		}
		if i := e.unpaid(); i.DomainID != names["unpaid.com"].ID || !i.TryAt.After(e.Clock.Now()) {
			e.Fatalf("unpaid is %+v", i)
		}
		e.autoRenew(names["lapsed.com"], true)
		e.autoRenew(names["open.com"], true)
		e.leaves("leaving.com")
		_, err := e.Store.ChangeAccount(e.Context(), e.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.SpendCap = new(int64(1)); return nil })
		e.Must(err)
		now := e.Clock.Now()
		e.Must(e.Store.PlanPrices(e.Context(), []reseller.PlannedPrice{{
			Price: reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 1500}, From: now.Add(reseller.Days(40)),
		}}, reseller.Operator))
		e.topUp(100_000)
		foreseen, horizons := map[int]reseller.Forecast{}, []int{7, 30, 90}
		for _, days := range horizons {
			foreseen[days], err = e.Orders.LookAhead(e.Context(), e.Account, reseller.ForecastChoice{Days: days, Listed: 100, FirstLost: true})
			e.Must(err)
		}
		for i, want := range []int64{4 * 1250, 6 * 1250, 6*1250 + 1875} {
			if f := foreseen[horizons[i]]; f.Total != want || f.Unpriced != 0 || f.FirstLost.DomainID != 0 {
				e.Errorf("in %d days: %d foreseen, want %d: %+v", horizons[i], f.Total, want, f.Renewals)
			}
		}
		before := foreseen[7].Available
		for _, day := range []int{0, 1, 5, 7, 12, 30, 60, 90} {
			e.Clock.Outwait(time.Minute)
			e.Clock.Set(now.Add(max(reseller.Days(day), time.Hour)))
			e.runAll()
			if f, told := foreseen[day]; told {
				after, err := e.Store.Balance(e.Context(), e.Account.ID)
				e.Must(err)
				if before-after.Available != f.Total || after.Held != 0 {
					e.Errorf("in %d days: %d foreseen, %d charged, %d held", day, f.Total, before-after.Available, after.Held)
				}
			}
		}
		e.wantState(names["leaving.com"], reseller.DomainDeleted)
	})
}

// leaves begins the deletion of a name whose request is lost, so that it is under way and waits for reconcile.
func (e *env) leaves(name string) {
	e.Helper()
	e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "delete", Times: 1}))
	d := e.Domain(name)
	res, err := e.Orders.Delete(e.Context(), orders.Request{
		Caller: reseller.Caller{Account: e.Account}, By: reseller.Operator, Name: d.Name, Domain: &d, AnswerBy: e.Clock.Wall(),
	})
	e.Must(err)
	e.Clock.Outwait(time.Minute)
	// While its worker looks for an outcome reconcile leaves it alone, and a day later it would not be tried any more.
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		o, err := e.Store.Order(e.Context(), res.Order.ID)
		e.Must(err)
		if o.State == reseller.OrderUnknown && o.LeaseEnd.IsZero() {
			return
		}
		if time.Now().After(deadline) {
			e.Fatalf("the deletion is %s, held until %s", o.State, o.LeaseEnd)
		}
	}
}
