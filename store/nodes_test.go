package store_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

// onTwoNodes opens a database over two lines, as if they led to two nodes of a cluster.
func onTwoNodes(t *testing.T) (h *house, first, second *wire) {
	t.Helper()
	database := storetest.MariaDB(t)
	first, one := throughWire(t, database)
	second, _ = throughWire(t, database)
	at := first.listener.Addr().String()
	return open(t, strings.Replace(one, at, at+","+second.listener.Addr().String(), 1)), first, second
}

func TestLostNodeIsReplacedByTheNextAndUsedAgainWhenItIsBack(t *testing.T) {
	t.Parallel()
	h, first, second := onTwoNodes(t)
	a := h.account("a@example.com", 0)
	second.isLeft(t, func() {}) // it is asked how it is, and no more
	first.setDown(true)
	ok(t, h.MoveCredit(h.ctx, a, 500, "payment 1", "")) // nobody notices
	h.credit(a, 500, 0)
	equal(t, "the second node is used now", second.inUse(), true)

	first.setDown(false)
	second.isLeft(t, func() { h.credit(a, 500, 0) })
	ok(t, h.MoveCredit(h.ctx, a, 500, "payment 2", ""))
	h.credit(a, 1000, 0)
}

// isLeft waits until nobody is connected through the wire, and keeps working meanwhile.
func (w *wire) isLeft(t *testing.T, work func()) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); w.inUse(); time.Sleep(20 * time.Millisecond) {
		work()
		if time.Now().After(deadline) {
			t.Fatal("the first node is well, and the second is still used")
		}
	}
}

func TestDatabaseThatIsAwayForAMomentIsWaitedFor(t *testing.T) {
	t.Parallel()
	w, url := throughWire(t, storetest.MariaDB(t))
	h := open(t, url)
	a := h.account("a@example.com", 0)
	w.setDown(true)
	time.AfterFunc(time.Second, func() { w.setDown(false) })
	h.credit(a, 0, 0)
	w.setDown(true)
	time.AfterFunc(time.Second, func() { w.setDown(false) })
	ok(t, h.MoveCredit(h.ctx, a, 500, "payment 1", ""))
	h.credit(a, 500, 0)
	w.setDown(true)
	begun := time.Now()
	if err := h.Ping(h.ctx); err == nil || time.Since(begun) > 3*time.Second {
		t.Errorf("ping of a database that is away: %v after %s", err, time.Since(begun))
	}
	w.setDown(false)
}

func TestNodeThatWaitsInVainForTheClusterIsAskedAgain(t *testing.T) {
	t.Parallel()
	w, url := throughWire(t, storetest.MariaDB(t))
	h := open(t, url)
	a := h.account("a@example.com", 0)
	w.fail(3)
	h.credit(a, 0, 0) // a prepared read
	w.fail(3)
	must[[]reseller.Account](t)(h.Accounts(h.ctx))
	w.fail(3)
	ok(t, h.MoveCredit(h.ctx, a, 500, "payment 1", ""))
	h.credit(a, 500, 0)
}

func TestDatabaseURLsThatAreWrongAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	for url, words := range map[string]string{
		"mysql://u:p@h:3306":              "must look like",
		"mysql://u:p@h:3306,/n":           "must look like",
		"mysql://u:p@h1:x,h2/n":           "must look like",
		"mysql://u:p@/n":                  "must look like",
		"mysql://u:p@h/n?tls=maybe":       "must be true, preferred or false",
		"mysql://u:p@h/n?pool=0":          "must be 1 to 1000",
		"mysql://u:p@h/n?charset=x":       `a parameter "charset"`,
		"mysql://u:p@h/n?tls-ca=/no/file": "authorities",
		"mysql://u:se,cr/et@h/n":          "must look like",
	} {
		_, err := store.Open(t.Context(), url, &clock{now: noon}, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, want %q", url, err, words)
		}
	}
	_, err := store.Open(t.Context(), "mysql://u:se%2Ccret@127.0.0.1:1,127.0.0.1:2/n", &clock{now: noon}, slog.New(slog.DiscardHandler))
	if err == nil || strings.Contains(err.Error(), "se,cret") || !strings.Contains(err.Error(), "127.0.0.1:2") {
		t.Errorf("two nodes that are not there: %v", err)
	}
}
