package store_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// serial gives the serial of the name, and how far it is ahead of the time in seconds.
func (h *house) serial(n reseller.Name) (serial uint32, ahead int64) {
	h.t.Helper()
	p := must[zone.Publication](h.t)(h.Publication(h.ctx, n))
	equal(h.t, "the stamp", must[zone.Stamp](h.t)(h.PublicationStamp(h.ctx, n)), p.Stamp)
	return p.Serial, int64(p.Serial) - h.clock.Now().Unix()
}

// rises wants the serial to be higher than it was, by what happens.
func (h *house) rises(n reseller.Name, what string, happens func()) {
	h.t.Helper()
	before, _ := h.serial(n)
	happens()
	if after, _ := h.serial(n); after <= before {
		h.t.Errorf("%s: the serial is %d after %d", what, after, before)
	}
}

func TestSerialRisesWithEveryChangeOfTheZone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		d := h.domain(a, "name")
		_, ahead := h.serial(d.Name)
		equal(t, "of a new name that has become active, the serial is the time and one", ahead, 1)
		h.rises(d.Name, "records saved in the same second", func() { ok(t, h.saveRecords(d, reseller.Operator, "a")) })
		h.rises(d.Name, "forwards saved in the same second", func() {
			ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me"}}, By: reseller.Operator}))
		})
		h.clock.pass(time.Hour)
		h.rises(d.Name, "records saved an hour later", func() { ok(t, h.saveRecords(d, reseller.Operator, "b")) })
		_, ahead = h.serial(d.Name)
		equal(t, "the serial is the time again", ahead, 0)
		h.rises(d.Name, "an old version is saved again", func() { ok(t, h.RestoreZone(h.ctx, d.ID, zone.DNS, 1, reseller.Operator)) })
		change := func(apply func(*reseller.Domain)) {
			must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "x", func(d *reseller.Domain) error { apply(d); return nil }))
		}
		h.rises(d.Name, "a child name server", func() {
			change(func(d *reseller.Domain) {
				d.Hosts = []reseller.Host{{Name: "ns1.name.com", Addresses: []netip.Addr{netip.IPv6Loopback()}}}
			})
		})
		h.rises(d.Name, "other name servers", func() { change(func(d *reseller.Domain) { d.Nameservers = []string{"ns.other.net"} }) })
		before, _ := h.serial(d.Name)
		change(func(d *reseller.Domain) { d.Locked = true })
		after, _ := h.serial(d.Name)
		equal(t, "a lock is nothing that the zone shows: the serial", after, before)
	})
}

func TestChangesOfZonesAreListedSinceATime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30000)
		first, second := h.domain(a, "first"), h.domain(a, "second")
		listed := func(since time.Time) string {
			text := ""
			for _, c := range must[[]zone.Change](t)(h.ZoneChanges(h.ctx, since)) {
				serial, _ := h.serial(reseller.NameOf(c.Name, "com"))
				equal(t, "the serial of "+c.Name, c.Serial, serial)
				text += c.Name + " at " + c.At.Format("15:04:05.000000") + ", "
			}
			return text
		}
		equal(t, "names that have become active", listed(noon), "first.com at 12:00:00.123456, second.com at 12:00:00.123456, ")
		h.clock.pass(time.Minute)
		ok(t, h.saveRecords(second, reseller.Operator, "a"))
		equal(t, "since a minute later", listed(noon.Add(time.Minute)), "second.com at 12:01:00.123456, ")
		h.clock.pass(time.Second)
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, first.ID, reseller.Operator, "x", func(d *reseller.Domain) error {
			d.State = reseller.DomainRedemption
			return nil
		}))
		equal(t, "when one has ended", listed(noon.Add(time.Minute)), "second.com at 12:01:00.123456, first.com at 12:01:01.123456, ")
		names := must[[]zone.Held](t)(h.ZoneNames(h.ctx, first.ID, 10))
		equal(t, "names after the first", len(names), 1)
		equal(t, "name", names[0].Domain.Name, second.Name)
	})
}

