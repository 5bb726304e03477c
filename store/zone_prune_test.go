package store_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/zone"
)

func TestZoneThatIsSavedAsItIsWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10_000), "name")
		forward := zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me"}}, By: reseller.Operator}
		ok(t, h.saveRecords(d, reseller.Operator, "www"))
		ok(t, h.SaveZone(h.ctx, d.ID, forward))
		written := func() string {
			return must[string](t)(h.Value(h.ctx, `SELECT CONCAT_WS(' ', (SELECT zone_version FROM domains), (SELECT COUNT(*) FROM zone_history),
				(SELECT SUM(version) FROM zone_documents), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit))`))
		}
		before := written()
		for range 5 {
			h.clock.pass(time.Minute)
			ok(t, h.saveRecords(d, reseller.Operator, "www"))
			ok(t, h.SaveZone(h.ctx, d.ID, forward))
			ok(t, h.RestoreZone(h.ctx, d.ID, zone.DNS, 1, reseller.Operator))
		}
		equal(t, "versions, history, documents, events and records", written(), before)
		// What makes it work is still switched on.
		ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: forward.Forwards, SwitchOn: true, Action: "SaveEmailForwarding", By: reseller.Operator}))
		equal(t, "forwarding", must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)).EmailForwarding, true)
		ok(t, h.saveRecords(d, reseller.Operator, "other"))
		equal(t, "versions of the records", fmt.Sprint(h.versions(d, zone.DNS)), "[3 1]")
	})
}

func TestFiftyVersionsOrNinetyDaysOfAZoneAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50_000)
		often, seldom := h.domain(a, "often"), h.domain(a, "seldom")
		for i := range 60 {
			ok(t, h.saveRecords(often, reseller.Operator, fmt.Sprint("old", i)))
		}
		for i := range 10 {
			ok(t, h.saveRecords(seldom, reseller.Operator, fmt.Sprint("old", i)))
		}
		prune := func() int64 { return must[map[string]int64](t)(h.Prune(h.ctx))["zone_history"] }
		h.clock.pass(89 * 24 * time.Hour)
		equal(t, "gone while all are young", prune(), 0)
		for i := range 45 {
			ok(t, h.saveRecords(often, reseller.Operator, fmt.Sprint("new", i)))
		}
		h.clock.pass(2 * 24 * time.Hour)
		equal(t, "gone", prune(), 55)
		equal(t, "gone again", prune(), 0)
		kept := h.versions(often, zone.DNS)
		equal(t, "kept", fmt.Sprint(len(kept), kept[0], kept[len(kept)-1]), "50 105 56")
		equal(t, "kept of the other", len(h.versions(seldom, zone.DNS)), 10)
		ok(t, h.RestoreZone(h.ctx, often.ID, zone.DNS, 56, reseller.Operator))
		equal(t, "the next version", h.versions(often, zone.DNS)[0], 106)
	})
}

// A client that saves without an end fills no history for 90 days, and the versions before it can still be brought back.
func TestOfAZoneThatIsSavedWithoutEndTheLastOfEachDayIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 50_000), "name")
		for _, host := range []string{"good", "better"} { // versions 1 and 2, of a day
			ok(t, h.saveRecords(d, reseller.Operator, host))
		}
		h.clock.pass(24 * time.Hour)
		ok(t, h.saveRecords(d, reseller.Operator, "loop"))
		ok(t, h.Exec(h.ctx, `INSERT INTO zone_history (domain_id, kind, version, body, saved_at, saved_by, request_id)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT domain_id, kind, version + (n.i - 1) * 50 + m.i, body, saved_at, saved_by, request_id
			FROM zone_history JOIN n JOIN n AS m WHERE version = 3`))
		prune := func() int64 { return must[map[string]int64](t)(h.Prune(h.ctx))["zone_history"] }
		equal(t, "gone", prune(), 1502)
		kept := h.versions(d, zone.DNS)
		equal(t, "kept", fmt.Sprint(len(kept), kept[0], kept[999:]), "1001 2503 [1504 2]")
		told := must[store.Story](t)(h.NameStory(h.ctx, d.Name)).Zones
		equal(t, "told", fmt.Sprint(len(told), told[0].Version, told[len(told)-1].Version), "1000 1504 2503")
		equal(t, "gone again", prune(), 0)
	})
}
