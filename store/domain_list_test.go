package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// listed names what a filter chooses, in pages of two.
func (h *house) listed(a reseller.Account, f reseller.DomainFilter) string {
	h.t.Helper()
	names := h.paged(func(after int64) ([]reseller.Domain, error) { return h.ListDomains(h.ctx, a.ID, f, after, 2) })
	equal(h.t, fmt.Sprintf("count of %+v", f), must[int64](h.t)(h.CountDomains(h.ctx, a.ID, f)), int64(len(names)))
	return strings.Join(names, " ")
}

// paged names what pages of two have.
func (h *house) paged(read func(after int64) ([]reseller.Domain, error)) (names []string) {
	h.t.Helper()
	for after := int64(0); ; {
		page := must[[]reseller.Domain](h.t)(read(after))
		for _, d := range page {
			names = append(names, d.Name.SLD())
			after = d.ID
		}
		if len(page) < 2 {
			return names
		}
	}
}

func TestFiltersChooseDomains(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.net", 100_000), h.account("b@example.net", 100_000)
		for _, sld := range []string{"one", "two", "three", "four", "five"} {
			h.domain(a, sld)
		}
		h.domain(b, "theirs")
		two := must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, "two")))
		set := func(d reseller.Domain, change func(*reseller.Domain)) {
			t.Helper()
			_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error { change(d); return nil })
			ok(t, err)
		}
		for _, sld := range []string{"one", "two", "three", "four", "five"} {
			d := must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, sld)))
			set(d, func(d *reseller.Domain) { d.Nameservers = []string{"ns1.new.net", "ns2.new.net"} })
		}
		set(two, func(d *reseller.Domain) {
			d.Locked, d.PaidThrough, d.Nameservers = true, noon, []string{"ns1.old.net", "ns2.old.net"}
			d.RegisteredAt = noon.AddDate(-2, 0, 0)
		})
		three := must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, "three")))
		set(three, func(d *reseller.Domain) { d.Removed = true })
		four := must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, "four")))
		set(four, func(d *reseller.Domain) { d.State = reseller.DomainReleased })

		active := []reseller.DomainState{reseller.DomainActive}
		for _, c := range []struct {
			filter reseller.DomainFilter
			want   string
		}{
			{reseller.DomainFilter{}, "one two four five"},
			{reseller.DomainFilter{States: active}, "one two five"},
			{reseller.DomainFilter{Removed: true}, "three"},
			{reseller.DomainFilter{Locked: new(true)}, "two"},
			{reseller.DomainFilter{Locked: new(false)}, "one four five"},
			{reseller.DomainFilter{PaidBefore: noon}, "two"},
			{reseller.DomainFilter{States: active, PaidAfter: noon}, "one five"},
			{reseller.DomainFilter{Search: "o"}, "one two four five"}, // .com too
			{reseller.DomainFilter{Nameserver: "ns2.old.net"}, "two"},
			{reseller.DomainFilter{Nameserver: "old.net"}, "two"},
			{reseller.DomainFilter{Nameserver: "new.net"}, "one four five"},
			{reseller.DomainFilter{Nameserver: "net"}, "one two four five"},
			{reseller.DomainFilter{Nameserver: "net", Removed: true}, "three"},
			{reseller.DomainFilter{Nameserver: "net", Locked: new(false)}, "one four five"},
			{reseller.DomainFilter{Nameserver: "net", Search: "f"}, "four five"},
			{reseller.DomainFilter{Nameserver: "net", States: active, PaidAfter: noon}, "one five"},
			{reseller.DomainFilter{Nameserver: `ns2.old.net","`}, ""},
			{reseller.DomainFilter{Nameserver: "ld.net"}, ""},
			{reseller.DomainFilter{Nameserver: "ns2.old"}, ""},
			{reseller.DomainFilter{RegisteredBefore: noon.AddDate(-2, 0, 0)}, "two"},
			{reseller.DomainFilter{States: active, RegisteredAfter: noon.AddDate(-2, 0, 0)}, "one five"},
			{reseller.DomainFilter{Search: "f"}, "four five"},
			{reseller.DomainFilter{Search: "_"}, ""},
			{reseller.DomainFilter{Search: "%"}, ""},
			{reseller.DomainFilter{Search: "!"}, ""},
		} {
			equal(t, fmt.Sprintf("%+v", c.filter), h.listed(a, c.filter), c.want)
		}
		h.sorts(a)
		h.mendsServers(a, two)
		_, err := h.AccountDomain(h.ctx, b.ID, two.ID)
		equal(t, "another account's domain is found", !errors.Is(err, reseller.ErrNotFound), false)
		own := must[[]reseller.Domain](t)(h.AccountDomains(h.ctx, a.ID, []int64{two.ID, 0, three.ID, two.ID}))
		equal(t, "of several", len(own), 2)
		equal(t, "of several, another account's", len(must[[]reseller.Domain](t)(h.AccountDomains(h.ctx, b.ID, []int64{two.ID, three.ID}))), 0)
		if _, _, err := h.Nameservers(h.ctx, a.ID, name(t, "three")); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("name servers of a removed name: %v", err)
		}

		// Registered: three's week before the others', on its first instant; one the instant before; and one not at all yet.
		week := must[reseller.Domain](t)(h.LiveDomain(h.ctx, name(t, "one"))).RegisteredAt.Add(-reseller.Days(6))
		set(three, func(d *reseller.Domain) { d.RegisteredAt = week.Add(-reseller.Days(7)) })
		set(two, func(d *reseller.Domain) { d.RegisteredAt = week.Add(-reseller.Days(7) - time.Microsecond) })
		must[reseller.Domain](t)(h.AddDraft(h.ctx, a.ID, name(t, "draft"), reseller.Operator))
		equal(t, "registered by week", fmt.Sprint(must[[]reseller.Week](t)(h.RegistrationsByWeek(h.ctx, a.ID, week.Add(-reseller.Days(7)), 3))),
			fmt.Sprint([]reseller.Week{{From: week.Add(-reseller.Days(7)), Registered: 1}, {From: week, Registered: 3}, {From: week.Add(reseller.Days(7))}}))
	})
}

