package orders_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// craft is how a request of one kind is made ready for a name, and what the registry's log calls its effect.
type craft struct {
	kind    reseller.OrderKind
	effect  string
	prepare func(o *env, sld string) orders.Request
	months  bool // to make it ready takes so long that other names would expire meanwhile
}

// crafts are all kinds of orders.
var crafts = []craft{
	{kind: reseller.OrderRegister, effect: "create", prepare: func(o *env, sld string) orders.Request {
		r := o.registration(sld)
		r.Desired.SecDNS = &reseller.SecDNS{DS: []reseller.DS{ds(1)}}
		return r
	}},
	{kind: reseller.OrderTransfer, effect: "transfer", prepare: (*env).incoming},
	{kind: reseller.OrderRenew, effect: "renew", prepare: func(o *env, sld string) orders.Request { return o.renewal(o.registered(sld), 1) }},
	{kind: reseller.OrderRestore, effect: "restore", prepare: func(o *env, sld string) orders.Request {
		d := o.registered(sld)
		o.Clock.Move(6 * 24 * time.Hour)
		_, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, d, "delete"))
		o.Must(err)
		r := o.ask(reseller.OrderRestore, o.domain(sld), "")
		r.Desired.Years = 1
		return r
	}},
	{kind: reseller.OrderRelease, effect: "release", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderRelease, o.registered(sld), "release")
		r.Desired.Tag = "OTHERREG"
		return r
	}},
	{kind: reseller.OrderDelete, effect: "delete", prepare: func(o *env, sld string) orders.Request {
		return o.ask(reseller.OrderDelete, o.registered(sld), "delete")
	}},
	{kind: reseller.OrderNameservers, effect: "update", prepare: func(o *env, sld string) orders.Request {
		return o.servers(o.registered(sld), "ns1.new.net", "ns2.new.net")
	}},
	{kind: reseller.OrderContacts, effect: "update", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderContacts, o.registered(sld), "contacts")
		c := john[reseller.RoleRegistrant]
		c.City = "Utrecht"
		r.Desired.Contacts = reseller.Contacts{reseller.RoleRegistrant: c}
		return r
	}},
	{kind: reseller.OrderLock, effect: "lock", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderLock, o.registered(sld), "lock")
		r.Desired.Lock = new(bool)
		*r.Desired.Lock = true
		return r
	}},
	{kind: reseller.OrderHold, effect: "hold", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderHold, o.registered(sld), "hold")
		r.Desired.Hold = new(true)
		r.Desired.Why = "phishing"
		return r
	}},
	{kind: reseller.OrderDispute, effect: "keep", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderDispute, o.registered(sld), "dispute_lock")
		r.Desired.Dispute = &reseller.DisputeStatuses{On: true, Transfer: true, Delete: true}
		return r
	}},
	{kind: reseller.OrderPrivacy, effect: "privacy", prepare: func(o *env, sld string) orders.Request {
		r := o.ask(reseller.OrderPrivacy, o.registered(sld), "privacy")
		r.Desired.Privacy = new(bool)
		*r.Desired.Privacy = true
		return r
	}},
	{kind: reseller.OrderDNSSEC, effect: "secdns", prepare: func(o *env, sld string) orders.Request {
		return o.signed(o.registered(sld), ds(1))
	}},
	{kind: reseller.OrderHostCreate, effect: "host", prepare: func(o *env, sld string) orders.Request {
		return o.host(reseller.OrderHostCreate, o.registered(sld), "192.0.2.1")
	}},
	{kind: reseller.OrderHostModify, effect: "host", prepare: func(o *env, sld string) orders.Request {
		return o.host(reseller.OrderHostModify, o.withHost(sld), "192.0.2.2")
	}},
	{kind: reseller.OrderHostDelete, effect: "host", prepare: func(o *env, sld string) orders.Request {
		return o.host(reseller.OrderHostDelete, o.withHost(sld), "192.0.2.1")
	}},
	{kind: reseller.OrderAuthCode, effect: "authcode", prepare: func(o *env, sld string) orders.Request {
		return o.ask(reseller.OrderAuthCode, o.registered(sld), "authcode")
	}},
	{kind: reseller.OrderTransferCancel, effect: "transfer_cancel", prepare: func(o *env, sld string) orders.Request {
		_, err := o.Orders.Buy(o.ctx, o.incoming(sld))
		o.Must(err)
		return o.ask(reseller.OrderTransferCancel, o.domain(sld), "transfer")
	}},
	{kind: reseller.OrderTransferApprove, effect: "transfer_away", months: true, prepare: func(o *env, sld string) orders.Request {
		return o.ask(reseller.OrderTransferApprove, o.askedFor(sld), "transfer")
	}},
	{kind: reseller.OrderTransferReject, effect: "transfer_reject", months: true, prepare: func(o *env, sld string) orders.Request {
		return o.ask(reseller.OrderTransferReject, o.askedFor(sld), "transfer")
	}},
}

