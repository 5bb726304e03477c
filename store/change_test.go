package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// changing is a domain with changes.
type changing struct {
	*house
	reseller.Domain
}

func withChanges(t *testing.T, story func(t *testing.T, l changing)) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		story(t, changing{h, h.domain(a, "name")})
	})
}

// set opens a change and gives it; joined is ignored.
func (l changing) set(subject, hash string) reseller.Order {
	l.t.Helper()
	o, _, err := l.OpenChange(l.ctx, l.change(l.Domain, subject, hash))
	ok(l.t, err)
	return o
}

// next takes the next queued change; zero if there is none.
func (l changing) next() reseller.Order {
	l.t.Helper()
	o, taken, err := l.NextChange(l.ctx, l.Domain.ID, changeKey(l.Domain), "one", l.clock.Now().Add(time.Minute), 10*time.Minute)
	ok(l.t, err)
	equal(l.t, "there is one", taken, o.ID != 0)
	return o
}

func (l changing) state(o reseller.Order, want reseller.OrderState) {
	l.t.Helper()
	equal(l.t, fmt.Sprintf("state of order %d (%s %s)", o.ID, o.Subject, o.ParamsHash), must[reseller.Order](l.t)(l.Order(l.ctx, o.ID)).State, want)
}

func (l changing) unknown(o reseller.Order) {
	l.t.Helper()
	must[reseller.Order](l.t)(l.MoveOrder(l.ctx, reseller.Move{Order: o, To: reseller.OrderUnknown, DueAt: l.clock.Now().Add(time.Minute)}))
}

func TestChangesOfADomainGoOneByOneInOrder(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		ns, lock, privacy := l.set("ns", "1"), l.set("lock", "1"), l.set("privacy", "1")
		l.state(ns, reseller.OrderSending)
		l.state(lock, reseller.OrderQueued)
		equal(t, "attempts of a queued one", lock.Attempt, 0)
		equal(t, "while one is sent, none follows", l.next().ID, 0)

		l.done(ns)
		second := l.next()
		equal(t, "the second", second.ID, lock.ID)
		equal(t, "its attempt", second.Attempt, 1)
		equal(t, "its fence", second.Fence, lock.Fence+1)
		l.done(second)
		third := l.next()
		equal(t, "the third", third.ID, privacy.ID)
		l.done(third)
		equal(t, "the end", l.next().ID, 0)
	})
}

func TestEqualChangeJoinsTheOneUnderWay(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		first := l.set("ns", "1")
		o, joined, err := l.OpenChange(l.ctx, l.change(l.Domain, "ns", "1"))
		ok(t, err)
		equal(t, "joined", joined, true)
		equal(t, "the order", o.ID, first.ID)
		_, joined, err = l.OpenChange(l.ctx, l.change(l.Domain, "lock", "1"))
		ok(t, err)
		equal(t, "another subject's joined", joined, false)
	})
}

func TestNewerChangeTakesThePlaceOfAQueuedOne(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		running, old := l.set("ns", "1"), l.set("ns", "2")
		newer := l.set("ns", "3")
		l.state(running, reseller.OrderSending)
		l.state(old, reseller.OrderSuperseded)
		l.state(newer, reseller.OrderQueued)
		equal(t, "nothing late can come of it", newer.RecheckAt.IsZero(), true)
		l.done(running)
		equal(t, "next", l.next().ID, newer.ID)
	})
}

func TestChangeAfterAnUnansweredOneIsComparedLater(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		lost := l.set("ns", "1")
		l.unknown(lost)
		newer := l.set("ns", "2")
		l.state(lost, reseller.OrderSuperseded)
		l.state(newer, reseller.OrderSending)
		until := noon.Add(10 * time.Minute).Truncate(time.Microsecond)
		equal(t, "compared again", newer.RecheckAt, until)

		_, late := l.EndOrder(l.ctx, reseller.Ending{Order: lost, To: reseller.OrderDone})
		equal(t, "the lost one's worker writes nothing", errors.Is(late, reseller.ErrConflict), true)
		l.done(newer)
		equal(t, "not before its time", len(must[[]reseller.Order](t)(l.DueRechecks(l.ctx, 10))), 0)
		equal(t, "the clock stops there", must[time.Time](t)(l.NextDue(l.ctx)), until)
		l.clock.pass(10 * time.Minute)
		equal(t, "then it is", must[[]reseller.Order](t)(l.DueRechecks(l.ctx, 10))[0].ID, newer.ID)
		ok(t, l.Recheck(l.ctx, newer.ID, time.Time{}))
		equal(t, "once", len(must[[]reseller.Order](t)(l.DueRechecks(l.ctx, 10))), 0)
	})
}

