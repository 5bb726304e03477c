package simulation_test

import (
	"errors"
	"fmt"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// people do something: somebody tops up, changes their mind about a name, renews by hand, registers, deletes; or something
// breaks. While the server is down nobody can do anything on it.
func (w *world) people() {
	now, _ := w.clocks.read()
	w.nextAct = now.Add(w.gap()).Truncate(time.Second)
	if now.Before(w.downUntil) {
		return
	}
	switch n := w.chance.IntN(100); {
	case w.serial < w.plan.names || n < 12:
		w.register()
	case n < 40:
		w.moveCredit()
	case n < 62:
		w.toggle()
	case n < 72:
		w.renewByHand()
	case n < 75:
		w.remove()
	case w.plan.calm:
	case n < 82:
		w.breakRegistry()
	case n < 88:
		w.goDown()
	case n < 92:
		w.skewClock()
	}
}

// gap is how long nobody does anything: in the first year all names are registered, later each is touched about twice a year.
func (w *world) gap() time.Duration {
	mean := year / time.Duration(2*w.plan.names)
	if w.serial < w.plan.names {
		mean = year / time.Duration(w.plan.names)
	}
	return time.Duration(w.chance.ExpFloat64()*float64(mean)) + time.Second
}

func (w *world) anAccount() reseller.Account { return w.accounts[w.chance.IntN(len(w.accounts))] }

// aDomain picks one of the names that were ever registered here; nil if it is not held any more.
func (w *world) aDomain() *reseller.Domain {
	if w.serial == 0 {
		return nil
	}
	d, err := w.Store.LiveDomain(w.ctx, w.name(w.chance.IntN(w.serial)))
	if errors.Is(err, reseller.ErrNotFound) || err == nil && d.State != reseller.DomainActive {
		return nil
	}
	w.must(err)
	return &d
}

func (w *world) name(serial int) reseller.Name {
	n, err := reseller.ParseName(fmt.Sprintf("n%d", serial), tlds[serial%len(tlds)])
	w.must(err)
	return n
}

func (w *world) callerOf(id int64) reseller.Caller {
	a, err := w.Store.Account(w.ctx, id)
	w.must(err)
	return reseller.Caller{Account: a}
}

var holder = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "John", LastName: "Doe", Address1: "Street 1", City: "Malmö", Country: "SE", Postcode: "21120", Email: "john@example.com",
}}

func (w *world) register() {
	n := w.name(w.serial)
	w.serial++
	account := w.anAccount()
	wanted := wish{autoRenew: w.chance.IntN(10) < 8}
	o, ok := w.buys(orders.Request{Caller: reseller.Caller{Account: account}, Kind: reseller.OrderRegister, Name: n, Desired: reseller.Desired{
		Years: 1, Contacts: holder, Nameservers: []string{"ns1.example.net", "ns2.example.net"},
		Fields: map[string]string{"id_number": "556036-0793"}, AutoRenew: wanted.autoRenew,
	}})
	if ok && o.State == reseller.OrderDone {
		w.wishes[n] = &wanted
	}
}

// buys places an order and waits until nobody works at it. Too little credit and the like are part of life.
func (w *world) buys(r orders.Request) (reseller.Order, bool) {
	res, err := w.Orders.Buy(w.ctx, r)
	if reseller.IsKind(err, reseller.KindFunds) || reseller.IsKind(err, reseller.KindConflict) {
		return reseller.Order{}, false
	}
	w.must(err)
	o, err := w.carried(res.Order)
	w.must(err)
	w.Orders.Acknowledge(o)
	w.must(w.Orders.FlushAcknowledged(w.ctx))
	return o, true
}

