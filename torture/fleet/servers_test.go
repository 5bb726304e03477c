package fleet_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"nameyard/store/storetest"
	"nameyard/torture/scorecard"
)

// TestJobsAreLedByOneServerAndTakenOverWhenItDies kills the leader with SIGKILL under load, and then ends the next one in
// order. Led jobs must never run on two servers at once, and both servers number invoices at the same time as well.
func TestJobsAreLedByOneServerAndTakenOverWhenItDies(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{ID: "T22", Fault: "two servers, the leader of the jobs killed and ended", Engine: "mariadb", Target: "led by one, taken over; invoice numbers gapless"})
	inst := newInstallation(t, storetest.MariaDB(t))
	a, b := inst.serve("a"), inst.serve("b")
	l := inst.load(balance(t, a, b).URL, "j", scorecard.Seed(t))
	leader, other := a, b
	within(t, 10*time.Second, "a server leads", func() bool { return inst.leader() != "" })
	if inst.leader() == b.holder() {
		leader, other = b, a
	}
	var both sync.WaitGroup
	for range 3 { // by hand as well, at the same time
		both.Go(func() {
			if _, err := inst.try("job", "run", "invoice-numbers"); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()

	kills, slowest := 0, time.Duration(0)
	for end := time.Now().Add(scorecard.Budget(0.1, 0)); kills == 0 || time.Now().Before(end); kills++ {
		leader.kill()
		slowest = max(slowest, within(t, 40*time.Second, "the other server leads", func() bool { return inst.leader() == other.holder() }))
		leader.start()
		other.stop()
		card.Put("take-over after SIGTERM", within(t, 20*time.Second, "the first leads again", func() bool { return inst.leader() == leader.holder() }))
		other.start()
	}
	card.Put("kills", kills)
	card.Put("slowest take-over after kill -9", slowest)

	l.stop()
	inst.settle()
	inst.run("job", "run", "invoice-numbers")
	card.Put("invoices", inst.numbersAreGapless())
	l.check(t)
	inst.run("verify")
	card.Put("led jobs run", ledByOne(t, a, b))
	card.Put("requests", l.requests)
	card.Put("broken by the kill", l.failures())
}

// TestRollingRestartUnderLoadLosesNothing restarts one server after the other while clients work through a balancer. No client
// may see an error.
func TestRollingRestartUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{ID: "T24", Fault: "rolling restart of two servers under load", Engine: "mariadb", Target: "no failed request, nothing lost, nothing twice"})
	inst := newInstallation(t, storetest.MariaDB(t))
	a, b := inst.serve("a"), inst.serve("b")
	front := balance(t, a, b)
	seed := scorecard.Seed(t)
	card.Seed(seed)
	l := inst.load(front.URL, "r", seed)
	restarts, slowest := 0, time.Duration(0)
	for end := time.Now().Add(scorecard.Budget(0.1, 0)); restarts == 0 || time.Now().Before(end); {
		for _, s := range []*server{a, b} {
			time.Sleep(time.Second)
			slowest = max(slowest, s.stop())
			s.start()
			within(t, 10*time.Second, "the balancer has noticed", func() bool { return front.allUp() })
			restarts++
		}
	}
	time.Sleep(500 * time.Millisecond)
	l.stop()
	inst.settle()
	l.check(t)
	inst.run("verify")
	card.Put("requests", l.requests)
	card.Put("restarts", restarts)
	card.Put("slowest drain", slowest)
	card.Put("5xx and broken connections", l.failures())
	card.Put("connections refused and asked elsewhere", front.redispatched.Load())
	card.Put("longest answer", l.longest)
	if l.failures() > 0 {
		t.Errorf("clients saw failures: %v", l.failed)
	}
}

// ledByOne looks at the logs: the servers may take turns in leading, never lead at the same time. A process that ran one led
// job before and one after another process's was leading at the same time as that.
func ledByOne(t *testing.T, servers ...*server) int {
	t.Helper()
	type term struct{ first, last time.Time }
	runs := 0
	terms := map[string]term{}
	for _, s := range servers {
		for _, r := range s.records("a job ran") {
			if !r.Led {
				continue
			}
			runs++
			seen, known := terms[r.Holder]
			if !known || r.Time.Before(seen.first) {
				seen.first = r.Time
			}
			if r.Time.After(seen.last) {
				seen.last = r.Time
			}
			terms[r.Holder] = seen
		}
	}
	for one, x := range terms {
		for two, inst := range terms {
			if one != two && x.first.Before(inst.last) && inst.first.Before(x.last) {
				t.Errorf("%s led from %s to %s, and %s from %s to %s", one, x.first, x.last, two, inst.first, inst.last)
			}
		}
	}
	if len(terms) < 2 {
		t.Errorf("%d servers ever led", len(terms))
	}
	return runs
}

