package orders_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// modelChecks is how many accounts live in the comparison with a model on each engine in the short form; -rapid.checks sets
// another number. modelOps is how many operations the long form makes, if its time allows.
const (
	modelChecks = "12"
	modelOps    = 1_000_000
)

// model is what an account should have, kept the simple way.
type model struct {
	*env
	t         *rapid.T
	account   reseller.Account
	bystander reseller.Account // whose credit nothing may touch
	available int64
	held      int64
	price     int64
	bought    []purchase
	open      []purchase // answers that did not come
	serial    *int
	ops       *int
}

type purchase struct {
	sld    string
	charge int64
	at     time.Time

	renewals []purchase
}

// inGrace reports whether a purchase is given back with a deletion now; about the end of its grace it cannot be told.
func (p purchase) inGrace(now time.Time) (back, told bool) {
	back = now.Before(p.at.Add(4 * 24 * time.Hour))
	return back, back || !now.Before(p.at.Add(6*24*time.Hour))
}

// TestMoneyIsWhereTheModelSaysAfterEveryOperation is T01 and T02: accounts do what accounts do, in an order that chance decides
// and rapid shrinks, and after every operation the books must show what a simple model says. An operation that is refused must
// leave every balance as it was.
func TestMoneyIsWhereTheModelSaysAfterEveryOperation(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue && !scorecard.Long() {
		if err := checks.Value.Set(modelChecks); err != nil {
			t.Fatal(err)
		}
	}
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T01", Fault: "random operations against a model", Engine: string(engine), Target: "differences: 0; refused operations leave every balance as it was",
			})
			o := newEnv(t, engine, 0)
			o.Orders = orders.New(orders.Config{
				Store: o.Store, Routes: o.routes(o.Sandbox), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.DiscardHandler), Holder: "model",
				Settings: orders.Settings{LookFor: time.Millisecond},
			})
			ops, accounts := 0, 0
			account := rapid.MakeCheck(func(rt *rapid.T) { accounts++; o.lives(rt, accounts, &ops) })
			for began := time.Now(); ; {
				account(t)
				if t.Failed() || ops >= modelOps || time.Since(began) >= scorecard.Budget(0.3, 0) {
					break
				}
			}
			o.Drain()
			o.Verify()
			card.Put("operations", ops)
			card.Put("accounts", accounts)
		})
	}
}

// lives is the life of one account.
func (o *env) lives(rt *rapid.T, n int, ops *int) {
	m := &model{env: o, t: rt, price: 1000, ops: ops, serial: new(int)}
	m.account = o.newAccount(fmt.Sprintf("model%d@example.com", n), 0)
	m.bystander = o.newAccount(fmt.Sprintf("bystander%d@example.com", n), 777)
	theirs := *o.Env
	theirs.Account = m.account
	m.env = &env{Env: &theirs, t: o.t, ctx: o.ctx, rules: o.rules}
	m.setPrice(1000)
	rt.Repeat(map[string]func(*rapid.T){
		"deposit":      func(rt *rapid.T) { m.deposit(rapid.Int64Range(1, 5000).Draw(rt, "amount")) },
		"withdraw":     func(rt *rapid.T) { m.withdraw(rapid.Int64Range(1, 6000).Draw(rt, "amount")) },
		"register":     func(*rapid.T) { m.register() },
		"refused":      func(*rapid.T) { m.refused() },
		"renew":        func(*rapid.T) { m.renew() },
		"lose":         func(*rapid.T) { m.lose() },
		"find":         func(*rapid.T) { m.find() },
		"delete":       func(*rapid.T) { m.remove() },
		"price change": func(rt *rapid.T) { m.setPrice(rapid.Int64Range(0, 2500).Draw(rt, "price")) },
		"wait":         func(rt *rapid.T) { m.Clock.Move(time.Duration(rapid.IntRange(1, 48).Draw(rt, "hours")) * time.Hour) },
		"":             func(*rapid.T) { m.compare() },
	})
	m.find()
	m.compare()
}

// compare holds the books against the model.
func (m *model) compare() {
	*m.ops++
	b, err := m.Store.Balance(m.ctx, m.account.ID)
	m.ok(err)
	if b.Available != m.available || b.Held != m.held {
		m.t.Fatalf("the books say %d available and %d held, the model %d and %d", b.Available, b.Held, m.available, m.held)
	}
	b, err = m.Store.Balance(m.ctx, m.bystander.ID)
	m.ok(err)
	if b.Available != 777 || b.Held != 0 {
		m.t.Fatalf("somebody else's balance changed to %d available and %d held", b.Available, b.Held)
	}
}

func (m *model) ok(err error) {
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *model) deposit(amount int64) {
	m.ok(m.Store.MoveCredit(m.ctx, m.account, amount, "", "model"))
	m.available += amount
}

func (m *model) withdraw(amount int64) {
	err := m.Store.MoveCredit(m.ctx, m.account, -amount, "", "model")
	if amount > m.available {
		if !errors.Is(err, reseller.ErrFunds) {
			m.t.Fatalf("taking %d of %d is answered %v", amount, m.available, err)
		}
		return
	}
	m.ok(err)
	m.available -= amount
}

