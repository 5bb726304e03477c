package store_test

import (
	"strconv"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// highest gives what a table has come to.
func (h *house) highest(column, table string) int64 {
	h.t.Helper()
	text := must[string](h.t)(h.Value(h.ctx, "SELECT COALESCE(MAX("+column+"), 0) FROM "+table))
	return must[int64](h.t)(strconv.ParseInt(text, 10, 64))
}

// numbered writes events of an account and numbers them, and gives the last number.
func (h *house) numbered(account int64, n int) int64 {
	h.t.Helper()
	h.happen(account, n)
	must[int](h.t)(h.NumberEvents(h.ctx, 1000))
	return h.highest("seq", "outbox")
}

// wantNoEventMissing holds the events against verify's rule.
func (h *house) wantNoEventMissing() {
	h.t.Helper()
	snapshot := must[*store.Snapshot](h.t)(h.Snapshot(h.ctx))
	defer snapshot.Close()
	for _, c := range must[[]reseller.Contradiction](h.t)(snapshot.Contradictions(h.ctx, 10)) {
		if c.Kind == reseller.EventsMissing || c.Kind == reseller.ReaderAhead {
			h.t.Errorf("contradiction %+v", c)
		}
	}
}

// A reader's cursor and the ids that a receiver of webhooks has had come from the time between backup and restore.
func TestRestoreGivesNoNumberASecondTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.numbered(a.ID, 5)
		path, _ := h.backup()
		seq := h.numbered(a.ID, 3) // a reader has come to it
		id := h.highest("id", "outbox")
		h.account("b@example.com", 0)
		accounts := h.highest("id", "accounts")
		again := func(h *house) {
			h.t.Helper()
			h.clock.pass(time.Minute)
			ok(h.t, h.restore(path, true))
			ok(h.t, h.Exec(h.ctx, "UPDATE restores SET state = 'done'")) // as the comparison with the registries does
			h.account("c@example.com", 0)
			if got := h.highest("id", "accounts"); got <= accounts {
				h.t.Errorf("an account has id %d again, there was one up to %d", got, accounts)
			}
			h.happen(a.ID, 1)
			if got := h.highest("id", "outbox"); got <= id {
				h.t.Errorf("an event has id %d again, there was one up to %d", got, id)
			}
			must[int](h.t)(h.NumberEvents(h.ctx, 1000))
			if got := h.seqs(a.ID, seq); len(got) != 1 {
				h.t.Errorf("a reader who has come to %d is given %v", seq, got)
			}
			seq = h.numbered(a.ID, 2)
			h.wantNoEventMissing()
		}
		onEachFresh(t, func(t *testing.T, url string) { again(another(t, url, h.clock)) })
		again(h)
		again(h)
	})
}

// A backup of restored books in which nothing has happened yet is restored again.
func TestGapsOfRestoresWithNothingBetweenThemMissNoEvent(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.numbered(a.ID, 5)
		for range 3 {
			path, _ := h.backup()
			h.clock.pass(time.Minute)
			ok(t, h.restore(path, true))
		}
		path, _ := h.backup()
		ok(t, h.restore(path, true)) // within the same millisecond
		h.numbered(a.ID, 2)
		h.wantNoEventMissing()
	})
}

func TestEventThatVanishesBesideTheGapOfARestoreIsMissed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.numbered(a.ID, 5)
		path, _ := h.backup()
		ok(t, h.restore(path, true))
		last := h.numbered(a.ID, 3)
		h.wantNoEventMissing()
		ok(t, h.Exec(h.ctx, "DELETE FROM outbox WHERE seq = ?", last-1))
		snapshot := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
		defer snapshot.Close()
		missing := 0
		for _, c := range must[[]reseller.Contradiction](t)(snapshot.Contradictions(h.ctx, 10)) {
			if c.Kind == reseller.EventsMissing {
				missing++
			}
		}
		equal(t, "contradictions", missing, 1)
	})
}
