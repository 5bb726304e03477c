package torture_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// TestServersKilledWhileTermsEndRenewEachTermOnce lets six weeks pass in which the terms of many names end, and kills the server
// throughout: while it writes renewal invoices, pays them from credit, renews, and deletes what nobody renews.
func TestServersKilledWhileTermsEndRenewEachTermOnce(t *testing.T) {
	onEach(t, func(t *testing.T, engine string) {
		card := scorecard.Open(t, scorecard.Item{
			ID: "T17", Fault: "kill -9 at random times, renewal jobs", Engine: engine, Target: "each term renewed once, or not at all where nobody wished it",
		})
		seed := scorecard.Seed(t)
		card.Seed(seed)
		inst := newInstallation(t, engine, quickLease, "--settle-time=1m")
		address := freeAddress(t)
		names := inst.terms(t, address)
		db, b := inst.sql(t), inst.open(t)
		clock, err := b.store.SandboxClock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		chance := rand.New(rand.NewPCG(seed, 44))
		kills, end, longer := 0, clock.Offset+45*24*time.Hour, time.Duration(0)
		for deadline := time.Now().Add(5 * time.Minute); clock.Offset < end; kills++ {
			execute(t, db, "DELETE FROM leases") // the dead server's, of 6 and 20 s: the next one leads at once
			if clock.Target <= clock.Offset {
				clock.Target = min(end, clock.Offset+stride())
				if err := b.store.SetSandboxClock(t.Context(), clock); err != nil {
					t.Fatal(err)
				}
			}
			s := inst.start(t, address)
			time.Sleep(lifetime(chance) + longer)
			s.kill()
			stood := clock.Offset
			if clock, err = b.store.SandboxClock(t.Context()); err != nil {
				t.Fatal(err)
			}
			if longer += 20*time.Millisecond + longer/16; clock.Offset > stood {
				longer = 0 // it got as far as its work; on a busy machine it takes a while to start, and is given it soon
			}
			if time.Now().After(deadline) {
				t.Fatalf("after %d kills the clock stands %s before its target", kills, end-clock.Offset)
			}
		}
		last := inst.up(t, address)
		inst.settle(t, false)
		figures := inst.verified(t)
		renewed := judgeTerms(t, inst.open(t), names)
		last.kill()
		card.Put("kills", kills)
		card.Put("terms that ended", len(names))
		card.Put("renewed", renewed)
		card.Put("orders", figures["orders"])
		card.Put("invoices", figures["invoices and credit notes"])
	})
}

// stride is how much of the sandbox's time each life of a server is asked to live through.
func stride() time.Duration {
	if scorecard.Long() {
		return 12 * time.Hour
	}
	return 5 * 24 * time.Hour
}

// terms registers names for a year, most of them to be renewed by themselves, and goes to the day before their invoices.
func (inst *installation) terms(t *testing.T, address string) map[reseller.Name]bool {
	t.Helper()
	s := inst.up(t, address)
	defer s.stop(t)
	a := newActor(inst, 1, 0, 0, func() string { return address })
	names := map[reseller.Name]bool{}
	for i := range 24 {
		tld := []string{"com", "se", "nu"}[i%3]
		h := &holding{name: reseller.NameOf(fmt.Sprintf("term%d.%s", i, tld), tld)}
		form := h.form("RegisterDomain", "&regperiod=1"+holder)
		if tld != "com" {
			form += idNumber
		}
		a.must(t, address, form)
		if names[h.name] = i%8 != 0; names[h.name] {
			a.must(t, address, h.form("SetAutoRenew", "&autorenew=1"))
		}
	}
	inst.advance(t, "334d")
	return names
}

// judgeTerms looks whether each name that should be was renewed for one year, once, and no other was. It counts the renewals.
func judgeTerms(t *testing.T, b books, names map[reseller.Name]bool) (renewed int) {
	t.Helper()
	effects := b.effects(t)
	for name, wished := range names {
		n := effects[name.String()]["renew"]
		renewed += n
		if want := map[bool]int{true: 1}[wished]; n != want {
			t.Errorf("%s was renewed %d times, not %d: %v", name, n, want, effects[name.String()])
		}
		shown := b.shown(t, name)
		if wished && (shown == nil || !reseller.SameDay(shown.Expires, reseller.AddYears(shown.Created, 2))) {
			t.Errorf("%s was renewed, and the registry shows %+v", name, shown)
		}
	}
	return renewed
}
