package store_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/migrations"
	"nameyard/reseller"
)

// says has the registry say that a name is on hold, or not, an hour after what was said before.
func (h *house) says(kind string, d reseller.Domain, words string) {
	h.t.Helper()
	h.clock.pass(time.Hour)
	h.wrote(kind, d, words, h.clock.Now())
}

// wrote has it say so at a time.
func (h *house) wrote(kind string, d reseller.Domain, words string, at time.Time) {
	h.t.Helper()
	hold := reseller.Hold{By: "sandbox", Reason: words, Since: at}
	if kind == reseller.EventHoldLifted {
		hold = reseller.Hold{Lifted: at}
	}
	e := reseller.DomainEvent(kind, d, words, at)
	e.Once = kind + at.String()
	ok(h.t, h.NoteHold(h.ctx, d.ID, hold, e, reseller.Operator))
}

// held are the names on hold of an account, or of all, as the list has them.
func (h *house) held(account int64) string {
	h.t.Helper()
	var names []string
	for before := int64(0); ; {
		page := must[[]reseller.Domain](h.t)(h.HeldDomains(h.ctx, reseller.HoldSearch{Account: account, Page: reseller.Page{Before: before, Limit: 2}}))
		if len(page) == 0 {
			return strings.Join(names, " ")
		}
		for _, d := range page {
			names = append(names, d.Name.SLD())
		}
		before = page[len(page)-1].ID
	}
}

// What the registry has said of a name holds for whoever has it, until it says otherwise.
func TestNameOnHoldMovesOnHold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 100_000), h.account("b@example.com", 0)
		d := h.domain(giver, "name")
		h.says(reseller.EventHoldSet, d, "abuse")
		d = h.row(d)
		since := d.Holds.Registry.Since
		for range 2 { // there, and back into the row that it had left
			equal(t, "on hold before", h.held(giver.ID), "name")
			must[reseller.Order](t)(h.MoveDomain(h.ctx, h.taking(d, taker)))
			d = must[reseller.Domain](t)(h.LiveDomain(h.ctx, d.Name))
			equal(t, "the giver's", h.held(giver.ID), "")
			equal(t, "the taker's", h.held(taker.ID), "name")
			equal(t, "as before", d.Holds.Registry, reseller.Hold{By: "sandbox", Reason: "abuse", Since: since})
			equal(t, "told", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM outbox WHERE account_id = ? AND kind = 'domain.hold_set'", taker.ID)), "1")
			giver, taker = taker, giver
			ok(t, h.Exec(h.ctx, "DELETE FROM outbox WHERE kind = 'domain.hold_set'"))
		}
		h.says(reseller.EventHoldLifted, d, "cleared")
		d = h.row(d)
		equal(t, "lifted", h.held(giver.ID), "")
		must[reseller.Order](t)(h.MoveDomain(h.ctx, h.taking(d, taker)))
		equal(t, "lifted before the move", h.held(taker.ID), "")
		equal(t, "told of it", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM outbox WHERE account_id = ? AND kind = 'domain.hold_set'", taker.ID)), "0")
	})
}

// A hold stands on the name's row: it stays on the list when the event that told of it has long been pruned, and late words change nothing.
func TestOldHoldStaysOnTheList(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 1_000_000), h.account("b@example.com", 0)
		names := map[string]reseller.Domain{}
		for _, sld := range []string{"first", "second", "third", "fourth", "fifth"} {
			names[sld] = h.domain(a, sld)
		}
		for _, sld := range []string{"second", "first", "third", "fifth"} {
			h.says(reseller.EventHoldSet, names[sld], "abuse of "+sld)
		}
		equal(t, "the newest hold first", h.held(0), "fifth third first second")
		equal(t, "of another account", h.held(b.ID), "")
		early := h.clock.Now().Add(-24 * time.Hour)
		h.says(reseller.EventHoldLifted, names["third"], "cleared")
		h.wrote(reseller.EventHoldSet, names["third"], "an old word", early)
		h.wrote(reseller.EventHoldLifted, names["first"], "an old word", early)
		h.clock.pass(500 * 24 * time.Hour)
		ok(t, h.Exec(h.ctx, "DELETE FROM outbox")) // as the job prune does once they are numbered
		equal(t, "events", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'domain.hold%'")), "0")
		equal(t, "after 500 days", h.held(a.ID), "fifth first second")
		equal(t, "why", h.row(names["first"]).Holds.Registry.Reason, "abuse of first")
		v := reseller.Verification{State: reseller.VerificationDone, Since: h.clock.Now()}
		ok(t, h.NoteVerification(h.ctx, names["first"].ID, v, reseller.DomainEvent(reseller.EventVerified, names["first"], "", h.clock.Now()), reseller.Operator))
		equal(t, "with a holder who is verified", h.held(a.ID), "fifth second")
		h.changed(names["fifth"], func(d *reseller.Domain) { d.State = reseller.DomainDeleted })
		equal(t, "with one that is gone", h.held(a.ID), "second")
	})
}

// The migration finds the holds of a database that knew of them from its events only.
func TestHoldsAreFilledFromEvents(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000_000)
		held, lifted, verified, never, other := h.domain(a, "held"), h.domain(a, "lifted"), h.domain(a, "verified"), h.domain(a, "never"), h.domain(a, "other")
		const words = "Spärrad: \"misbruk\" \\ it's"
		told := func(kind string, d reseller.Domain) {
			h.clock.pass(time.Hour)
			e := reseller.DomainEvent(kind, d, words, h.clock.Now())
			e.Once = kind + h.clock.Now().String()
			ok(t, h.AddEvent(h.ctx, e))
		}
		told(reseller.EventHoldLifted, held)
		told(reseller.EventHoldSet, lifted)
		told(reseller.EventHoldSet, verified)
		told(reseller.EventHoldSet, held)
		since := h.clock.Now()
		told(reseller.EventHoldLifted, lifted)
		told(reseller.EventVerified, verified)
		told(reseller.EventVerificationNeeded, other)
		folder, files := "sqlite", migrations.SQLite
		if strings.HasPrefix(h.url, "mysql") {
			folder, files = "mysql", migrations.MySQL
		}
		text := string(must[[]byte](t)(files.ReadFile(folder + "/00352_domains_holds_told.sql")))
		up, _, _ := strings.Cut(text, "-- +goose Down")
		for range 2 { // it may be run again
			ok(t, h.Exec(h.ctx, up))
			equal(t, "on hold", h.held(0), "held")
		}
		equal(t, "its hold", h.row(held).Holds, reseller.Holds{Registry: reseller.Hold{Reason: words, Since: since.UTC().Truncate(time.Microsecond)}})
		equal(t, "when it was lifted", h.row(lifted).Holds.Registry.Lifted.IsZero(), false)
		equal(t, "by verification", h.row(verified).Holds.Registry.Stands(), false)
		equal(t, "one that never was", h.row(never).Holds, reseller.Holds{})
		equal(t, "one that only is to be verified", h.row(other).Holds, reseller.Holds{})
	})
}
