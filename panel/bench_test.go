package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// pageOf is a page of the benchmark.
type pageOf struct{ name, at string }

// BenchmarkPagesOfAHundredThousandNames measures how long pages take, over HTTP, for an account with 100,000 names, each with an order and a
// movement of credit, all registered in the last year and renewed automatically in the next. "make bench-panel" runs it; README.md has what it measured.
func BenchmarkPagesOfAHundredThousandNames(b *testing.B) {
	for _, engine := range apptest.Engines {
		w := newWorld(b, engine, nil)
		w.Unclean = true // rows that came by no order
		w.openBook(engine).multiply(many)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		p.measure(b, engine, []pageOf{
			{"overview", "/panel/"},
			{"domains", "/panel/domains/"},
			{"domains in the middle", "/panel/domains/?after=50000"},
			{"search for a part", "/panel/domains/?q=name-99"},
			{"search that finds nothing", "/panel/domains/?q=nothing-at-all"},
			{"filter", "/panel/domains/?q=tld:com+expires:<30d+renew:on"},
			{"on hold", "/panel/domains/?q=status:hold"},
			{"name server that nothing uses", "/panel/domains/?q=ns:ns1.nothing.example"},
			{"name server that all use", "/panel/domains/?q=ns:example.net"},
			{"lock off", "/panel/domains/?q=lock:off"},
			{"lock on", "/panel/domains/?q=lock:on"},
			{"registered in a month", "/panel/domains/?q=registered:2026-01"},
			{"expires in a year", "/panel/domains/?q=expires:2026"},
			{"by expiry", "/panel/domains/?sort=expires"},
			{"by expiry in the middle", "/panel/domains/?sort=-expires&after=50000"},
			{"by name in the middle", "/panel/domains/?sort=name&after=50000"},
			{"last registered of a filter", "/panel/domains/?sort=-registered&q=tld:com+renew:on"},
			{"one name", fmt.Sprintf("/panel/domains/%d/", w.ours.ID)},
			{"orders", "/panel/orders/"},
			{"orders of a part of a name", "/panel/orders/?q=name-99*"},
			{"orders done", "/panel/orders/?status=done"},
			{"orders refused", "/panel/orders/?status=refused"},
			{"credit with 90 days", "/panel/credit/"},
			{"credit, older", "/panel/credit/?after=50000"},
			{"invoices", "/panel/invoices/"},
			{"credit since a day to come", "/panel/credit/?since=2030-01-01"},
			{"renewals", "/panel/domains/renew/?q=tld:com"},
			{"name servers of 500", "/panel/domains/servers/?q=tld:com&servers=ns1.example.net+ns2.example.net"},
			{"transfers", "/panel/transfers/"},
			{"a TLD that none has", "/panel/domains/?q=tld:nu"},
			{"not renewed, last registered first", "/panel/domains/?q=lock:off+renew:off&sort=-registered"},
			{"orders of a kind that is rare", "/panel/orders/?kind=transfer"},
			{"invoices of a day", "/panel/invoices/?since=2025-06-01&until=2025-06-02"},
			{"movements of a kind that is rare", "/panel/credit/?kind=deposit"},
			{"movements of a day", "/panel/credit/?since=2025-06-01&until=2025-06-02"},
			{"history of a name", fmt.Sprintf("/panel/domains/%d/history/", w.ours.ID)},
			{"mails sent", "/panel/notices/sent/"},
			{"activity", "/panel/activity/"},
			{"activity, older", "/panel/activity/?after=2050000"},
			{"activity of a kind that is rare", "/panel/activity/?kind=money"},
			{"activity of somebody who did little", "/panel/activity/?who=user+anna@example.com"},
			{"activity of a request", "/panel/activity/?request=request-5000"},
			{"activity with a name", "/panel/activity/?q=name-5.com"},
			{"activity of a rare kind since a day", "/panel/activity/?kind=money&since=2025-09-01"},
			{"a DNS template", fmt.Sprintf("/panel/domains/template/?q=tld:com&template=%d", w.affairs[w.Account.ID].template)},
		})
	}
}