func TestPublicationHasRecordsForwardsAndHosts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		ok(t, h.saveRecords(d, reseller.Operator, "a", "b"))
		ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me"}}, By: reseller.Operator}))
		p := must[zone.Publication](t)(h.Publication(h.ctx, d.Name))
		equal(t, "records", p.Records[0].Hostname+p.Records[1].Hostname, "ab")
		equal(t, "forwards", p.Forwards[0].Prefix, "me")
		equal(t, "of the name", p.Domain.Name, d.Name)
		equal(t, "in version", p.ZoneVersion, 2)
		_, err := h.Publication(h.ctx, name(t, "nobodys"))
		equal(t, "of a name that nobody has is not found", errors.Is(err, reseller.ErrNotFound), true)
	})
}

// Secondaries take no zone whose serial went back, whoever has the name now.
func TestSerialGoesOnWhenTheNameMovesToAnotherAccount(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 10000), h.account("b@example.com", 0)
		d := h.domain(giver, "name")
		for range 3 { // three changes in a second: the serial is ahead of the time
			ok(t, h.saveRecords(d, reseller.Operator, "a"))
		}
		d = must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID))
		h.rises(d.Name, "the name moves", func() { must[reseller.Order](t)(h.MoveDomain(h.ctx, h.taking(d, taker))) })
		equal(t, "the records stay with the giver", len(must[zone.Publication](t)(h.Publication(h.ctx, d.Name)).Records), 0)
	})
}

func TestSerialsOfARestoredDatabaseGoOnFromWhereTheyWere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20000)
		changed, untouched := h.domain(a, "changed"), h.domain(a, "untouched")
		ok(t, h.saveRecords(changed, reseller.Operator, "old"))
		path, _ := h.backup()
		h.clock.pass(time.Hour)
		for range 5 { // published, and not in the backup
			ok(t, h.saveRecords(changed, reseller.Operator, "new"))
			ok(t, h.saveRecords(untouched, reseller.Operator, "new"))
		}
		for _, n := range []reseller.Name{changed.Name, untouched.Name} {
			before, _ := h.serial(n)
			defer func() {
				if after, _ := h.serial(n); after <= before {
					t.Errorf("%s: the serial is %d after the restore, and was %d", n, after, before)
				}
			}()
		}
		ok(t, h.restore(path, true))
		h.rises(changed.Name, "the next change", func() { ok(t, h.saveRecords(changed, reseller.Operator, "newer")) })
	})
}

func TestWhatSecondariesHaveIsNotedAndNeverGoesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20000)
		d, untouched := h.domain(a, "name"), h.domain(a, "untouched")
		ok(t, h.Exec(h.ctx, "DELETE FROM zone_serials WHERE name = 'untouched.com'")) // as a name that was imported
		state := func(d reseller.Domain) zone.State {
			s := must[zone.State](t)(h.ZoneState(h.ctx, d.Name))
			for _, held := range must[[]zone.Held](t)(h.ZoneNames(h.ctx, 0, 10)) {
				if held.Domain.ID == d.ID && (held.Serial != s.Serial || held.Published != s.Published) {
					t.Errorf("%s is listed with %+v, and has %+v", d.Name, held, s)
				}
			}
			return s
		}
		first := state(d)
		equal(t, "of a new name nothing is known", first.Published, 0)
		equal(t, "and it has no time", first.PublishedAt.IsZero(), true)
		h.clock.pass(time.Minute)
		mark := func(d reseller.Domain, serial uint32) zone.State {
			ok(t, h.MarkPublished(h.ctx, []zone.Change{{Name: d.Name.String(), Serial: serial, At: h.clock.Now()}}))
			return state(d)
		}
		equal(t, "published", mark(d, first.Serial), zone.State{
			Serial: first.Serial, ChangedAt: first.ChangedAt, Published: first.Serial, PublishedAt: h.clock.Now().Truncate(time.Microsecond),
		})
		equal(t, "an older serial that is told late", mark(d, first.Serial-1).Published, first.Serial)
		ok(t, h.saveRecords(d, reseller.Operator, "a"))
		if s := state(d); s.Published >= s.Serial {
			t.Errorf("after a save: %+v", s)
		}
		before := state(untouched)
		equal(t, "a name that never changed", mark(untouched, before.Serial), zone.State{
			Serial: before.Serial, ChangedAt: before.ChangedAt.Truncate(time.Second), Published: before.Serial, PublishedAt: h.clock.Now().Truncate(time.Microsecond),
		})
	})
}

