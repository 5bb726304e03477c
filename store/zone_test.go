package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// saveRecords saves one record per hostname.
func (h *house) saveRecords(d reseller.Domain, by reseller.Actor, hostnames ...string) error {
	save := zone.Save{Kind: zone.DNS, By: by}
	for _, hostname := range hostnames {
		save.Records = append(save.Records, zone.Record{Hostname: hostname, Type: "TXT"})
	}
	return h.SaveZone(h.ctx, d.ID, save)
}

// versions lists the numbers of the saved versions of one kind, newest first.
func (h *house) versions(d reseller.Domain, kind zone.Kind) []int64 {
	h.t.Helper()
	var numbers []int64
	for _, r := range must[[]zone.Revision](h.t)(h.ZoneVersions(h.ctx, d.ID, kind, reseller.Page{Limit: 2000})) {
		numbers = append(numbers, r.Version)
	}
	return numbers
}

func TestZoneKeepsItsVersionsAndComesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		equal(t, "no records at first", len(must[[]zone.Record](t)(h.Records(h.ctx, d.ID))), 0)
		ok(t, h.saveRecords(d, reseller.Actor{Name: "token 1", RequestID: "r1"}, "b", "1"))
		h.clock.pass(time.Minute)
		ok(t, h.saveRecords(d, reseller.Actor{Name: "token 1", RequestID: "r2"}, "b", "2"))
		ok(t, h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me"}}, By: reseller.Operator}))
		ok(t, h.RestoreZone(h.ctx, d.ID, zone.DNS, 1, reseller.Operator))

		records := must[[]zone.Record](t)(h.Records(h.ctx, d.ID))
		equal(t, "in the order saved", records[0].Hostname+records[1].Hostname, "b1")
		history := ""
		for _, r := range must[[]zone.Revision](t)(h.ZoneVersions(h.ctx, d.ID, zone.DNS, reseller.Page{Limit: 100})) {
			history += fmt.Sprintf("%d by %s%s at %s, ", r.Version, r.SavedBy, r.RequestID, r.SavedAt.Format("15:04.000000"))
		}
		equal(t, "history", history, "4 by operator at 12:01.123456, 2 by token 1r2 at 12:01.123456, 1 by token 1r1 at 12:00.123456, ")
		equal(t, "versions of the forwards", fmt.Sprint(h.versions(d, zone.Mail)), "[3]")
		equal(t, "the forwards", must[[]zone.Forward](t)(h.Forwards(h.ctx, d.ID))[0].Prefix, "me")
		err := h.RestoreZone(h.ctx, d.ID, zone.DNS, 3, reseller.Operator)
		equal(t, "no such version of this kind", errors.Is(err, reseller.ErrNotFound), true)
	})
}

func TestZoneOfNoDomainIsNotSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		err := h.SaveZone(h.ctx, 999, zone.Save{Kind: zone.DNS, By: reseller.Operator})
		equal(t, "not found", errors.Is(err, reseller.ErrNotFound), true)
	})
}

// Whoever saves, and whichever kind, every save has a version of its own, without gaps, in one sequence for the zone.
func TestZonesSavedAtOnceHaveDenseVersions(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		servers := []*house{h, another(t, h.url, h.clock)}
		for _, err := range atOnce(20, func(i int) error {
			if i%4 < 2 {
				return servers[i%2].saveRecords(d, reseller.Operator, fmt.Sprint(i))
			}
			return servers[i%2].SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: fmt.Sprint(i)}}, By: reseller.Operator})
		}) {
			ok(t, err)
		}
		dns, mail := h.versions(d, zone.DNS), h.versions(d, zone.Mail)
		all := slices.Concat(dns, mail)
		slices.Sort(all)
		for i, version := range all {
			equal(t, "version", version, int64(i+1))
		}
		equal(t, "saves of records", len(dns), 10)
		equal(t, "saves of forwards", len(mail), 10)
	})
}

func TestRecordsArePatchedFromWhatTheyAre(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.net", 100_000), "one")
		patch := func(make func([]zone.Record) ([]zone.Record, error)) error {
			return h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.DNS, Patch: make, SwitchOn: true, By: reseller.Operator})
		}
		refusal := errors.New("no")
		err := patch(func([]zone.Record) ([]zone.Record, error) { return nil, refusal })
		equal(t, "the patch's own error comes back", errors.Is(err, refusal), true)
		equal(t, "and nothing was switched on", must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)).DNSManagement, false)
		const writers = 10
		for _, err := range atOnce(writers, func(i int) error {
			return patch(func(have []zone.Record) ([]zone.Record, error) {
				return append(have, zone.Record{Hostname: fmt.Sprintf("h%d", i), Type: "A", Address: "192.0.2.1"}), nil
			})
		}) {
			ok(t, err)
		}
		equal(t, "records", len(must[[]zone.Record](t)(h.Records(h.ctx, d.ID))), writers)
		equal(t, "versions", len(h.versions(d, zone.DNS)), writers)
		equal(t, "the newest", h.versions(d, zone.DNS)[0], writers)
	})
}