// mendsServers breaks the index of name servers in each way that there is: it is found out, and mended.
func (h *house) mendsServers(a reseller.Account, two reseller.Domain) {
	h.t.Helper()
	mended := func(what string, want int64) {
		h.t.Helper()
		equal(h.t, what, must[int64](h.t)(h.IndexNameservers(h.ctx)), want)
		equal(h.t, what+", listed", h.listed(a, reseller.DomainFilter{Nameserver: "old.net"})+"; "+h.listed(a, reseller.DomainFilter{Nameserver: "evil.example"}), "two; ")
	}
	mended("as it is kept", 0)
	ok(h.t, h.Exec(h.ctx, "DELETE FROM domain_nameservers WHERE host = 'old.net'"))
	mended("one host lacks", 1)
	ok(h.t, h.Exec(h.ctx, "INSERT INTO domain_nameservers (host, account_id, domain_id) VALUES ('evil.example', ?, ?)", a.ID, two.ID))
	mended("one host too many", 1)
	ok(h.t, h.Exec(h.ctx, "INSERT INTO domain_nameservers (host, account_id, domain_id) VALUES ('evil.example', ?, 999999)", a.ID))
	mended("one of a name that there is not", 1)
	ok(h.t, h.Exec(h.ctx, "DELETE FROM domain_nameservers"))
	mended("none at all", 5) // as it is for names that were there before it
}

