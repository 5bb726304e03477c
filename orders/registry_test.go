package orders_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
	"nameyard/verify"
)

// TestAnswersLostAfterTheEffectAreFoundOut is T35: the registry does what it was asked and its answer is lost, again and again,
// for each command that costs money or changes a name. No effect is doubled or orphaned, and nobody is told that it failed.
func TestAnswersLostAfterTheEffectAreFoundOut(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000_000, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T35", Fault: "the answer is lost after the effect", Engine: o.Store.Engine(), Target: "doubled, orphaned, falsely refused: 0",
		})
		times := 4
		if scorecard.Long() {
			times = 1000
		}
		loseAnswers(t, o, card, func(reseller.OrderKind) int { return times })
	})
}

// loseAnswers loses the answers to each kind of command that does something lasting, as many times as is said, and puts what became of them on
// a card. In the long form the books are verified after each kind.
func loseAnswers(t *testing.T, o *env, card *scorecard.Card, times func(reseller.OrderKind) int) {
	t.Helper()
	lost, doubled, refused, read := 0, 0, 0, int64(0)
	for _, c := range crafts {
		if c.kind == reseller.OrderAuthCode {
			continue // nobody saw the code; asking again is right
		}
		for i := range times(c.kind) {
			r := c.prepare(o, fmt.Sprintf("%s%d", strings.ReplaceAll(string(c.kind), "_", "-"), i))
			o.effectsAfter(&read, c.effect, r.Name)
			o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultLostAnswer, Times: 1}))
			res, err := place(o.ctx, o.Orders, r)
			o.Must(err)
			lost++
			if res.Order.State != reseller.OrderDone && res.Order.State != reseller.OrderPending {
				refused++
				t.Errorf("%s of %s is %s: %s", c.kind, r.Name, res.Order.State, res.Order.Reason)
			}
			if n := o.effectsAfter(&read, c.effect, r.Name); n > 1 {
				doubled++
				t.Errorf("%s of %s had %d effects", c.kind, r.Name, n)
			}
		}
		if scorecard.Long() {
			o.wantNoBreach()
		}
	}
	card.Put("answers lost", lost)
	card.Put("doubled", doubled)
	card.Put("falsely refused", refused)
}

// TestRegistryThatRenewsTwiceIsFoundOutByTheNextVerify is T39, internetee/registry #2135: one command, two years. The account is
// charged for one, and verify tells of every such name.
func TestRegistryThatRenewsTwiceIsFoundOutByTheNextVerify(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T39", Fault: "the registry renews twice on one command", Engine: o.Store.Engine(), Target: "found by the next verify: all",
		})
		const names = 10
		for i := range names {
			d := o.registered(fmt.Sprintf("generous%d", i))
			o.fault(sandbox.FaultTwice, "renew", 0)
			o.buy(o.renewal(d, 1))
			o.wantEffects("renew", d.Name, 2)
		}
		o.Unclean = true
		o.wantBalance(1_000_000-names*2000, 0)
		report := o.report()
		found := map[string]int64{}
		for _, i := range report.Invariants {
			found[i.ID] = i.Breaches
		}
		if found["I6"] != names || found["I12"] < names {
			t.Errorf("verify finds %v, want I6 and I12 broken %d times", found, names)
		}
		card.Put("double renewals", names)
		card.Put("found", found["I6"])
	})
}

// TestEffectThatComesTwoMinutesLateVoidsNothing is T40: after the lost answer the registry shows nothing for 120 s. However often
// it is looked at, the hold stays, and nothing is sent again.
func TestEffectThatComesTwoMinutesLateVoidsNothing(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) { effectsComeLate(t, o, 10) })
}

// effectsComeLate loses the answers to registrations, transfers and renewals that take effect two minutes later.
func effectsComeLate(t *testing.T, o *env, names int) {
	t.Helper()
	requests := map[string]orders.Request{}
	for i := range names {
		for _, c := range crafts[:3:3] { // register, transfer, renew
			r := c.prepare(o, fmt.Sprintf("%s-late%d", c.kind, i))
			requests[fmt.Sprint(c.effect, " ", r.Name)] = r
		}
	}
	o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: 2 * time.Minute, Times: len(requests)}))
	available, _ := o.balance()
	var placed []int64
	for _, r := range requests {
		res, err := o.Orders.Buy(o.ctx, o.quick(r))
		o.Must(err)
		o.settle(res.Order.ID)
		placed = append(placed, res.Order.ID)
	}
	for range 7 {
		o.Clock.Move(15 * time.Second)
		o.reconcile()
		for _, id := range placed {
			if order := o.order(id); order.State != reseller.OrderUnknown {
				t.Errorf("order %d (%s) is %s while its effect was still to come", id, order.Kind, order.State)
			}
		}
	}
	spent := int64(names * (1000 + 800 + 1000))
	o.wantBalance(available-spent, spent)
	o.Clock.Move(time.Minute)
	o.reconcile()
	o.Clock.Move(6 * 24 * time.Hour) // the transfers' time
	o.Must(o.Sandbox.Tick(o.ctx))
	o.recover()
	o.Clock.Move(2 * time.Hour) // a look that failed on a busy machine is made again
	o.recover()
	for _, id := range placed {
		if order := o.order(id); order.State != reseller.OrderDone || order.Attempt != 1 {
			t.Errorf("order %d (%s) is %s after %d sendings", id, order.Kind, order.State, order.Attempt)
		}
	}
	o.wantBalance(available-spent, 0)
}

