package store_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/zone"
)

// sell makes n paid invoices.
func (h *house) sell(a reseller.Account, prefix string, n int) {
	h.t.Helper()
	for i := range n {
		h.domain(a, fmt.Sprintf("%s%d", prefix, i))
	}
}

func (h *house) numbers(a reseller.Account) []string {
	h.t.Helper()
	var numbers []string
	for _, i := range must[[]reseller.Invoice](h.t)(h.Invoices(h.ctx, a.ID, 0, 1000)) {
		numbers = append(numbers, i.Number)
	}
	return numbers
}

func TestInvoicesAreNumberedFromOneInEveryYear(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		h.sell(a, "old", 2)
		equal(t, "numbers before", strings.Join(h.numbers(a), ","), ",")
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 1)), 1)
		h.clock.pass(365 * 24 * time.Hour)
		h.sell(a, "new", 2)
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 100)), 3)
		equal(t, "numbered", must[int](t)(h.NumberInvoices(h.ctx, 100)), 0)
		equal(t, "numbers", strings.Join(h.numbers(a), " "), "2026-00000001 2026-00000002 2027-00000001 2027-00000002")
	})
}

func TestTwoServersNumberWithoutGapsOrRepeats(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		h.sell(a, "name", 30)
		servers := []*house{h, another(t, h.url, h.clock), another(t, h.url, h.clock)}
		numbered := make([]int, len(servers))
		for _, err := range atOnce(len(servers), func(i int) (err error) {
			numbered[i], err = servers[i].NumberInvoices(h.ctx, 100)
			return err
		}) {
			ok(t, err)
		}
		equal(t, "numbered in all", numbered[0]+numbered[1]+numbered[2], 30)
		got := h.numbers(a)
		slices.Sort(got)
		for i, number := range got {
			equal(t, "number", number, fmt.Sprintf("2026-%08d", i+1))
		}
	})
}

func TestInvoiceSaysWhatWasSold(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 10000), h.account("b@example.com", 10000)
		h.sell(a, "name", 1)
		h.sell(b, "other", 1)
		equal(t, "all accounts' invoices", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, 0, 0, 10))), 2)
		i := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))[0]
		equal(t, "line", fmt.Sprint(i.Lines), "[{name0.com register 1 8000 2000}]")
		equal(t, "status", i.Status, reseller.InvoicePaid)
		equal(t, "paid", i.PaidAt, noon.Truncate(time.Microsecond))
	})
}

func TestZoneKeepsItsVersionsAndComesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		equal(t, "no records at first", len(must[[]zone.Record](t)(h.Records(h.ctx, d.ID))), 0)
		save := func(data string) {
			ok(t, h.SaveRecords(h.ctx, d.ID, []zone.Record{{Hostname: "b", Type: "A"}, {Hostname: data, Type: "TXT"}}, reseller.Actor{Name: "token 1", RequestID: "r" + data}))
		}
		save("1")
		h.clock.pass(time.Minute)
		save("2")
		ok(t, h.SaveForwards(h.ctx, d.ID, []zone.Forward{{}}, reseller.Operator))
		ok(t, h.RestoreZone(h.ctx, d.ID, store.ZoneDNS, 1, reseller.Operator))

		records := must[[]zone.Record](t)(h.Records(h.ctx, d.ID))
		equal(t, "in the order saved", records[0].Hostname+records[1].Hostname, "b1")
		history := ""
		for _, v := range must[[]store.ZoneVersion](t)(h.ZoneVersions(h.ctx, d.ID, store.ZoneDNS)) {
			history += fmt.Sprintf("%d by %s%s at %s, ", v.Version, v.SavedBy, v.RequestID, v.SavedAt.Format("15:04.000000"))
		}
		equal(t, "history", history, "3 by operator at 12:01.123456, 2 by token 1r2 at 12:01.123456, 1 by token 1r1 at 12:00.123456, ")
		equal(t, "mail versions", len(must[[]store.ZoneVersion](t)(h.ZoneVersions(h.ctx, d.ID, store.ZoneMail))), 1)
		err := h.RestoreZone(h.ctx, d.ID, store.ZoneDNS, 9, reseller.Operator)
		equal(t, "no such version", errors.Is(err, reseller.ErrNotFound), true)
	})
}

func TestZonesSavedAtOnceAllGetAVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		for _, err := range atOnce(10, func(i int) error {
			return h.SaveRecords(h.ctx, d.ID, []zone.Record{{Hostname: fmt.Sprint(i)}}, reseller.Operator)
		}) {
			ok(t, err)
		}
		versions := must[[]store.ZoneVersion](t)(h.ZoneVersions(h.ctx, d.ID, store.ZoneDNS))
		equal(t, "versions", len(versions), 10)
		equal(t, "the newest", versions[0].Version, 10)
	})
}

func TestHostsAndContactsComeBackAsTheyWere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		contact := reseller.Contact{FirstName: "Åsa 🐝", LastName: "O'Neill \\ \"x\"", Email: "asa@example.com"}
		host := reseller.Host{Name: "ns1.name.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}}
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.Contacts, d.Hosts = reseller.Contacts{reseller.RoleRegistrant: contact}, []reseller.Host{host}
			d.RegistryExpiry = time.Date(2028, 2, 29, 23, 59, 59, 999999000, time.UTC)
			return nil
		}))
		got := must[reseller.Domain](t)(h.Domain(h.ctx, d.AccountID, d.Name))
		equal(t, "contact", got.Contacts[reseller.RoleRegistrant], contact)
		equal(t, "host", fmt.Sprint(got.Hosts), fmt.Sprint([]reseller.Host{host}))
		equal(t, "expiry", got.RegistryExpiry, time.Date(2028, 2, 29, 23, 59, 59, 999999000, time.UTC))
	})
}

func TestLeaseHasOneHolderAndItsFenceGrowsWhenItPasses(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		take := func(holder string, want bool) {
			t.Helper()
			equal(t, "taken by "+holder, must[bool](t)(h.TakeLease(h.ctx, "jobs", holder, time.Minute)), want)
		}
		fence := func(holder string, want int64, held bool) {
			t.Helper()
			lease, now, err := h.LeaseOf(h.ctx, "jobs")
			ok(t, err)
			equal(t, "holder", lease.Holder, holder)
			equal(t, "fence", lease.Fence, want)
			equal(t, "held now", now, held)
		}
		fence("", 0, false)
		take("a", true)
		take("b", false)
		fence("a", 1, true)
		h.clock.pass(30 * time.Second)
		take("a", true)
		fence("a", 1, true)
		h.clock.pass(59 * time.Second)
		take("b", false)
		h.clock.pass(2 * time.Second)
		fence("a", 1, false)
		take("b", true)
		fence("b", 2, true)
		ok(t, h.DropLease(h.ctx, "jobs", "a")) // not a's to give up
		take("a", false)
		ok(t, h.DropLease(h.ctx, "jobs", "b"))
		take("a", true)
		fence("a", 3, true)
	})
}

func TestOneOfManyTakesALease(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		taken := make([]bool, 10)
		for _, err := range atOnce(10, func(i int) (err error) {
			taken[i], err = h.TakeLease(h.ctx, "jobs", fmt.Sprint(i), time.Minute)
			return err
		}) {
			ok(t, err)
		}
		won := 0
		for _, w := range taken {
			if w {
				won++
			}
		}
		equal(t, "holders", won, 1)
	})
}

func TestSandboxClockMovesForwardOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		equal(t, "never moved", must[store.SandboxClock](t)(h.SandboxClock(h.ctx)), store.SandboxClock{})
		ok(t, h.SetSandboxClock(h.ctx, store.SandboxClock{Offset: time.Hour, Target: 2 * time.Hour}))
		again := h.SetSandboxClock(h.ctx, store.SandboxClock{Offset: 3 * time.Hour})
		equal(t, "a second first move", errors.Is(again, reseller.ErrConflict), true)
		c := must[store.SandboxClock](t)(h.SandboxClock(h.ctx))
		equal(t, "clock", c, store.SandboxClock{Version: 1, Offset: time.Hour, Target: 2 * time.Hour})
		c.Offset = time.Minute
		equal(t, "backwards", errors.Is(h.SetSandboxClock(h.ctx, c), reseller.ErrConflict), true)
	})
}
