package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// saveText saves one record with a text of so many bytes; what tells texts apart.
func (h *house) saveText(d reseller.Domain, what string, bytes int) error {
	return h.SaveZone(h.ctx, d.ID, zone.Save{
		Kind: zone.DNS, By: reseller.Operator, SwitchOn: true, Action: "SaveDNS",
		Records: []zone.Record{{Hostname: what, Type: "TXT", Address: strings.Repeat("x", bytes)}},
	})
}

// overBudget wants a save to be refused for the account's budget, in words that have these.
func overBudget(t *testing.T, err error, words ...string) {
	t.Helper()
	e := reseller.AsError(err)
	if e == nil || e.Kind != reseller.KindLimited || e.Code != reseller.CodeZoneHistoryLimit {
		t.Fatalf("the error is %v, want %s", err, reseller.CodeZoneHistoryLimit)
	}
	for _, w := range words {
		if !strings.Contains(e.Words, w) {
			t.Errorf("%q does not say %q", e.Words, w)
		}
	}
}

// zonesAsWritten is all that saves write, and the counters.
func (h *house) zonesAsWritten() string {
	h.t.Helper()
	return must[string](h.t)(h.Value(h.ctx, `SELECT CONCAT_WS(' ', (SELECT SUM(zone_version) FROM domains), (SELECT SUM(version) FROM domains),
		(SELECT COUNT(*) FROM zone_history), (SELECT SUM(version) FROM zone_documents), (SELECT COUNT(*) FROM zone_serials),
		(SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit), (SELECT SUM(bytes) FROM zone_bytes))`))
}

func TestHistoryOfZonesHasABudgetForEachAccountAndDay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.SetZoneHistory(1)
		a, b := h.account("a@example.com", 50_000), h.account("b@example.com", 50_000)
		one, two, theirs := h.domain(a, "one"), h.domain(a, "two"), h.domain(b, "theirs")
		ok(t, h.saveText(one, "a", 400_000))
		ok(t, h.saveText(one, "a", 400_000)) // equal: costs nothing
		ok(t, h.SaveZone(h.ctx, one.ID, zone.Save{Kind: zone.Mail, By: reseller.Operator, Forwards: []zone.Forward{{Prefix: strings.Repeat("x", 400_000)}}}))

		before := h.zonesAsWritten()
		overBudget(t, h.saveText(two, "b", 300_000), "1 MiB", "this save needs 300", "bytes are left", "2026-03-02T00:00:00Z")
		overBudget(t, h.saveText(two, "b", 2_000_000), "1 MiB", "this save needs 2000", "fewer or shorter")
		equal(t, "what is written after the refusals", h.zonesAsWritten(), before)
		equal(t, "DNS management of the second name", must[reseller.Domain](t)(h.DomainByID(h.ctx, two.ID)).DNSManagement, false)
		ok(t, h.saveText(two, "b", 200_000)) // fits in what is left
		ok(t, h.saveText(theirs, "c", 900_000))

		// What the operator brings back is counted, and goes beyond.
		ok(t, h.saveText(two, "d", 1_000))
		ok(t, h.RestoreZone(h.ctx, two.ID, zone.DNS, 1, reseller.Operator))
		overBudget(t, h.saveText(two, "e", 1), "0 bytes are left")

		h.clock.pass(12 * time.Hour)
		ok(t, h.saveText(two, "f", 900_000))
		counters := func() string { return must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM zone_bytes")) }
		equal(t, "counters", counters(), "3")
		h.clock.pass(24 * time.Hour)
		equal(t, "pruned after two days", must[map[string]int64](t)(h.Prune(h.ctx))["zone_bytes"], 0)
		h.clock.pass(24 * time.Hour)
		equal(t, "pruned after three days", must[map[string]int64](t)(h.Prune(h.ctx))["zone_bytes"], 2)
		equal(t, "counters that stay", counters(), "1")
	})
}

// The name's auth code is spent when it moves: a move refused for its records would lose it. They count for the taker.
func TestMoveIsCountedAndNeverRefusedForItsRecords(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.SetZoneHistory(1)
		taker := h.account("b@example.com", 10_000)
		d, own := h.domain(h.account("a@example.com", 10_000), "name"), h.domain(taker, "own")
		ok(t, h.saveText(d, "a", 600_000))
		ok(t, h.saveText(own, "a", 600_000))
		move := h.taking(must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)), taker)
		move.WithZone = true
		must[reseller.Order](t)(h.MoveDomain(h.ctx, move))
		moved := must[reseller.Domain](t)(h.LiveDomain(h.ctx, d.Name))
		equal(t, "records that moved", len(must[[]zone.Record](t)(h.Records(h.ctx, moved.ID))), 1)
		overBudget(t, h.saveText(moved, "b", 1), "0 bytes are left")
	})
}

func TestSavesAtOnceDoNotPassTheBudgetTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		servers := []*house{h, another(t, h.url, h.clock)}
		a := h.account("a@example.com", 50_000)
		var names []reseller.Domain
		for i := range 4 {
			names = append(names, h.domain(a, fmt.Sprint("name", i)))
		}
		for _, s := range servers {
			s.SetZoneHistory(1)
		}
		saved := 0
		for _, err := range atOnce(24, func(i int) error { return servers[i%2].saveText(names[i%4], fmt.Sprint(i), 100_000) }) {
			if err == nil {
				saved++
			} else {
				overBudget(t, err)
			}
		}
		equal(t, "saves that fit into 1 MiB", saved, 10)
		equal(t, "what is counted is what was written", must[string](t)(h.Value(h.ctx, "SELECT bytes FROM zone_bytes")),
			must[string](t)(h.Value(h.ctx, "SELECT SUM(LENGTH(body) + 256) FROM zone_history")))
	})
}