// moveCredit tops an account up, now and then by little, and sometimes takes credit away (T48).
func (w *world) moveCredit() {
	a := w.anAccount()
	amount := price * int64(w.chance.IntN(6)+1)
	switch w.chance.IntN(6) {
	case 0:
		b, err := w.Store.Balance(w.ctx, a.ID)
		w.must(err)
		if amount = -min(amount, b.Available); amount == 0 {
			return
		}
	case 1, 2:
		amount = price
	}
	w.stats.topUps++
	w.must(w.Store.MoveCredit(w.ctx, a, amount, "", "people"))
}

func (w *world) toggle() {
	d := w.aDomain()
	if d == nil {
		return
	}
	w.stats.toggles++
	wanted := w.asWished(*d)
	wanted.autoRenew = !wanted.autoRenew || w.chance.IntN(3) == 0
	_, err := w.Store.ChangeDomain(w.ctx, d.ID, reseller.Operator, "SetAutoRenew", func(row *reseller.Domain) error {
		row.AutoRenew = wanted.autoRenew
		return nil
	})
	w.must(err)
}

func (w *world) renewByHand() {
	d := w.aDomain()
	if d == nil {
		return
	}
	w.stats.manual++
	o, ok := w.buys(orders.Request{
		Caller: w.callerOf(d.AccountID), Kind: reseller.OrderRenew, Name: d.Name, Domain: d, Desired: reseller.Desired{Years: 1 + w.chance.IntN(2)},
	})
	if ok {
		w.byHand[o.ID] = true
	}
}

func (w *world) remove() {
	d := w.aDomain()
	if d == nil {
		return
	}
	res, err := w.Orders.Change(w.ctx, orders.Request{
		Caller: w.callerOf(d.AccountID), Kind: reseller.OrderDelete, Name: d.Name, Domain: d, Subject: "delete",
	})
	if reseller.IsKind(err, reseller.KindConflict) {
		return
	}
	w.must(err)
	o, err := w.carried(res.Order)
	w.must(err)
	if wanted := w.wishes[d.Name]; o.State != reseller.OrderRefused {
		wanted.removed = true
	}
}

// breakRegistry makes renewals fail in one of the ways in which they can for some hours.
func (w *world) breakRegistry() {
	now, _ := w.clocks.read()
	hours := time.Duration(1+w.chance.IntN(20)) * time.Hour
	f := sandbox.Fault{Command: "renew", Until: now.Add(hours)}
	switch w.chance.IntN(4) {
	case 0:
		f.Kind = sandbox.FaultDown
	case 1:
		f.Kind = sandbox.FaultLostAnswer
	case 2:
		f.Kind = sandbox.FaultLostRequest
	case 3:
		f.Kind, f.Delay = sandbox.FaultLateEffect, time.Duration(1+w.chance.IntN(9))*time.Minute
	}
	w.stats.faults++
	w.unwell(f.Until)
	w.must(w.Sandbox.SetFault(w.ctx, f))
}

// goDown takes the server down for an hour up to 45 days (T45).
func (w *world) goDown() {
	now, _ := w.clocks.read()
	lengths := []time.Duration{time.Hour, 5 * time.Hour, day, 3 * day, 10 * day, 45 * day}
	n := len(lengths)
	if w.plan.names > 1000 || w.chance.IntN(8) > 0 {
		n = 4
	}
	length := lengths[w.chance.IntN(n)]
	w.stats.downs++
	w.stats.offTime += length
	w.downUntil = now.Add(length)
	w.unwell(w.downUntil)
}

// skewClock sets the server's clock wrong, or right again (T46). It is not set ahead by more than an hour here: a server that
// believes that it is later must renew, and so it would too early. What a long step ahead does is what goDown does.
func (w *world) skewClock() {
	now, skew := w.clocks.read()
	w.stats.skews++
	if skew == 0 {
		skew = []time.Duration{time.Hour, -time.Hour, -day, -40 * day}[w.chance.IntN(4)]
	} else {
		skew = 0
	}
	w.clocks.move(now, skew)
	w.unwell(now)
}

// unwell notes that something was broken until a time.
func (w *world) unwell(until time.Time) {
	if until.After(w.upSince) {
		w.upSince = until
	}
}
