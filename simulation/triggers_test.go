package simulation_test

import (
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// TestThreeTriggersOfOneTermRenewItOnce is T11: a caller renews by hand, two servers' auto-renew jobs find the window open, and a
// top-up has the waiting invoice paid, all at one virtual instant, for one name after the other. Each term is renewed and
// charged once and has one invoice.
func TestThreeTriggersOfOneTermRenewItOnce(t *testing.T) {
	t.Parallel()
	for engine, url := range databases {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T11", Fault: "renewed by hand, by two servers' jobs and by a top-up at one instant", Engine: engine,
				Target: "charges per term: 1; invoices per term: 1",
			})
			p := plan{seed: scorecard.Seed(t), names: 25, accounts: 1, calm: true, pause: time.Hour}
			if scorecard.Long() {
				p.names = 1000
			}
			card.Seed(p.seed)
			w := newWorld(t, url(t), p)
			domains := w.namesAtWindow(p.names)
			for began, rounds := time.Now(), 0; rounds < 1 || time.Since(began) < scorecard.Budget(0.05, 0); rounds++ {
				for i, d := range domains {
					domains[i] = w.allAtOnce(d)
				}
				w.pass(domains[0].PaidThrough.Add(-30 * day))
			}
			v := w.judge()
			if v.breaches != "" {
				t.Error(v.breaches)
			}
			card.Put("terms", v.renewals)
			card.Put("doubled", v.double)
			card.Put("terms invoiced twice", v.invoicedTwice)
			if v.double+v.invoicedTwice > 0 {
				t.Errorf("%d terms were renewed twice and %d invoiced twice", v.double, v.invoicedTwice)
			}
		})
	}
}

// pass moves the time without anything happening on the server.
func (w *world) pass(until time.Time) {
	w.clocks.move(until, 0)
	w.must(w.Sandbox.Tick(w.ctx))
}

// namesAtWindow registers names and moves the time to where their renewal windows open. Automatic renewal is off.
func (w *world) namesAtWindow(n int) []reseller.Domain {
	w.must(w.Store.MoveCredit(w.ctx, w.accounts[0], price*int64(100*n), "", "for all of it"))
	list := make([]reseller.Domain, n)
	for i := range list {
		name, err := reseller.ParseName(fmt.Sprintf("t%d", i), "com")
		w.must(err)
		w.buys(orders.Request{Caller: w.callerOf(w.accounts[0].ID), Kind: reseller.OrderRegister, Name: name, Desired: reseller.Desired{
			Years: 1, Contacts: holder, Nameservers: []string{"ns1.example.net", "ns2.example.net"},
		}})
		list[i], err = w.Store.LiveDomain(w.ctx, name)
		w.must(err)
	}
	w.pass(list[0].PaidThrough.Add(-30 * day))
	return list
}

// allAtOnce switches automatic renewal on and lets all triggers go at once, in an order that the seed decides as far as the
// machine lets it. It gives the domain as it then is, with automatic renewal off again.
func (w *world) allAtOnce(d reseller.Domain) reseller.Domain {
	w.t.Helper()
	set := func(on bool) reseller.Domain {
		row, err := w.Store.ChangeDomain(w.ctx, d.ID, reseller.Operator, "SetAutoRenew", func(row *reseller.Domain) error {
			row.AutoRenew = on
			return nil
		})
		w.must(err)
		return row
	}
	d = set(true)
	other := jobs.New(jobs.Deps{
		Orders: w.Orders, Books: w.Store, Events: w.Store, Keys: w.Store, Routes: w.Routes, Clock: w.clocks.server, Log: slog.New(slog.DiscardHandler),
	})
	triggers := []func() error{
		func() error {
			_, err := w.Orders.Buy(w.ctx, orders.Request{
				Caller: w.callerOf(d.AccountID), Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: 1},
				AnswerBy: w.clocks.server.Wall().Add(10 * time.Second),
			})
			return err
		},
		func() error { return w.table.Run(w.ctx, jobs.AutoRenew) },
		func() error { return other.Run(w.ctx, jobs.AutoRenew) },
		func() error {
			if err := w.Store.MoveCredit(w.ctx, w.accounts[0], 1, "", "top-up"); err != nil {
				return err
			}
			return w.table.Run(w.ctx, jobs.AutoRenew)
		},
	}
	yields := make([]int, len(triggers))
	for i := range yields {
		yields[i] = w.chance.IntN(200)
	}
	w.chance.Shuffle(len(triggers), func(i, j int) { triggers[i], triggers[j] = triggers[j], triggers[i] })
	var all sync.WaitGroup
	for i, trigger := range triggers {
		all.Go(func() {
			for range yields[i] {
				runtime.Gosched()
			}
			if err := trigger(); err != nil {
				w.t.Errorf("seed %d, %s: %v", w.plan.seed, d.Name, err)
			}
		})
	}
	all.Wait()
	for { // a trigger that was not waited for
		list, err := w.Store.SearchOrders(w.ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 10}})
		w.must(err)
		if len(list) == 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	now := set(false)
	if !reseller.SameDay(now.PaidThrough, reseller.AddYears(d.PaidThrough, 1)) {
		w.t.Errorf("seed %d: %s is paid through %s, and was through %s", w.plan.seed, d.Name, now.PaidThrough, d.PaidThrough)
	}
	return now
}