// incoming asks for a name that another registrar holds.
func (o *env) incoming(sld string) orders.Request {
	o.t.Helper()
	n := name(o.t, sld, "com")
	o.Must(o.Sandbox.AddForeign(o.ctx, n, "code", o.Clock.Now().AddDate(-2, 0, -100), false))
	r := o.request(reseller.OrderTransfer, n, reseller.Desired{Years: 1})
	r.AuthCode = "code"
	return r
}

func (o *env) host(kind reseller.OrderKind, d reseller.Domain, address string) orders.Request {
	h := reseller.Host{Name: "ns1." + d.Name.String(), Addresses: []netip.Addr{netip.MustParseAddr(address)}}
	r := o.ask(kind, d, "host:"+h.Name)
	r.Desired.Host = &h
	return r
}

func (o *env) signed(d reseller.Domain, records ...reseller.DS) orders.Request {
	r := o.ask(reseller.OrderDNSSEC, d, "dnssec")
	r.Desired.SecDNS = &reseller.SecDNS{DS: records}
	return r
}

func ds(tag uint16) reseller.DS {
	return reseller.DS{KeyTag: tag, Algorithm: 13, DigestType: reseller.DigestSHA256, Digest: strings.Repeat("AB", 32)}
}

func (o *env) withHost(sld string) reseller.Domain {
	o.t.Helper()
	res, err := o.Orders.Change(o.ctx, o.host(reseller.OrderHostCreate, o.registered(sld), "192.0.2.1"))
	o.Must(err)
	o.Must(orders.Verdict(res.Order))
	return o.domain(sld)
}

// troubles are what else goes wrong at the registry while the process dies, with a word for names.
var troubles = map[sandbox.FaultKind]string{"": "plain", sandbox.FaultLostAnswer: "deaf", sandbox.FaultLostRequest: "mute"}

// TestProcessThatDiesAtAnyStepLosesAndDoublesNothing is T18: a server dies before or after each commit and each call of a
// registry, once for every kind of order and every step. Another server finds what it left; then the caller, who heard
// nothing, asks once more. What costs money dies also beside a registry whose answer gets lost, and beside one that never hears
// the command. In the long form everything does, and the server that finds it dies at each of its steps, too (T21).
func TestProcessThatDiesAtAnyStepLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T18", Fault: "the process dies at a step", Engine: string(engine), Target: "every kind at every step: nothing lost, nothing doubled",
			})
			deaths := 0
			for trouble := range troubles {
				var shared *env
				for _, c := range crafts {
					if trouble != "" && !scorecard.Long() && (engine != "sqlite" || !c.kind.Additive()) {
						continue
					}
					if shared == nil || c.months || scorecard.Long() {
						shared = newEnv(t, engine, 1_000_000_000)
					}
					deaths += eachStep(t, shared, c, trouble)
				}
			}
			card.Put("kinds of orders", len(crafts))
			card.Put("deaths", deaths)
		})
	}
}

// eachStep lets a process die at every step of an order of one kind, each time with another name, and tells how often.
func eachStep(t *testing.T, o *env, c craft, trouble sandbox.FaultKind) (deaths int) {
	t.Helper()
	for end := 1; ; end++ {
		for again := 1; ; again++ {
			p := o.begin(endsAt(end))
			finder := o.begin(endsAt(again))
			if !scorecard.Long() {
				finder = o.begin(endsAt(0))
			}
			o.die(c, fmt.Sprintf("%s-%s%d-%d", strings.ReplaceAll(string(c.kind), "_", "-"), troubles[trouble], end, again), trouble, p, finder)
			if t.Failed() {
				t.FailNow()
			}
			if finder.died() {
				deaths++
				continue
			}
			if !p.died() {
				o.Verify()
				return deaths
			}
			deaths++
			break
		}
	}
}