// BenchmarkStaffPagesOfAMillionRecords measures the operator's pages for an installation with 1,000 accounts, 100,000 names, and a million entries
// of the ledger, records of the audit log, and events.
func BenchmarkStaffPagesOfAMillionRecords(b *testing.B) {
	for _, engine := range apptest.Engines {
		w := newWorld(b, engine, nil)
		w.Unclean = true // rows that came by no order
		book := w.openBook(engine)
		book.multiply(many)
		book.crowd(accounts, records-many)
		p := w.signIn("staff@example.com", reseller.UserStaff, "en")
		var pages []pageOf
		mails := "mails/?account=" + w.Account.Email
		for _, at := range []string{
			"", "health/", "accounts/", "accounts/?from=500", "accounts/?sort=names", "accounts/?sort=balance", "accounts/?sort=spend", "accounts/?q=nothing-at-all",
			"accounts/1/", "accounts/1/ledger/", "accounts/1/ledger/?before=50000", "accounts/1/access/", "accounts/1/prices/",
			"mails/", "mails/?before=50000", "mails/?state=given_up", "mails/?to=nobody@example.com", mails, mails + "&before=50000", mails + "&state=given_up", mails + "&kind=low_credit", mails + "&name=*nothing*", mails + "&name=nothing.com",
			"domains/", "domains/?before=50000", "domains/?name=name-99*", "domains/?name=name-5.com", "domains/?name=*nothing*", "domains/?account=reseller@example.com&before=50000", "domains/?account=reseller@example.com&name=*nothing*", "domains/?closed=yes", "domains/ours.com/",
			"orders/", "orders/?show=unfinished", "orders/?show=all", "orders/?show=all&before=50000", "orders/?name=*nothing*", "orders/?name=nothing.com", "orders/?state=refused", "orders/?state=unknown", "orders/?account=reseller@example.com&state=unknown", "orders/5000/",
			"orders/?kind=transfer", "orders/?registry=sandbox&state=done", "orders/?since=2030-01-01", "orders/?since=2025-06-01&until=2025-06-02", "domains/?account=reseller@example.com&closed=yes", "abuse/?account=reseller@example.com",
			"invoices/", "invoices/?before=50000", "invoices/?status=unpaid", "invoices/?name=*nothing*", "invoices/?name=name-5.com", "invoices/?account=reseller@example.com&status=cancelled",
			"prices/", "registries/", "abuse/", "abuse/?show=held", "abuse/?show=messages", "abuse/?name=*nothing*", "jobs/",
			"audit/", "audit/?before=500000", "audit/?account=reseller-500@example.com", "audit/?name=nothing.com", "audit/?name=name-5.com", "audit/?order=5000", "audit/?actor=nobody", "audit/?actor=token 19", "audit/?actor=token&before=500000", "audit/?actor=token 1&before=100020", "audit/?since=2030-01-01", "audit/?since=2026-01-01", "audit/?since=2026-03-09&actor=token 1999",
			"audit/?since=2025-09-01&actor=token 1999", "audit/?since=2025-09-01&actor=nobody", "audit/?since=2025-09-01&account=reseller-500@example.com", "audit/?since=2025-09-01&name=name-5.com",
		} {
			pages = append(pages, pageOf{"/operator/" + at, "/operator/" + strings.ReplaceAll(at, " ", "+")})
		}
		p.measure(b, engine, pages)
	}
}

// measure tells the mean time of each page; as "best-ms" the fastest, which other work on the machine disturbs least; as "cpu-ms" how long
// processors worked for it, in the database, too; and as "kB" how long it is.
func (p *person) measure(b *testing.B, engine apptest.Engine, pages []pageOf) {
	for _, page := range pages {
		b.Run(string(engine)+"/"+strings.NewReplacer(" ", "-", "/", ".").Replace(page.name), func(b *testing.B) {
			best, size := time.Duration(1<<63-1), len(p.must(page.at))
			worked := processorTime()
			for b.Loop() {
				begun := time.Now()
				p.must(page.at)
				best = min(best, time.Since(begun))
			}
			worked = processorTime() - worked
			b.ReportMetric(float64(best.Microseconds())/1000, "best-ms")
			b.ReportMetric(float64(worked.Milliseconds())/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}