func TestZonesStayInTheCatalogsThatTheyCameInto(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 20000)
		d, untouched := h.domain(a, "name"), h.domain(a, "untouched")
		ok(t, h.Exec(h.ctx, "DELETE FROM zone_serials WHERE name = 'untouched.com'")) // as a name that was imported
		before := must[zone.State](t)(h.ZoneState(h.ctx, untouched.Name))
		spread := func(catalogs int, names ...string) map[string]int {
			return must[map[string]int](t)(h.SpreadZones(h.ctx, names, catalogs))
		}
		equal(t, "no zone has its place yet", fmt.Sprint(must[[]int](t)(h.CatalogCounts(h.ctx))), "[]")
		equal(t, "they come", fmt.Sprint(spread(4, "untouched.com", "nobodys.com")), "map[untouched.com:4]")
		equal(t, "and stay when the number is another", fmt.Sprint(spread(16, "name.com", "untouched.com")), "map[name.com:16 untouched.com:4]")
		ok(t, h.saveRecords(d, reseller.Operator, "a"))
		for _, held := range must[[]zone.Held](t)(h.ZoneNames(h.ctx, 0, 10)) {
			equal(t, held.Domain.Name.String(), held.Catalogs, map[int64]int{d.ID: 16, untouched.ID: 4}[held.Domain.ID])
		}
		equal(t, "all numbers", fmt.Sprint(must[[]int](t)(h.CatalogCounts(h.ctx))), "[4 16]")
		ok(t, h.Exec(h.ctx, "UPDATE domains SET live_name = NULL WHERE name = 'untouched.com'"))
		equal(t, "those of names that have gone, too", fmt.Sprint(must[[]int](t)(h.CatalogCounts(h.ctx))), "[4 16]")
		ok(t, h.Exec(h.ctx, "UPDATE domains SET live_name = name WHERE name = 'untouched.com'"))
		after := must[zone.State](t)(h.ZoneState(h.ctx, untouched.Name))
		equal(t, "the zone is as it was", after, before)
	})
}

// A setting that zones are made with changes zones that nobody saved: those that it touches, and in pages, whatever happens in between.
func TestSerialsRiseWhereASettingTouchesTheZone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50000)
		var names []reseller.Domain
		for _, n := range []string{"plain", "mail", "web", "both"} {
			d := h.domain(a, n)
			if n == "mail" || n == "both" {
				ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me", ForwardTo: "a@b.example"}}, By: reseller.Operator}))
			}
			if n == "web" || n == "both" {
				ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.DNS, Records: []zone.Record{{Hostname: "@", Type: zone.TypeURL, Address: "https://x.example/"}}, By: reseller.Operator}))
			}
			names = append(names, d)
		}
		raised := func(settings map[zone.Setting]string) (list string) {
			h.clock.pass(time.Hour)
			before := map[string]uint32{}
			for _, d := range names {
				before[d.Name.String()], _ = h.serial(d.Name)
			}
			ok(t, h.SetPlatform(h.ctx, settings))
			for page := 0; must[int](t)(h.RaiseSerials(h.ctx, 1)) > 0; page++ {
				if page > 20 {
					t.Fatal("it has no end")
				}
			}
			for _, d := range names {
				if now, _ := h.serial(d.Name); now > before[d.Name.String()] {
					list += d.Name.String() + " "
				}
			}
			return list
		}
		start := map[zone.Setting]string{zone.SettingNameservers: "ns1", zone.SettingMail: "mx", zone.SettingWeb: "192.0.2.1"}
		equal(t, "at the first start", raised(start), "")
		equal(t, "at the next", raised(start), "")
		equal(t, "another mail server", raised(map[zone.Setting]string{zone.SettingMail: "mx2"}), "mail.com both.com ")
		equal(t, "another web address", raised(map[zone.Setting]string{zone.SettingWeb: ""}), "web.com both.com ")
		equal(t, "other name servers", raised(map[zone.Setting]string{zone.SettingNameservers: "ns2", zone.SettingMail: "mx2"}), "plain.com mail.com web.com both.com ")
	})
}