// die is one story of T18: a process dies, and the one that finds what it left perhaps, too.
func (o *env) die(c craft, sld string, trouble sandbox.FaultKind, p, finder process) {
	o.t.Helper()
	r := c.prepare(o, sld)
	before := o.effects(c.effect, r.Name)
	if trouble != "" {
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: trouble, Times: 1}))
	}
	answered := make(chan orders.Result, 1) // by whom is dead it may be written at any time
	p.live(o.t, func(d *orders.Service) { answered <- o.ordered(d, r) })
	o.Must(o.Sandbox.ClearFaults(o.ctx))
	o.Clock.Outwait(time.Minute)
	for range 3 {
		finder.live(o.t, func(d *orders.Service) { _, _ = d.Reconcile(o.ctx) })
		if finder.died() || !o.open() {
			break
		}
		o.Clock.Move(11 * time.Minute)
	}
	o.recover()
	what := fmt.Sprintf("%s %s after %q and %q", c.kind, r.Name, p.last(), finder.last())
	var told orders.Result
	select {
	case told = <-answered:
	default:
	}
	if told.Order.State == reseller.OrderDone {
		if now := o.order(told.Order.ID); now.State != reseller.OrderDone {
			o.t.Errorf("%s: the caller was told done, and order %d is %s", what, now.ID, now.State)
		}
		return // who was answered does not ask again
	}
	if again := o.askAgain(what, r); again.State == reseller.OrderDone || again.State == reseller.OrderPending {
		o.wantOnce(what, c, r, before)
	}
}

// ordered places an order and tells its answer, as a face does. It does not wait for what takes long.
func (o *env) ordered(d *orders.Service, r orders.Request) orders.Result {
	r.AnswerBy = o.Clock.Wall().Add(200 * time.Millisecond)
	res, err := place(o.ctx, d, r)
	if err == nil {
		d.Acknowledge(res.Order)
	}
	return res
}

// askAgain is the caller who heard nothing: the same request, made from what there is now.
func (o *env) askAgain(what string, r orders.Request) reseller.Order {
	o.t.Helper()
	r.AnswerBy = o.Clock.Wall().Add(10 * time.Second)
	res, err := place(o.ctx, o.Orders, r)
	if err != nil && (r.Kind.Additive() || !errors.As(err, new(*reseller.Error))) {
		o.t.Errorf("%s: the repeat is answered %v", what, err)
	}
	if err == nil && res.Order.State.Live() && res.Order.State != reseller.OrderPending {
		o.t.Errorf("%s: the repeat leaves order %d %s", what, res.Order.ID, res.Order.State)
	}
	return res.Order
}

// wantOnce checks that what costs money took effect once, though it was asked for twice; what sets a state may be set twice.
func (o *env) wantOnce(what string, c craft, r orders.Request, before int) {
	o.t.Helper()
	n := o.effects(c.effect, r.Name) - before
	if c.kind == reseller.OrderTransfer { // the effect comes when the losing registrar's time is over
		o.Clock.Move(6 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		n = o.effects(c.effect, r.Name) - before
	}
	if n < 1 || n > 1 && c.kind.Additive() {
		o.t.Errorf("%s: %d effects at the registry, want one", what, n)
	}
}

// TestRegistryHearsNothingOfAPurchaseThatIsNotOnRecord is T18's first step: a process that dies before the intent is on record
// leaves nothing anywhere.
func TestRegistryHearsNothingOfAPurchaseThatIsNotOnRecord(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		r := o.registration("unrecorded")
		p := o.begin(endsWhere("before the commit of an intent"))
		p.live(t, func(d *orders.Service) { o.ordered(d, r) })
		o.wantEffects("create", r.Name, 0)
		o.wantBalance(5000, 0)
	})
}
