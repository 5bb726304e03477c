package store_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestFullDiskIsSaidOnceAndKnownUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLitePath(t))
	a := h.account("a@example.com", 10_000)
	var said strings.Builder
	s := must[*store.Store](t)(store.Open(h.ctx, h.url, h.clock, slog.New(slog.NewTextHandler(&said, nil))))
	t.Cleanup(func() { ok(t, s.Close()) })
	big := strings.Repeat("x", 250)
	ok(t, s.Exec(h.ctx, "PRAGMA max_page_count = 1")) // as small as the file is now: it cannot grow
	var err error
	for range 1000 {
		if err = s.RecordAudit(h.ctx, reseller.Operator, a.ID, "test", big, big); err != nil {
			break
		}
	}
	told := (*reseller.Error)(nil)
	if !errors.As(err, &told) || told.Kind != reseller.KindUnavailable || !strings.Contains(told.Words, "disk of the database is full") {
		t.Fatalf("a write without room: %v", err)
	}
	for range 3 {
		if err := s.RecordAudit(h.ctx, reseller.Operator, a.ID, "test", big, big); err == nil {
			t.Fatal("there was room")
		}
	}
	if text := said.String(); strings.Count(text, "level=ERROR") != 1 || !strings.Contains(text, "disk of the database is full") {
		t.Errorf("the log says %s", text)
	}
	for range 100 { // the probe may fit into a page that is there
		if err = s.Writable(h.ctx); err != nil {
			break
		}
		_ = s.RecordAudit(h.ctx, reseller.Operator, a.ID, "test", big, big)
	}
	ok(t, s.Exec(h.ctx, "PRAGMA max_page_count = 1000000"))
	ok(t, s.Writable(h.ctx))
	ok(t, s.RecordAudit(h.ctx, reseller.Operator, a.ID, "test", big, big))
	if !strings.Contains(said.String(), "has room again") {
		t.Errorf("the log says %s", said.String())
	}
}