// TestRegistryThatIsDownForADayFindsAShortQueueInOrder is T42: for almost a day nothing can be sent. Requests queue up, the newest
// change of each name is what is sent when the registry is back, and no order was tried more than its time allows.
func TestRegistryThatIsDownForADayFindsAShortQueueInOrder(t *testing.T) {
	t.Parallel()
	onEach(t, 1_000_000, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T42", Fault: "the registry is down for a day", Engine: o.Store.Engine(), Target: "the queue drains, in order, within the retries",
		})
		const names, hours = 6, 23
		for i := range names {
			o.registered(fmt.Sprintf("waiting%d", i))
		}
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown}))
		for hour := range hours {
			for i := range names {
				r := o.servers(o.domain(fmt.Sprintf("waiting%d", i)), fmt.Sprintf("ns1.h%d.net", hour), "ns2.example.net")
				r.AnswerBy = time.Time{}
				res, err := o.Orders.Change(o.ctx, r)
				o.Must(err)
				if hour == 0 {
					o.settle(res.Order.ID)
				}
			}
			if hour == 0 {
				for i := range names {
					r := o.registration(fmt.Sprintf("ordered%d", i))
					r.AnswerBy = time.Time{}
					res, err := o.Orders.Buy(o.ctx, r)
					o.Must(err)
					o.settle(res.Order.ID)
				}
			}
			o.Clock.Move(time.Hour)
			o.reconcile()
		}
		waiting := len(o.unfinished())
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Outwait(time.Minute)
		o.recover()
		o.recover() // what a recheck has set again
		attempts := 0
		for i := range names {
			d := o.domain(fmt.Sprintf("waiting%d", i))
			info, err := o.Sandbox.Info(o.ctx, d.Name)
			o.Must(err)
			if want := fmt.Sprintf("ns1.h%d.net", hours-1); info.Nameservers[0] != want || d.Nameservers[0] != want {
				t.Errorf("%s has %v, and we say %v, want the last change", d.Name, info.Nameservers, d.Nameservers)
			}
			o.wantEffects("update", d.Name, 1)
			o.wantEffects("create", name(t, fmt.Sprintf("ordered%d", i), "com"), 1)
		}
		list, err := o.Store.SearchOrders(o.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 1000}})
		o.Must(err)
		for _, order := range list {
			attempts = max(attempts, order.Attempt)
		}
		if limit := hours + 4; attempts > limit {
			t.Errorf("an order was sent %d times in %d hours of one look each", attempts, hours)
		}
		card.Put("unfinished when it came back", waiting)
		card.Put("most sendings of one order", attempts)
	})
}

// elsewhere is a registry that writes its dates in another time zone.
type elsewhere struct {
	*sandbox.Registry
	zone *time.Location
}

func (r elsewhere) Info(ctx context.Context, n reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, n)
	shown.Created, shown.Expires = shown.Created.In(r.zone), shown.Expires.In(r.zone)
	return shown, err
}

func (r elsewhere) Renew(ctx context.Context, n registry.Renew) (registry.Receipt, error) {
	receipt, err := r.Registry.Renew(ctx, n)
	receipt.Expires = receipt.Expires.In(r.zone)
	return receipt, err
}

// TestRenewalsMeetTheRegistrysDateOnEveryDayOfTheCalendar is T47: leap days, year ends, the hours about a change to summer time,
// and registries that write their dates in other zones. An answer that is lost has its effect recognised by the date alone.
func TestRenewalsMeetTheRegistrysDateOnEveryDayOfTheCalendar(t *testing.T) {
	t.Parallel()
	zones := map[string]*time.Location{
		"UTC": time.UTC, "13h ahead": time.FixedZone("ahead", 13*3600), "11h behind": time.FixedZone("behind", -11*3600),
	}
	for zone, location := range zones {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			onEach(t, 1_000_000, func(t *testing.T, o *env) {
				o.Orders = o.openService("elsewhere", o.Store, elsewhere{o.Sandbox, location})
				for i, at := range []string{
					"2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-25T01:30:00Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z",
					"2027-02-28T23:59:59Z", "2028-02-29T00:00:00Z", "2028-02-29T12:00:00Z", "2028-02-29T23:59:59Z", "2028-03-01T00:00:00Z",
				} {
					moment, err := time.Parse(time.RFC3339, at)
					o.Must(err)
					o.Clock.Move(moment.Sub(o.Clock.Now()))
					d := o.registered(fmt.Sprintf("day%d", i))
					for years := 1; years <= 3; years++ {
						o.fault(sandbox.FaultLostAnswer, "renew", 0)
						r := o.renewal(o.domain(d.Name.SLD()), 1)
						r.Key = fmt.Sprint(d.Name, years)
						o.buy(r)
					}
					if now := o.domain(d.Name.SLD()); !reseller.SameDay(now.PaidThrough, reseller.AddYears(reseller.AddYears(d.PaidThrough, 1), 2)) {
						t.Errorf("registered at %s and renewed three times: paid through %s", at, now.PaidThrough)
					}
					o.wantEffects("renew", d.Name, 3)
				}
			})
		})
	}
}

// wantNoBreach wants verify to find nothing.
func (o *env) wantNoBreach() {
	o.t.Helper()
	if report := o.report(); !report.OK() {
		o.t.Errorf("verify finds breaches: %+v", report.Invariants)
	}
}

// report is what verify finds.
func (o *env) report() verify.Report {
	o.t.Helper()
	snapshot, err := o.Store.Snapshot(context.Background())
	o.Must(err)
	defer snapshot.Close()
	report, err := verify.Run(context.Background(), snapshot, o.routes(o.Sandbox).Connectors())
	o.Must(err)
	return report
}