// sorts lists the names of TestFiltersChooseDomains in each order, as few and as many, with two that have no dates: those are last either way.
func (h *house) sorts(a reseller.Account) {
	h.t.Helper()
	must[reseller.Domain](h.t)(h.AddDraft(h.ctx, a.ID, name(h.t, "a-draft"), reseller.Operator))
	must[reseller.Domain](h.t)(h.AddDraft(h.ctx, a.ID, name(h.t, "z-draft"), reseller.Operator))
	for _, c := range []struct {
		by   reseller.DomainSort
		down bool
		want string
	}{
		{reseller.SortByName, false, "a-draft five four one two z-draft"},
		{reseller.SortByName, true, "z-draft two one four five a-draft"},
		{reseller.SortByExpiry, false, "two one four five a-draft z-draft"},
		{reseller.SortByExpiry, true, "five four one two z-draft a-draft"},
		{reseller.SortByRegistration, false, "two one four five a-draft z-draft"},
		{reseller.SortByRegistration, true, "five four one two z-draft a-draft"},
	} {
		f := reseller.DomainFilter{Sort: c.by, Descending: c.down}
		equal(h.t, fmt.Sprintf("by %s, down %t", c.by, c.down), h.listed(a, f), c.want)
		many := h.paged(func(after int64) ([]reseller.Domain, error) { return h.SortedAsMany(h.ctx, a.ID, f, after, 2) })
		equal(h.t, fmt.Sprintf("many by %s, down %t", c.by, c.down), strings.Join(many, " "), c.want)
		f.Nameserver = "net" // all but the drafts have one there
		served := strings.Join(strings.Fields(strings.NewReplacer("a-draft", "", "z-draft", "").Replace(c.want)), " ")
		many = h.paged(func(after int64) ([]reseller.Domain, error) { return h.SortedAsMany(h.ctx, a.ID, f, after, 2) })
		equal(h.t, fmt.Sprintf("many with a name server by %s, down %t", c.by, c.down), strings.Join(many, " "), served)
		equal(h.t, fmt.Sprintf("with a name server by %s, down %t", c.by, c.down), h.listed(a, f), served)
	}
}

func TestDraftReservesNothingAndBecomesTheRowOfItsTransfer(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.net", 100_000), h.account("b@example.net", 100_000)
		draft := must[reseller.Domain](t)(h.AddDraft(h.ctx, a.ID, name(t, "wanted"), reseller.Operator))
		again := must[reseller.Domain](t)(h.AddDraft(h.ctx, a.ID, name(t, "wanted"), reseller.Operator))
		equal(t, "the second draft", again.ID, draft.ID)
		if _, err := h.Domain(h.ctx, a.ID, name(t, "wanted")); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("a draft counts as a name: %v", err)
		}
		theirs := h.transfer(b, name(t, "wanted"))
		o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, theirs)) // another account is faster
		mine := h.transfer(a, name(t, "wanted"))
		mine.Domain.ID, mine.Domain.Version = draft.ID, draft.Version
		if _, err := h.OpenPurchase(h.ctx, mine); !errors.Is(err, reseller.ErrDuplicate) {
			t.Errorf("a name that another is getting: %v", err)
		}
		must[reseller.Order](t)(h.EndOrder(h.ctx, reseller.Ending{
			Order: o, To: reseller.OrderRefused, Code: reseller.CodeRefused, Reason: "no",
			Apply: func(d *reseller.Domain) { d.State = reseller.DomainRefused },
		}))
		placed := must[reseller.Order](t)(h.OpenPurchase(h.ctx, mine))
		equal(t, "the row of the transfer", placed.DomainID, draft.ID)
		mine.Order.ClTRIDBase = reseller.NewClTRIDBase()
		mine.LiveKey = "another"
		if _, err := h.OpenPurchase(h.ctx, mine); !errors.Is(err, reseller.ErrConflict) {
			t.Errorf("a row that is in use already: %v", err)
		}
		equal(t, "orders of the row", len(must[map[int64]reseller.Order](t)(h.PurchaseOrders(h.ctx, []int64{draft.ID, 999}))), 1)
	})
}

// transfer is an opening for a name that another registrar has, at 100.00 SEK.
func (h *house) transfer(a reseller.Account, n reseller.Name) reseller.Opening {
	o := h.registration(a, n)
	o.Order.Kind, o.Domain.State = reseller.OrderTransfer, reseller.DomainPendingTransfer
	return o
}

func TestLastDoneIsTheLastConfirmedOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.net", 100_000), "one")
		first := must[time.Time](t)(h.LastDone(h.ctx, d.ID))
		h.clock.pass(time.Hour)
		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(d))))
		equal(t, "later", must[time.Time](t)(h.LastDone(h.ctx, d.ID)).Sub(first), time.Hour)
		equal(t, "of nothing", must[time.Time](t)(h.LastDone(h.ctx, 999)).IsZero(), true)
	})
}