// A name that has expired is parked where that is set, until it is paid again, or the setting goes; each time its serial rises, and at
// no other time.
func TestExpiredNamesAreParkedAndFreedWithTheirSerial(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50000)
		d := h.domain(a, "name")
		paid := h.clock.Now().AddDate(0, 1, 0)
		pay := func(until time.Time) {
			must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "x", func(d *reseller.Domain) error { d.PaidThrough = until; return nil }))
		}
		pay(paid)
		parked := func() bool { return must[zone.Publication](t)(h.Publication(h.ctx, d.Name)).Parked }
		ok(t, h.saveRecords(d, reseller.Operator, "a"))
		park := func(setting bool) (raised bool) {
			before, _ := h.serial(d.Name)
			must[int](t)(h.Park(h.ctx, setting, 10))
			equal(t, "what is left to do", must[int](t)(h.Park(h.ctx, setting, 10)), 0)
			after, _ := h.serial(d.Name)
			for _, p := range must[[]zone.Publication](t)(h.Publications(h.ctx, 0, 10)) {
				equal(t, "listed as parked", p.Parked, parked())
			}
			whole := must[zone.Publication](t)(h.Publication(h.ctx, d.Name))
			for _, stamped := range must[[]zone.Stamped](t)(h.PublicationStamps(h.ctx, 0, 10)) {
				equal(t, "listed stamps", stamped, zone.Stamped{Name: d.Name, Stamp: whole.Stamp})
			}
			byID := must[[]zone.Publication](t)(h.PublicationsOf(h.ctx, []int64{d.ID, d.ID + 1}))
			equal(t, "read by id", reflect.DeepEqual(byID, []zone.Publication{whole}), true)
			return after > before
		}
		equal(t, "raised before it expires", park(true), false)
		h.clock.pass(40 * 24 * time.Hour)
		equal(t, "raised without the setting", park(false), false)
		equal(t, "raised when it has expired", park(true), true)
		equal(t, "parked", parked(), true)
		equal(t, "raised again", park(true), false)
		h.rises(d.Name, "it is paid again", func() { pay(paid.AddDate(1, 0, 0)) })
		equal(t, "parked when it is paid", parked(), false)
		before, _ := h.serial(d.Name)
		pay(paid.AddDate(1, 1, 0))
		after, _ := h.serial(d.Name)
		equal(t, "the serial of a name that is paid before it expires", after, before)
		pay(paid.AddDate(1, 0, 0))
		h.clock.pass(400 * 24 * time.Hour)
		equal(t, "raised when it has expired again", park(true), true)
		equal(t, "raised when the setting has gone", park(false), true)
		equal(t, "parked without the setting", parked(), false)
	})
}

// What is paid for shows in a name's zone, parked or not, once it has expired: it may have been off the air. Whoever follows the zones
// hears of it.
func TestSerialRisesWhenAnExpiredNameIsPaid(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 20000), "name")
		ok(t, h.saveRecords(d, reseller.Operator, "a"))
		paid := h.clock.Now().AddDate(0, 1, 0)
		var told []uint32
		h.TellZoneChanges(func(c zone.Change) { told = append(told, c.Serial) })
		for _, c := range []struct {
			what   string
			days   int // that pass before
			paid   int // days for which it is paid after the first month
			raises bool
		}{
			{"it is paid in time", 0, 10, false},
			{"it is paid when it has expired long ago", 100, 200, true},
			{"it is paid in time again", 0, 300, false},
			{"the registry says that it has expired", 0, 5, true},
			{"it is paid, and has still expired", 0, 20, true},
			{"nothing is paid", 0, 20, false},
		} {
			h.clock.pass(reseller.Days(c.days))
			before, _ := h.serial(d.Name)
			told = nil
			must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "x", func(d *reseller.Domain) error {
				d.PaidThrough = paid.AddDate(0, 0, c.paid)
				return nil
			}))
			after, _ := h.serial(d.Name)
			equal(t, c.what+": the serial rises", after > before, c.raises)
			want := []uint32(nil)
			if c.raises {
				want = []uint32{after}
			}
			equal(t, c.what+": it is told", fmt.Sprint(told), fmt.Sprint(want))
		}
	})
}
