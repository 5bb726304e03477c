package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// Whatever the audit log is searched by, and by whichever index that is found: it gives what a look at every record gives, page by page.
func TestRecordsAreFoundAsByALookAtEachOfThem(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		for i := range 40 {
			by := reseller.Actor{Name: fmt.Sprintf("%s %d", []string{"token", "Anna", "job"}[i%3], i%4), RequestID: fmt.Sprintf("request-%d", i%5)}
			account := []int64{a.ID, b.ID, 0}[i%2]
			ok(t, h.RecordAudit(h.ctx, by, account, []string{"order.resolve", "domain.set"}[i%2], []string{"7", "one.com", "two.com"}[i%3], ""))
		}
		for i := range 130 { // more than one statement looks for
			ok(t, h.RecordAudit(h.ctx, reseller.Actor{Name: fmt.Sprintf("many %d", i)}, a.ID, "domain.set", "one.com", ""))
		}
		ok(t, h.Exec(h.ctx, "UPDATE audit SET id = id + 50000 WHERE actor LIKE 'job%'")) // far from those of many
		day := time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)
		ok(t, h.Exec(h.ctx, "UPDATE audit SET created_at = '2020-01-01 12:00:00' WHERE id % 7 = 3")) // some by a clock that was wrong
		every := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Page: reseller.Page{Limit: 1000}}))
		for _, q := range []reseller.AuditSearch{
			{Actor: "token"}, {Actor: "n*2"}, {Actor: "nobody"}, {Actor: "2*n"}, {Actor: "many"}, {Actor: "y"}, {Actor: "o"}, {Actor: "many", Account: b.ID}, {Actor: "many", Objects: []string{"one.com"}}, {Actor: "anna", Account: b.ID}, {Actor: "o", Objects: []string{"one.com"}},
			{Objects: []string{"one.com", "7"}}, {Objects: []string{"gone.com"}}, {Order: 7, Placed: "request-3"}, {Order: 7}, {Order: 7, Actor: "job"}, {Order: 8},
			{Kinds: []string{"domain.set"}}, {Kinds: []string{"gone"}}, {Kinds: []string{"bücher"}}, {Kinds: []string{"bücher"}, Account: b.ID}, {Kinds: []string{"bücher", "domain.set", "order.resolve"}, Account: a.ID}, {Kinds: []string{"domain.set", "order.resolve"}, Account: b.ID, Done: reseller.Between{Until: day}}, {Kinds: []string{"order.resolve"}, Account: b.ID}, {Kinds: []string{"order.resolve"}, Actor: "token"}, {Kinds: []string{"domain.set"}, Objects: []string{"one.com"}}, {Kinds: []string{"domain.set"}, Order: 7, Placed: "request-3"},
			{Request: "request-2"}, {Request: "request-9"}, {Request: "request-2", Kinds: []string{"domain.set"}, Actor: "anna"}, {Request: "request-2", Objects: []string{"7"}, Account: a.ID}, {Request: "request-3", Order: 7, Placed: "request-3"},
			{Kinds: []string{"domain.set"}, Done: reseller.Between{Until: day}}, {Request: "request-2", Done: reseller.Between{Since: day}},
			{Account: a.ID}, {Done: reseller.Between{Since: every[0].At}}, {Done: reseller.Between{Since: every[0].At.Add(time.Second)}},
			{Actor: "many", Order: 7}, {Actor: "many", Account: 999}, {Actor: "many", Done: reseller.Between{Since: every[0].At}},
			{Actor: "job", Done: reseller.Between{Until: every[0].At.Add(time.Second)}}, {Actor: "job", Done: reseller.Between{Until: every[len(every)-1].At}},
			{Done: reseller.Between{Until: day}}, {Done: reseller.Between{Since: day}}, {Done: reseller.Between{Until: day}, Actor: "o"}, {Done: reseller.Between{Since: day}, Actor: "anna"}, {Done: reseller.Between{Until: day}, Account: b.ID},
			{Done: reseller.Between{Until: day}, Objects: []string{"one.com", "7"}}, {Done: reseller.Between{Until: day}, Order: 7}, {Done: reseller.Between{Since: day, Until: day.Add(time.Second)}}, {Done: reseller.Between{Since: day.Add(-time.Hour), Until: day}},
		} {
			var want, got []int64
			for _, r := range every {
				if looksFor(q, r) {
					want = append(want, r.ID)
				}
			}
			for q.Limit = 3; ; {
				page := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, q))
				for _, r := range page {
					got = append(got, r.ID)
				}
				if len(page) < q.Limit {
					break
				}
				q.Before = page[len(page)-1].ID
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v: found %v, want %v", q, got, want)
			}
			q.Before, q.OldestFirst, q.Limit = 0, true, 7
			slices.Reverse(want)
			if page := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, q)); !slices.EqualFunc(page, want[:min(len(want), q.Limit)], func(r reseller.AuditRecord, id int64) bool { return r.ID == id }) {
				t.Errorf("%+v, oldest first: found %v, want %v", q, page, want)
			}
		}
	})
}