// TestEqualRequestsAtTwoServersAreOneOrder asks one server while the other carries the same order, and afterwards; it presses forms of the panel at both at once.
func TestEqualRequestsAtTwoServersAreOneOrder(t *testing.T) {
	t.Parallel()
	inst := newInstallation(t, storetest.MariaDB(t))
	provider := inst.takesCards()
	a, b := inst.serve("a"), inst.serve("b")
	by := inst.accounts[0]
	inst.run("sandbox", "fault", "slow", "--delay", "1500ms")
	for _, action := range []string{
		"RegisterDomain&sld=joined&tld=com&regperiod=1" + holder,
		"RenewDomain&sld=joined&tld=com&regperiod=1",
		"SaveNameservers&sld=joined&tld=com&ns1=ns1.a.net&ns2=ns2.a.net",
		"RenewDomain&sld=joined&tld=com&regperiod=2&idempotencykey=k1",
	} {
		var atA, atB answer
		var both sync.WaitGroup
		both.Go(func() { atA = a.ask(by, action) })
		both.Go(func() {
			time.Sleep(300 * time.Millisecond) // it is on its way at the other server
			atB = b.ask(by, action)
		})
		both.Wait()
		if atA.Result != "success" || atA != atB {
			t.Errorf("%.40s…: server a answered %+v, b %+v", action, atA, atB)
		}
	}
	inst.run("sandbox", "fault", "clear")
	for name, s := range map[string]*server{"a": a, "b": b} {
		for action, code := range map[string]string{
			"RegisterDomain&sld=joined&tld=com&regperiod=1" + holder:                   "",
			"RenewDomain&sld=joined&tld=com&regperiod=1":                               "",
			"RenewDomain&sld=joined&tld=com&regperiod=2&idempotencykey=k1":             "",
			"RenewDomain&sld=joined&tld=com&regperiod=1&idempotencykey=k1":             "idempotency_key_reused",
			"RegisterDomain&sld=joined&tld=com&regperiod=2" + holder:                   "not_available",
			"RegisterDomain&sld=joined&tld=com&regperiod=1&idempotencykey=k1" + holder: "idempotency_key_reused",
		} {
			if got := s.ask(by, action); got.Code != code {
				t.Errorf("afterwards at %s, %.70s…: %+v, want code %q", name, action, got, code)
			}
		}
	}
	for e, want := range map[effect]int{{"create", "joined.com"}: 1, {"renew", "joined.com"}: 2} {
		if n := inst.effects()[e]; n != want {
			t.Errorf("the registry carried out %d × %s, want %d", n, e.Command, want)
		}
	}
	if credit := b.ask(by, "CreditAmount"); credit.Value != "9999954.00" { // 10 for a year, 12 for one more, 24 for two
		t.Errorf("the credit is %s", credit.Value)
	}
	pressesForms(inst, provider, a, b)
	inst.run("verify")
}

// TestWhatOneServerIsToldHoldsForAll revokes a token, which both servers must refuse within two seconds, and moves the
// sandbox's clock while a server is killed that may be the one that moves it.
func TestWhatOneServerIsToldHoldsForAll(t *testing.T) {
	t.Parallel()
	inst := newInstallation(t, storetest.MariaDB(t))
	servers := []*server{inst.serve("a"), inst.serve("b")}
	by := inst.accounts[1]
	for _, s := range servers {
		if got := s.ask(by, "CreditAmount"); got.Result != "success" {
			t.Fatalf("before: %+v", got)
		}
	}
	var tokens []struct{ ID int64 }
	inst.read(&tokens, "token", "list", by.email)
	inst.run("token", "revoke", by.email, fmt.Sprint(tokens[0].ID))
	revoked := time.Now()
	for _, s := range servers {
		within(t, 2*time.Second, "the token is refused by "+s.name, func() bool { return s.ask(by, "CreditAmount").Code == "unauthorized" })
	}
	t.Logf("the revoked token was refused by both after %s", time.Since(revoked).Round(time.Millisecond))

	if got := servers[0].ask(inst.accounts[0], "RegisterDomain&sld=aged&tld=com&regperiod=1"+holder); got.Result != "success" {
		t.Fatal(got)
	}
	var moved sync.WaitGroup
	moved.Go(func() {
		if out, err := inst.try("sandbox", "advance", "400d"); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
	time.Sleep(200 * time.Millisecond)
	servers[0].kill() // perhaps the one that moves the clock
	moved.Wait()
	servers[0].start()
	for _, s := range servers {
		within(t, 3*time.Second, "server "+s.name+" has seen the time pass", func() bool {
			return s.ask(inst.accounts[0], "Sync&sld=aged&tld=com").Expired
		})
	}
	inst.run("verify")
}

// ask posts a request to this server, whatever a balancer would do.
func (s *server) ask(by account, action string) answer {
	s.installation.t.Helper()
	a, failure := post(http.DefaultClient, "http://"+s.address, by, action)
	if failure != "" {
		s.installation.t.Errorf("server %s: %s", s.name, failure)
	}
	return a
}

func (b *balancer) allUp() bool {
	for i := range b.up {
		if !b.up[i].Load() {
			return false
		}
	}
	return true
}
