package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

// TestDeadlockedTransactionsRunAgainAsAWhole is T07: it locks two rows in opposite order, so that one of two transactions must be
// thrown back. Had only its last statement run again, its first update would be missing.
func TestDeadlockedTransactionsRunAgainAsAWhole(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.MariaDB(t))
	rows := []reseller.Account{h.account("a@example.com", 0), h.account("b@example.com", 0)}
	var runs atomic.Int32
	var firstLocked sync.WaitGroup
	firstLocked.Add(2)
	for _, err := range atOnce(2, func(i int) error {
		var arrive sync.Once
		return h.Tx(h.ctx, func(exec func(string, ...any) error) error {
			runs.Add(1)
			if err := exec("UPDATE accounts SET replay_seconds = replay_seconds + 1 WHERE id = ?", rows[i].ID); err != nil {
				return err
			}
			arrive.Do(func() { firstLocked.Done(); firstLocked.Wait() })
			return exec("UPDATE accounts SET replay_seconds = replay_seconds + 1 WHERE id = ?", rows[1-i].ID)
		})
	}) {
		ok(t, err)
	}
	if runs.Load() < 3 {
		t.Errorf("the transactions ran %d times; there was no deadlock", runs.Load())
	}
	for _, a := range rows {
		equal(t, "updates of "+a.Email, must[reseller.Account](t)(h.Account(h.ctx, a.ID)).ReplayWindow.Seconds(), 2)
	}
}

// TestPurchasesAndEndingsInEveryOrderKeepTheBooks runs what locks the same rows in many orders at once.
func TestPurchasesAndEndingsInEveryOrderKeepTheBooks(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		accounts := []reseller.Account{h.account("a@example.com", 100*10000), h.account("b@example.com", 100*10000)}
		domains := []reseller.Domain{h.domain(accounts[0], "one"), h.domain(accounts[1], "two")}
		for _, err := range atOnce(24, func(i int) error {
			d := domains[i%2]
			switch i % 3 {
			case 0:
				o, err := h.OpenPurchase(h.ctx, h.registration(accounts[i%2], reseller.NameOf(fmt.Sprintf("n%d.com", i), "com")))
				if err != nil {
					return err
				}
				_, err = h.EndOrder(h.ctx, reseller.Ending{Order: o, To: reseller.OrderRefused, Apply: func(d *reseller.Domain) { d.State = reseller.DomainRefused }})
				return err
			case 1:
				_, _, err := h.OpenChange(h.ctx, h.change(d, fmt.Sprint("host:", i), "1"))
				return err
			}
			_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "touch", func(d *reseller.Domain) error { d.AutoRenew = !d.AutoRenew; return nil })
			return err
		}) {
			ok(t, err)
		}
		h.credit(accounts[0], 99*10000, 0)
		h.credit(accounts[1], 99*10000, 0)
	})
}

func TestBusyFileIsTriedAgainAndThenGivenUp(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	other := another(t, h.url, h.clock)
	ok(t, h.Exec(h.ctx, "PRAGMA busy_timeout = 0")) // do not wait for the lock below us
	var err error
	ok(t, other.Tx(h.ctx, func(func(string, ...any) error) error {
		_, err = h.AddAccount(h.ctx, reseller.Account{Email: "a@example.com", Currency: "SEK"}, reseller.Operator)
		return nil
	}))
	if err == nil || !strings.Contains(err.Error(), "gave up on a busy database") {
		t.Fatalf("with the lock held: %v", err)
	}
	h.account("a@example.com", 0)
}

// onCutWire tells a story over a line to MariaDB whose next COMMIT gets lost one way or the other.
func onCutWire(t *testing.T, story func(t *testing.T, h *house, cutNext func())) {
	t.Parallel()
	for how, title := range map[cut]string{
		loseRequest: "the commit gets lost", loseAnswer: "its answer gets lost", timeOut: "it times out and the transaction stays open",
		unready: "the node says that it is not ready and the transaction stays open",
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			w, url := throughWire(t, storetest.MariaDB(t))
			story(t, open(t, url), func() { w.cutNext(how) })
		})
	}
}

func TestPurchaseWhoseCommitGetsLostIsOpenedOnce(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		a := h.account("a@example.com", 20000)
		cutNext()
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name"))))
		equal(t, "on record", must[reseller.Order](t)(h.Order(h.ctx, o.ID)).ClTRIDBase, o.ClTRIDBase)
		equal(t, "its domain", must[reseller.Domain](t)(h.LiveDomain(h.ctx, o.Name)).ID, o.DomainID)
		h.credit(a, 10000, 10000)
		equal(t, "orders", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 10}}))), 1)
	})
}

func TestEndingWhoseCommitGetsLostIsPostedOnce(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		a := h.account("a@example.com", 10000)
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name"))))
		cutNext()
		equal(t, "the end", h.done(o).State, reseller.OrderDone)
		h.credit(a, 0, 0)
		equal(t, "ledger", h.ledger(a), "deposit hold settle ")
		equal(t, "invoices", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))), 1)
	})
}

func TestChangeWhoseCommitGetsLostIsOpenedOnce(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		cutNext()
		o, joined, err := h.OpenChange(h.ctx, h.change(d, "ns", "1"))
		ok(t, err)
		equal(t, "joined", joined, false)
		equal(t, "state", o.State, reseller.OrderSending)
		equal(t, "orders", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 10}}))), 1)
	})
}

func TestMoveWhoseCommitGetsLostHappensOnce(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		giver, taker := h.account("a@example.com", 10000), h.account("b@example.com", 0)
		m := h.taking(h.domain(giver, "name"), taker)
		cutNext()
		o := must[reseller.Order](t)(h.MoveDomain(h.ctx, m))
		equal(t, "with the taker", must[reseller.Domain](t)(h.LiveDomain(h.ctx, m.From.Name)).ID, o.DomainID)
	})
}

func TestPaymentWhoseCommitGetsLostIsPostedOnce(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		a := h.account("a@example.com", 0)
		cutNext()
		ok(t, h.MoveCredit(h.ctx, a, 500, "payment 1", ""))
		h.credit(a, 500, 0)
		act, _, err := h.OpenBulkAct(h.ctx, reseller.BulkAct{AccountID: a.ID, Act: "renew", Form: strings.Repeat("0", 64), LeaseEnd: h.clock.Wall()}, reseller.Operator)
		ok(t, err)
		cutNext()
		ok(t, h.NoteBulkAct(h.ctx, act, true))
		cutNext()
		err = h.MoveCredit(h.ctx, a, 500, "", "no reference to find it by")
		equal(t, "without a reference it stays unknown", errors.Is(err, store.ErrCommitUnknown), true)
		equal(t, "and callers are told to look", reseller.IsKind(err, reseller.KindUnavailable), true)
	})
}
