package jobs_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// TestNameThatWeRenewedIsNotDeletedAsUnpaid, though our books do not show that: the order was decided wrongly, or the whole order
// is gone with a database that was copied back. The registry would give nothing back, so the operator is told instead.
func TestNameThatWeRenewedIsNotDeletedAsUnpaid(t *testing.T) {
	for what, forget := range map[string]func(e *env, o reseller.Order){
		"said to be refused": func(e *env, o reseller.Order) {
			_, err := e.Orders.Override(e.Context(), o.ID, false, "support says no")
			e.Must(err)
		},
		"copied back": func(e *env, o reseller.Order) {
			_, err := e.Store.EndOrder(e.Context(), reseller.Ending{Order: o, To: reseller.OrderRefused, Code: reseller.CodeRefused, Reason: "forgotten"})
			e.Must(err)
		},
	} {
		t.Run(what, func(t *testing.T) {
			onBoth(t, 20_000, func(e *env) {
				e.Unclean = true // the books deny what the registry did, which is what this is about
				d := e.registers("keep.com", false)
				e.Clock.Move(340 * 24 * time.Hour)
				e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "renew", Times: 1}))
				e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
				row := e.row(d)
				res, err := e.Orders.Buy(e.Context(), orders.Request{
					Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &row, Desired: reseller.Desired{Years: 1},
				})
				e.Must(err)
				e.Drain()
				e.Clock.Outwait(time.Minute)
				e.Must(e.Sandbox.ClearFaults(e.Context()))
				order, err := e.Store.Order(e.Context(), res.Order.ID)
				e.Must(err)
				forget(e, order)
				e.Clock.Move(80 * 24 * time.Hour)
				e.Must(e.Sandbox.Tick(e.Context()))
				for range 3 {
					e.run(jobs.Lifecycle)
					e.run(jobs.Unpaid)
					e.Clock.Move(24 * time.Hour)
				}
				if n := e.effects("delete", d); n != 0 {
					e.Error("a name that was renewed was deleted as unpaid")
				}
				e.wantState(d, reseller.DomainActive)
				e.run(jobs.EventNumbers)
				if n := e.events(reseller.EventUnpaidKept); n != 1 {
					e.Errorf("the operator was told %d times", n)
				}
				if n := e.events(reseller.EventDeletingUnpaid); n != 0 {
					e.Error("the account was told that its name is being deleted")
				}
			})
		})
	}
}

// events counts the events of a kind.
func (e *env) events(kind string) int {
	e.Helper()
	list, err := e.Store.Events(e.Context(), e.Account.ID, 0, 1000)
	e.Must(err)
	n := 0
	for _, event := range list {
		if event.Kind == kind {
			n++
		}
	}
	return n
}

// TestLastTransactionThatOurBooksDoNotHaveKeepsTheName: the database is older than what it did at the registry.
func TestLastTransactionThatOurBooksDoNotHaveKeepsTheName(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	paid := noon.AddDate(0, 0, -41)
	d := reseller.Domain{ID: 1, Name: reseller.NameOf("old.com", "com"), State: reseller.DomainActive, PaidThrough: paid, RegistryExpiry: reseller.AddYears(paid, 1)}
	conn := &fakeRegistry{shows: map[string]registry.Registration{"old.com": {
		Name: d.Name, Ours: true, Expires: d.RegistryExpiry, Status: []registry.Status{registry.StatusAutoRenewPeriod},
		LastTrID: reseller.ClTRID(reseller.NewClTRIDBase(), 1),
	}}}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": conn})
	if err != nil {
		t.Fatal(err)
	}
	r := &renewals{books: &books{}, overdue: []reseller.Domain{d}}
	table := jobs.New(jobs.Deps{Orders: &answering{state: reseller.OrderDone}, Books: r, Routes: routes, Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler)})
	if err := table.Run(t.Context(), jobs.Unpaid); err != nil {
		t.Fatal(err)
	}
	for _, event := range r.events {
		if strings.HasPrefix(event, reseller.EventDeletingUnpaid) {
			t.Errorf("it is deleted all the same: %s", event)
		}
	}
	if len(r.events) == 0 {
		t.Error("the operator is not told")
	}
}