func (m *model) setPrice(net int64) {
	m.price = net
	m.ok(m.Store.SetPrices(m.ctx, []reseller.Price{
		{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: net, Cost: 1_000_000},
		{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: net, Cost: 1_000_000},
	}, reseller.Operator))
}

func (m *model) next(prefix string) string {
	*m.serial++
	return fmt.Sprintf("%s%d-%d", prefix, m.account.ID, *m.serial)
}

// buys places an order and reports whether the credit was enough for it.
func (m *model) buys(r orders.Request) (reseller.Order, bool) {
	res, err := m.Orders.Buy(m.ctx, r)
	if m.price > m.available {
		if !reseller.IsKind(err, reseller.KindFunds) {
			m.t.Fatalf("an order for %d with %d available is answered %v", m.price, m.available, err)
		}
		return res.Order, false
	}
	m.ok(err)
	m.Orders.Acknowledge(res.Order)
	m.ok(m.Orders.FlushAcknowledged(m.ctx))
	return res.Order, true
}

func (m *model) wantState(o reseller.Order, want reseller.OrderState) {
	if o.State != want {
		m.t.Fatalf("order %d (%s of %s) is %s (%s), want %s", o.ID, o.Kind, o.Name, o.State, o.Reason, want)
	}
}

func (m *model) register() {
	r := m.registration(m.next("m"))
	if o, ok := m.buys(r); ok {
		m.wantState(o, reseller.OrderDone)
		m.available -= m.price
		m.bought = append(m.bought, purchase{sld: r.Name.SLD(), charge: m.price, at: m.Clock.Now()})
	}
}

// refused asks for a name that the registry keeps for itself: the hold goes back.
func (m *model) refused() {
	if o, ok := m.buys(m.registration(m.next("reserved-"))); ok {
		m.wantState(o, reseller.OrderRefused)
	}
}

func (m *model) renew() {
	if len(m.bought) == 0 {
		return
	}
	p := &m.bought[len(m.bought)-1]
	d := m.domain(p.sld)
	if d.PaidThrough.After(m.Clock.Now().AddDate(8, 0, 0)) {
		return
	}
	r := m.renewal(d, 1)
	r.Key = m.next("key")
	if o, ok := m.buys(r); ok {
		m.wantState(o, reseller.OrderDone)
		m.available -= m.price
		p.renewals = append(p.renewals, purchase{charge: m.price, at: m.Clock.Now()})
	}
}

// lose registers a name while the registry never hears of it: the hold stays.
func (m *model) lose() {
	m.ok(m.Sandbox.SetFault(m.ctx, sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "create", Times: 1}))
	r := m.registration(m.next("lost"))
	r.AnswerBy = time.Time{}
	o, ok := m.buys(r)
	if !ok {
		m.ok(m.Sandbox.ClearFaults(m.ctx))
		return
	}
	for m.order(o.ID).State != reseller.OrderUnknown || !m.order(o.ID).LeaseEnd.IsZero() {
		time.Sleep(100 * time.Microsecond)
	}
	m.available -= m.price
	m.held += m.price
	m.open = append(m.open, purchase{sld: r.Name.SLD(), charge: m.price, at: m.Clock.Now()})
}

// find lets the settle time pass: what was lost is sent again, unless the price has changed or its day is over.
func (m *model) find() {
	if len(m.open) == 0 {
		return
	}
	m.Clock.Move(11 * time.Minute)
	for range 5 {
		_, err := m.Orders.Reconcile(context.Background())
		m.ok(err)
		if len(m.unfinished()) == 0 {
			break
		}
		m.Clock.Move(time.Minute)
	}
	for _, p := range m.open {
		m.held -= p.charge
		d := m.domain(p.sld)
		if d.State == reseller.DomainActive {
			m.bought = append(m.bought, purchase{sld: p.sld, charge: p.charge, at: m.Clock.Now()})
		} else {
			m.available += p.charge
		}
		tooLate := m.Clock.Now().Sub(p.at) >= 24*time.Hour
		if got := d.State == reseller.DomainActive; got != (p.charge == m.price && !tooLate) && p.charge != 0 {
			m.t.Fatalf("%s is %s: it was ordered at %d, and the price is %d now; too late: %t", p.sld, d.State, p.charge, m.price, tooLate)
		}
	}
	m.open = nil
}

// remove deletes the name that was bought last: the registration and each renewal that is in its grace is refunded.
func (m *model) remove() {
	if len(m.bought) == 0 {
		return
	}
	p := m.bought[len(m.bought)-1]
	m.bought = m.bought[:len(m.bought)-1]
	refunded := int64(0)
	for _, charged := range append(p.renewals, p) {
		back, told := charged.inGrace(m.Clock.Now())
		if !told {
			return
		}
		if back {
			refunded += charged.charge
		}
	}
	res, err := m.Orders.Change(m.ctx, m.ask(reseller.OrderDelete, m.domain(p.sld), "delete"))
	m.ok(err)
	m.wantState(res.Order, reseller.OrderDone)
	m.available += refunded
}