// However many have acted, and whatever else is asked for: as many names as no statement takes, and a page that is far behind their records.
func TestRecordsOfVeryManyActorsAreFound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		for i := range 130 {
			ok(t, h.RecordAudit(h.ctx, reseller.Actor{Name: fmt.Sprintf("old %d", i)}, b.ID, "domain.set", "one.com", ""))
		}
		last := must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Page: reseller.Page{Limit: 1}}))[0].ID
		const first, many = 100_000, 70_000
		ok(t, h.Exec(h.ctx, fmt.Sprintf(`INSERT INTO audit (id, created_at, account_id, actor, action, object, detail, face, address, request_id)
			WITH d AS (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9),
			s AS (SELECT v.n * 10000 + w.n * 1000 + x.n * 100 + y.n * 10 + z.n AS n FROM d v, d w, d x, d y, d z WHERE v.n < 7)
			SELECT %d + n, CASE WHEN n <> 69000 AND (n >= 35000 OR n = 7) THEN '2022-01-01 00:00:00' ELSE '2020-01-01 00:00:00' END, %d, %s, 'domain.set', 'one.com', '', '', '', '' FROM s`, first, a.ID, map[string]string{"sqlite": "'fleet ' || n"}[h.Engine()]+map[string]string{"mysql": "CONCAT('fleet ', n)"}[h.Engine()])))
		newest, old := []int64{first + many - 1, first + many - 2}, []int64{last, last - 1}
		until := reseller.Between{Until: time.Now().AddDate(1, 0, 0)}
		in2021 := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC) // of the many on both sides of it one each is out of order
		for _, c := range []struct {
			search reseller.AuditSearch
			want   []int64
		}{
			{reseller.AuditSearch{Actor: "fleet"}, newest}, {reseller.AuditSearch{Actor: "fleet", Account: a.ID}, newest}, {reseller.AuditSearch{Actor: "fleet", Account: b.ID}, nil},
			{reseller.AuditSearch{Actor: "fleet", Done: until}, newest}, {reseller.AuditSearch{Actor: "fleet", Objects: []string{"one.com"}}, newest},
			{reseller.AuditSearch{Done: reseller.Between{Until: in2021}}, []int64{first + 69_000, first + 34_999}}, {reseller.AuditSearch{Actor: "fleet", Account: a.ID, Done: reseller.Between{Until: in2021}}, []int64{first + 69_000, first + 34_999}},
			{reseller.AuditSearch{Actor: "fleet", Done: reseller.Between{Since: in2021}, Page: reseller.Page{OldestFirst: true}}, []int64{first + 7, first + 35_000}},
			{reseller.AuditSearch{Actor: "l", Account: b.ID}, old}, {reseller.AuditSearch{Actor: "old", Done: until}, old}, {reseller.AuditSearch{Actor: "old 1*9", Done: until}, []int64{last, last - 10}},
		} {
			c.search.Limit = 2
			var got []int64
			for _, r := range must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, c.search)) {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%+v: found %v, want %v", c.search, got, c.want)
			}
		}
	})
}