// A save is one transaction: whichever of its tables fails, it leaves no rows, no flag and no version.
func TestSaveThatFailsHalfWayLeavesNothing(t *testing.T) {
	for kind, save := range map[string]zone.Save{
		"records":  {Kind: zone.DNS, Records: []zone.Record{{Hostname: "www"}}},
		"forwards": {Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "me"}}},
		"a patch":  {Kind: zone.DNS, Patch: func(have []zone.Record) ([]zone.Record, error) { return append(have, zone.Record{}), nil }},
	} {
		save.SwitchOn, save.Action, save.By = true, "SaveZone", reseller.Operator
		t.Run(kind, func(t *testing.T) {
			onBoth(t, func(t *testing.T, h *house) {
				d := h.domain(h.account("a@example.com", 10000), "name")
				var told []zone.Change
				h.TellZoneChanges(func(c zone.Change) { told = append(told, c) })
				for _, table := range []string{"zone_documents", "zone_history", "audit"} {
					ok(t, h.Exec(h.ctx, "ALTER TABLE "+table+" RENAME TO away"))
					if err := h.SaveZone(h.ctx, d.ID, save); err == nil {
						t.Errorf("saved without %s", table)
					}
					ok(t, h.Exec(h.ctx, "ALTER TABLE away RENAME TO "+table))
					equal(t, "versions", len(h.versions(d, save.Kind)), 0)
					equal(t, "records", len(must[[]zone.Record](t)(h.Records(h.ctx, d.ID))), 0)
					equal(t, "forwards", len(must[[]zone.Forward](t)(h.Forwards(h.ctx, d.ID))), 0)
					after := must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID))
					equal(t, "DNS management", after.DNSManagement, false)
					equal(t, "e-mail forwarding", after.EmailForwarding, false)
				}
				equal(t, "zones that are told to have changed", len(told), 0)
				ok(t, h.SaveZone(h.ctx, d.ID, save))
				state := must[zone.State](t)(h.ZoneState(h.ctx, d.Name))
				equal(t, "the zone that is told last", told[len(told)-1], zone.Change{Name: d.Name.String(), Serial: state.Serial, At: state.ChangedAt})
				equal(t, "versions", fmt.Sprint(h.versions(d, save.Kind)), "[1]")
				after := must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID))
				equal(t, "DNS management", after.DNSManagement, save.Kind == zone.DNS)
				equal(t, "e-mail forwarding", after.EmailForwarding, save.Kind == zone.Mail)
			})
		})
	}
}

// A save that switches DNS on meets changes of the same row: neither may take the other's word back.
func TestSaveAndChangesOfTheDomainKeepEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		for _, err := range atOnce(16, func(i int) error {
			if i%2 == 0 {
				return h.SaveZone(h.ctx, d.ID, zone.Save{Kind: zone.DNS, Records: []zone.Record{{Hostname: fmt.Sprint(i)}}, SwitchOn: true, By: reseller.Operator})
			}
			_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.Nameservers = append(d.Nameservers, fmt.Sprint(i))
				return nil
			})
			return err
		}) {
			ok(t, err)
		}
		after := must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID))
		equal(t, "DNS management", after.DNSManagement, true)
		equal(t, "changes", len(after.Nameservers), 8)
		equal(t, "the newest version", h.versions(d, zone.DNS)[0], 8)
	})
}

// A database that counted the versions of each kind by itself goes on from the higher count, so that no number returns.
func TestZoneVersionGoesOnFromADatabaseWithRows(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 50000)
		both, mail, none := h.domain(a, "both"), h.domain(a, "mail"), h.domain(a, "none")
		forward := zone.Save{Kind: zone.Mail, By: reseller.Operator}
		ok(t, h.saveRecords(both, reseller.Operator, "www"))
		ok(t, h.SaveZone(h.ctx, both.ID, forward))
		ok(t, h.SaveZone(h.ctx, mail.ID, forward))
		ok(t, h.MigrateDownTo(h.ctx, before61))
		ok(t, h.Exec(h.ctx, "UPDATE zone_documents SET version = CASE kind WHEN 'dns' THEN 7 ELSE 3 END"))
		must[[]string](t)(h.Migrate(h.ctx))

		forward.Forwards = []zone.Forward{{Prefix: "other"}}
		for _, d := range []reseller.Domain{both, mail, none} {
			ok(t, h.SaveZone(h.ctx, d.ID, forward))
		}
		equal(t, "after records of 7 and forwards of 3", h.versions(both, zone.Mail)[0], 8)
		equal(t, "after forwards of 3", h.versions(mail, zone.Mail)[0], 4)
		equal(t, "after nothing", h.versions(none, zone.Mail)[0], 1)
	})
}

func TestZoneOfADatabaseThatIsAwayIsAnErrorAndNotEmpty(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		ended, cancel := context.WithCancel(h.ctx)
		cancel()
		if records, err := h.Records(ended, d.ID); err == nil {
			t.Errorf("records are %v", records)
		}
		if _, err := h.ZoneVersions(ended, d.ID, zone.DNS, reseller.Page{Limit: 100}); err == nil {
			t.Error("versions were listed")
		}
	})
}
