package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// Whatever orders, names and invoices are searched by, and by whichever index they are found: a search gives what a look at each of them gives,
// page by page.
func TestOrdersAreFoundAsByALookAtEachOfThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		accounts := []int64{0}
		var made []reseller.Account
		for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
			h.clock.pass(time.Hour)
			a := h.account(email, 900_000)
			accounts, made = append(accounts, a.ID), append(made, a)
			for i, sld := range []string{"one", "two-one", "three", "un-one", "o"} {
				h.ordered(a, fmt.Sprintf("%s-%d", sld, a.ID), i)
			}
			h.refused(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "wanted-by-all")))))
		}
		ok(t, h.Exec(h.ctx, "UPDATE orders SET kind = 'transfer' WHERE id % 5 = 0"))
		ok(t, h.Exec(h.ctx, "UPDATE orders SET id = id + 50000 WHERE id > 6 AND state = 'refused'")) // far from the others
		now := h.clock.Now().Truncate(time.Microsecond)
		late := []reseller.Between{{Since: now.Add(-time.Hour)}, {Until: now.Add(-time.Minute)}, {Since: now.Add(time.Hour)}}
		every := must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 1000}}))
		equal(t, "orders", len(every), 18)
		states := [][]reseller.OrderState{nil, {reseller.OrderRefused}, {reseller.OrderDone}, {reseller.OrderSending, reseller.OrderUnknown}}
		for _, account := range accounts {
			for _, pattern := range patterns {
				for _, state := range states {
					h.findsOrders(every, reseller.OrderSearch{Account: account, Name: pattern, States: state})
					h.findsOrders(every, reseller.OrderSearch{Account: account, Name: pattern, States: state, Unfinished: true})
					for _, kind := range []reseller.OrderKind{reseller.OrderRegister, reseller.OrderTransfer} {
						h.findsOrders(every, reseller.OrderSearch{Account: account, Name: pattern, States: state, Kind: kind})
						h.findsOrders(every, reseller.OrderSearch{Account: account, Name: pattern, States: state, Kind: kind, Placed: late[0]})
					}
					for _, placed := range late {
						h.findsOrders(every, reseller.OrderSearch{Account: account, Name: pattern, States: state, Placed: placed})
					}
				}
				h.findsInvoices(account, pattern)
			}
		}
		for _, q := range []reseller.OrderSearch{{Connector: "there", TLDs: []string{"com"}}, {Connector: "there", TLDs: []string{"com"}, Unfinished: true}, {Connector: "there"}, {Connector: "there", TLDs: []string{"se"}, Unfinished: true}} {
			want, at := q, len(q.TLDs) > 0 && q.TLDs[0] == "com" // no row says where its name is
			if want.Connector, want.TLDs, want.Limit = "", nil, 1000; !at {
				want.Name = "nobody.com"
			}
			q.Limit = 1000
			equal(t, fmt.Sprintf("orders at %+v", q), len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, q))), len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, want))))
		}
		ok(t, h.Exec(h.ctx, "UPDATE domains SET connector = 'there' WHERE name = 'wanted-by-all.com'"))
		equal(t, "orders of names that are there", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Connector: "there", Page: reseller.Page{Limit: 1000}}))), 3)
		h.looksUp(made[0], made[1])
	})
}

// patterns have stars in every place, and what means something in SQL's LIKE.
var patterns = []reseller.NamePattern{
	"", "one-1.com", "wanted-by-all.com", "nobody.com", "*", "**", "one*", "*one*", "*.com", "o*1*.com", "*-*-*", "*e-2.com", "*one*one*", "*_*", "*%*", "o__-*", "*nothing*",
}

// ordered leaves an order of a name that is done, refused or unfinished.
func (h *house) ordered(a reseller.Account, sld string, i int) {
	h.t.Helper()
	o := must[reseller.Order](h.t)(h.OpenPurchase(h.ctx, h.registration(a, name(h.t, sld))))
	switch i % 3 {
	case 0:
		h.done(o)
	case 1:
		h.refused(o)
	}
}

// fits is what a pattern says of a name.
func fits(p reseller.NamePattern, name reseller.Name) bool {
	if p == "" {
		return true
	}
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(string(p)), `\*`, ".*") + "$").MatchString(name.String())
}

// findsOrders fails the test unless a search finds the orders that it chooses among all, newest first.
func (h *house) findsOrders(every []reseller.Order, q reseller.OrderSearch) {
	h.t.Helper()
	var want, got []int64
	for _, o := range every {
		if (q.Account == 0 || o.AccountID == q.Account) && fits(q.Name, o.Name) && (q.States == nil || slices.Contains(q.States, o.State)) && (q.Kind == "" || o.Kind == q.Kind) && (q.Placed.Since.IsZero() || !o.CreatedAt.Before(q.Placed.Since)) && (q.Placed.Until.IsZero() || o.CreatedAt.Before(q.Placed.Until)) && (!q.Unfinished || !o.DueAt.IsZero()) {
			want = append(want, o.ID)
		}
	}
	for q.Limit = 2; ; q.Before = got[len(got)-1] {
		page := must[[]reseller.Order](h.t)(h.SearchOrders(h.ctx, q))
		for _, o := range page {
			got = append(got, o.ID)
		}
		if len(page) < q.Limit {
			break
		}
	}
	if !slices.Equal(got, want) {
		h.t.Errorf("%+v: found %v, want %v", q, got, want)
	}
}

// findsInvoices fails the test unless a search for names, and one for their invoices, finds those that a pattern fits.
func (h *house) findsInvoices(account int64, pattern reseller.NamePattern) {
	h.t.Helper()
	page := reseller.Page{Limit: 100}
	var wantNames, gotNames, wantInvoices, gotInvoices []int64
	fitting := map[int64]bool{}
	for _, d := range must[[]reseller.Domain](h.t)(h.SearchDomains(h.ctx, reseller.DomainSearch{Account: account, Closed: true, Page: page})) {
		if fits(pattern, d.Name) {
			wantNames, fitting[d.ID] = append(wantNames, d.ID), true
		}
	}
	for _, i := range must[[]reseller.Invoice](h.t)(h.SearchInvoices(h.ctx, reseller.InvoiceSearch{Account: account, Page: page})) {
		if fitting[i.DomainID] {
			wantInvoices = append(wantInvoices, i.ID)
		}
	}
	for _, d := range must[[]reseller.Domain](h.t)(h.SearchDomains(h.ctx, reseller.DomainSearch{Account: account, Name: pattern, Closed: true, Page: page})) {
		gotNames = append(gotNames, d.ID)
	}
	for _, i := range must[[]reseller.Invoice](h.t)(h.SearchInvoices(h.ctx, reseller.InvoiceSearch{Account: account, Domain: pattern, Page: page})) {
		gotInvoices = append(gotInvoices, i.ID)
	}
	equal(h.t, fmt.Sprintf("names like %q of %d", pattern, account), fmt.Sprint(gotNames), fmt.Sprint(wantNames))
	equal(h.t, fmt.Sprintf("invoices of %q of %d", pattern, account), fmt.Sprint(gotInvoices), fmt.Sprint(wantInvoices))
}