func TestRecheckPassesOnToTheChangeThatTakesThePlace(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		lost := l.set("ns", "1")
		l.unknown(lost)
		running := l.set("lock", "1") // goes out at once: an unanswered one does not hold up the queue
		l.state(running, reseller.OrderSending)
		l.set("ns", "2")
		newest := l.set("ns", "3")
		equal(t, "compared again", newest.RecheckAt, noon.Add(10*time.Minute).Truncate(time.Microsecond))
		l.done(running)
		equal(t, "still after it was taken", l.next().RecheckAt, newest.RecheckAt)
	})
}

func TestExclusiveChangeIsRefusedBesideAnUnequalOne(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		release := func(hash string) (bool, error) {
			o := l.change(l.Domain, "leave", hash)
			o.Exclusive = true
			_, joined, err := l.OpenChange(l.ctx, o)
			return joined, err
		}
		_, err := release("TAG-1")
		ok(t, err)
		joined, err := release("TAG-1")
		ok(t, err)
		equal(t, "an equal one joins", joined, true)
		_, err = release("TAG-2")
		equal(t, "an unequal one conflicts", errors.Is(err, reseller.ErrConflict), true)
	})
}

func TestChangeOfANameThatHasLeftConflicts(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		_, err := l.ChangeDomain(l.ctx, l.Domain.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.State, d.ClosedAt = reseller.DomainReleased, noon
			return nil
		})
		ok(t, err)
		_, _, err = l.OpenChange(l.ctx, l.change(l.Domain, "ns", "1"))
		equal(t, "conflict", errors.Is(err, reseller.ErrConflict), true)
	})
}

func TestManyChangesAtOnceSendOneAndLoseNone(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		for _, err := range atOnce(16, func(i int) error {
			_, _, err := l.OpenChange(l.ctx, l.change(l.Domain, fmt.Sprintf("host:%d", i), "1"))
			return err
		}) {
			ok(t, err)
		}
		sent := 0
		for _, o := range must[[]reseller.Order](t)(l.SearchOrders(l.ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 100}})) {
			if o.State == reseller.OrderSending {
				sent++
				l.done(o)
			}
		}
		equal(t, "sent at once", sent, 1)
		for o := l.next(); o.ID != 0; o = l.next() {
			sent++
			l.done(o)
		}
		equal(t, "sent in all", sent, 16)
	})
}

func TestOneOfManyTakesTheNextChange(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		running, queued := l.set("ns", "1"), l.set("lock", "1")
		l.done(running)
		taken := make([]bool, 8)
		for _, err := range atOnce(8, func(i int) (err error) {
			_, taken[i], err = l.NextChange(l.ctx, l.Domain.ID, changeKey(l.Domain), fmt.Sprint(i), l.clock.Now().Add(time.Minute), time.Minute)
			return err
		}) {
			ok(t, err)
		}
		won := 0
		for _, w := range taken {
			if w {
				won++
			}
		}
		equal(t, "takers", won, 1)
		l.state(queued, reseller.OrderSending)
	})
}

func TestDoneChangeIsOnTheDomainRow(t *testing.T) {
	withChanges(t, func(t *testing.T, l changing) {
		o := l.set("ns", "1")
		must[reseller.Order](t)(l.EndOrder(l.ctx, reseller.Ending{Order: o, To: reseller.OrderDone, Apply: func(d *reseller.Domain) {
			d.Nameservers, d.Locked = []string{"ns1.example.net"}, true
		}}))
		d := must[reseller.Domain](t)(l.DomainByID(l.ctx, l.Domain.ID))
		equal(t, "name servers", fmt.Sprint(d.Nameservers), "[ns1.example.net]")
		equal(t, "locked", d.Locked, true)
		if d.Version <= l.Domain.Version {
			t.Errorf("version went from %d to %d", l.Domain.Version, d.Version)
		}
	})
}
