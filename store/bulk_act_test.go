package store_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/reseller"
)

// beginsOneAct fails the test unless a form begins one act on many names, however often it comes at once, and the audit log knows of it. One whose
// server has ended before is carried on by its form, by one press alone; one that has ended never is.
func (h *house) beginsOneAct(t *testing.T, a reseller.Account) {
	t.Helper()
	var act reseller.BulkAct
	open := func() (begun int64) {
		t.Helper()
		act = reseller.BulkAct{AccountID: a.ID, Act: "servers", Asked: "ns1.example.net ns2.example.net", Form: fmt.Sprintf("%064d", 7), Names: 2, LeaseEnd: h.clock.Wall().Add(time.Minute)}
		var mine atomic.Int64
		for _, err := range atOnce(5, func(int) error {
			_, is, err := h.OpenBulkAct(h.ctx, act, byReseller)
			if is {
				mine.Add(1)
			}
			return err
		}) {
			if !errors.Is(err, reseller.ErrConflict) { // of two that carry it on at once one is told so
				ok(t, err)
			}
		}
		return mine.Load()
	}
	equal(t, "begun", open(), 1)
	equal(t, "begun again", open(), 0)
	h.clock.pass(2 * time.Minute)
	equal(t, "carried on", open(), 1)
	held := must[[]reseller.BulkAct](t)(h.BulkActs(h.ctx, a.ID, 0, 1))[0]
	if err := h.HoldBulkAct(h.ctx, reseller.BulkAct{ID: held.ID, LeaseEnd: held.LeaseEnd.Add(-time.Second)}, held.LeaseEnd.Add(time.Minute)); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("held by who had it before: %v", err)
	}
	ok(t, h.HoldBulkAct(h.ctx, held, held.LeaseEnd.Add(3*time.Minute)))
	h.clock.pass(2 * time.Minute)
	equal(t, "begun while it is held", open(), 0)
	all := must[[]reseller.BulkAct](t)(h.BulkActs(h.ctx, a.ID, 0, 10))
	records := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Account: a.ID, Actor: byReseller.Name, Page: reseller.Page{Limit: 10}}))
	if len(all) != 1 || len(records) != 1 || records[0].Action != "bulk.start" || records[0].Object != fmt.Sprintf("servers %d", all[0].ID) || all[0].Asked != act.Asked || partsOf(records[0]) != "nameservers:  → "+act.Asked || all[0].By != byReseller.Name {
		t.Fatalf("acts %+v, records %+v", all, records)
	}
	all[0].Result = "set=2"
	ok(t, h.NoteBulkAct(h.ctx, all[0], true))
	h.clock.pass(2 * time.Minute)
	equal(t, "carried on when it has ended", open(), 0)
	ok(t, h.NoteBulkAct(h.ctx, all[0], true)) // whose answer was lost
	other := all[0]
	other.Result = "set=1"
	for _, ended := range []bool{false, true} {
		if err := h.NoteBulkAct(h.ctx, other, ended); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("another end noted after its end: %v", err)
		}
	}
	if kept := must[reseller.BulkAct](t)(h.BulkAct(h.ctx, a.ID, all[0].ID)); kept.Result != "set=2" || !kept.Ended() {
		t.Errorf("kept: %+v", kept)
	}
	if _, err := h.BulkAct(h.ctx, a.ID+1, all[0].ID); !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("another account's: %v", err)
	}
}

// An act whose beginning got no answer is its caller's to carry out: nobody else would.
func TestBulkActWhoseCommitGetsLostIsCarriedOut(t *testing.T) {
	onCutWire(t, func(t *testing.T, h *house, cutNext func()) {
		a := h.account("a@example.com", 0)
		act := reseller.BulkAct{AccountID: a.ID, Act: "renew", Form: fmt.Sprintf("%064d", 1), Names: 2, LeaseEnd: h.clock.Wall().Add(15 * time.Second)}
		cutNext()
		opened, mine, err := h.OpenBulkAct(h.ctx, act, byReseller)
		ok(t, err)
		equal(t, "mine", mine, true)
		cutNext()
		ok(t, h.HoldBulkAct(h.ctx, opened, opened.LeaseEnd.Add(5*time.Second)))
		h.clock.pass(16 * time.Second)
		_, mine, err = h.OpenBulkAct(h.ctx, act, byReseller)
		ok(t, err)
		equal(t, "begun again while it is held", mine, false)
		equal(t, "acts", len(must[[]reseller.BulkAct](t)(h.BulkActs(h.ctx, a.ID, 0, 10))), 1)
	})
}

// beginsActsOnADay fails the test unless an account that has used up its free changes of the day begins acts on many names all the same, up to
// their own limit; a form that has begun one leads to it beyond that, too.
func (h *house) beginsActsOnADay(t *testing.T, a reseller.Account) {
	t.Helper()
	begin := func(form int) (bool, error) {
		_, mine, err := h.OpenBulkAct(h.ctx, reseller.BulkAct{
			AccountID: a.ID, Act: "renew", Form: fmt.Sprintf("%064d", form), Names: 2, LeaseEnd: h.clock.Wall().Add(time.Minute),
		}, byReseller)
		return mine, err
	}
	mine, err := begin(1)
	ok(t, err)
	equal(t, "begun", mine, true)
	equal(t, "counted", must[string](t)(h.Value(h.ctx, "SELECT tries FROM tries WHERE subject LIKE 'bulk:%'")), "1")
	ok(t, h.Exec(h.ctx, "UPDATE tries SET tries = 500 WHERE subject LIKE 'bulk:%'"))
	_, err = begin(2)
	overDay(t, "one act too many", err)
	mine, err = begin(1)
	ok(t, err)
	equal(t, "begun again", mine, false)
	equal(t, "acts", len(must[[]reseller.BulkAct](t)(h.BulkActs(h.ctx, a.ID, 0, 10))), 1)
}