// looksFor is what a search says, record by record.
func looksFor(q reseller.AuditSearch, r reseller.AuditRecord) bool {
	rest, parts := strings.ToLower(r.Actor), true
	for _, part := range strings.Split(strings.ToLower(q.Actor), "*") {
		var found bool
		_, rest, found = strings.Cut(rest, part)
		parts = parts && found
	}
	ofOrder := strings.HasPrefix(r.Action, "order.") && r.Object == fmt.Sprint(q.Order) || q.Placed != "" && r.RequestID == q.Placed
	parts = parts && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, r.Action)) && (q.Request == "" || r.RequestID == q.Request)
	return parts && (q.Account == 0 || r.Account == q.Account) && (len(q.Objects) == 0 || slices.Contains(q.Objects, r.Object)) &&
		(q.Order == 0 || ofOrder) && !r.At.Before(q.Done.Since) && (q.Done.Until.IsZero() || r.At.Before(q.Done.Until))
}

// Names, orders, invoices and mails that are found by an index are the ones that a look at each finds.
func TestRareRowsAreFoundByTheirIndexes(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 90_000), h.account("b@example.com", 90_000)
		var mine []reseller.Domain
		for i := range 5 {
			mine = append(mine, h.domain(a, fmt.Sprintf("mine%d", i)))
		}
		h.domain(b, "theirs")
		h.refused(must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(h.t, "mine-refused")))))
		names := func(q reseller.DomainSearch) (found string) {
			q.Limit = 10
			for _, d := range must[[]reseller.Domain](t)(h.SearchDomains(h.ctx, q)) {
				found += d.Name.String() + " "
			}
			return found
		}
		equal(t, "a part", names(reseller.DomainSearch{Name: "mine*"}), "mine4.com mine3.com mine2.com mine1.com mine0.com ")
		equal(t, "a part, with what has gone", names(reseller.DomainSearch{Name: "*refused*", Closed: true}), "mine-refused.com ")
		equal(t, "a part, of what has gone", names(reseller.DomainSearch{Name: "*refused*"}), "")
		equal(t, "exactly", names(reseller.DomainSearch{Name: "theirs.com"}), "theirs.com ")
		equal(t, "of an account, on", names(reseller.DomainSearch{Account: a.ID, Page: reseller.Page{Before: mine[2].ID}}), "mine1.com mine0.com ")
		orders := func(q reseller.OrderSearch) (found string) {
			q.Limit = 10
			for _, o := range must[[]reseller.Order](t)(h.SearchOrders(h.ctx, q)) {
				found += o.Name.String() + " "
			}
			return found
		}
		equal(t, "orders in a state", orders(reseller.OrderSearch{States: []reseller.OrderState{reseller.OrderRefused}}), "mine-refused.com ")
		equal(t, "orders of a part", orders(reseller.OrderSearch{Name: "*s.com"}), "theirs.com ")
		equal(t, "orders of a name", orders(reseller.OrderSearch{Name: "mine3.com"}), "mine3.com ")
		paid := must[[]reseller.Invoice](t)(h.SearchInvoices(h.ctx, reseller.InvoiceSearch{Account: b.ID, Status: reseller.InvoicePaid, Page: reseller.Page{Limit: 10}}))
		equal(t, "paid invoices", len(paid), 1)
		equal(t, "of nobody", len(must[[]reseller.Invoice](t)(h.SearchInvoices(h.ctx, reseller.InvoiceSearch{Domain: "nobody*", Page: reseller.Page{Limit: 10}}))), 0)
		ok(t, h.AddMails(h.ctx, []reseller.Mail{{Cause: "1", AccountID: a.ID, DomainID: mine[1].ID, Kind: "one", To: "a@example.com"}, {Cause: "2", AccountID: a.ID, Kind: "two", To: "a@example.com"}}))
		for want, q := range map[int]reseller.MailSearch{2: {}, 1: {Kind: "two"}, 0: {Name: "mine1.com", Kind: "two"}} {
			q.Account, q.Limit = a.ID, 10
			equal(t, fmt.Sprintf("mails %+v", q), len(must[[]reseller.Mail](t)(h.SearchMails(h.ctx, q))), want)
		}
		found := must[map[int64]reseller.Account](t)(h.AccountsByID(h.ctx, []int64{b.ID, 999, b.ID}))
		if len(found) != 1 || found[b.ID].Email != b.Email {
			t.Errorf("accounts by their ids: %+v", found)
		}
		emails := must[map[int64]string](t)(h.EmailsOf(h.ctx, []int64{b.ID}))
		equal(t, "addresses", fmt.Sprint(emails), fmt.Sprintf("map[%d:b@example.com]", b.ID))
	})
}
