package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/panel/session"
	"nameyard/publish/dns"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/zone"
)

// shown are the pages that the browser looks at: a name for pictures, and the path. Every page of the panel has a row, and one for each
// form that it can take.
func shown(w *world) map[reseller.UserRole][][2]string {
	mine := w.affairs[w.Account.ID]
	return map[reseller.UserRole][][2]string{
		reseller.UserOwner: {
			{"overview", "/panel/"},
			{"jump", "/panel/jump/?q=o"},
			{"jump-none", "/panel/jump/?q=zzz"},
			{"jump-request", "/panel/jump/?q=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"},
			{"domains", "/panel/domains/"},
			{"domains-found", "/panel/domains/?q=" + "expires:%3C400d+renew:on"},
			{"domains-none", "/panel/domains/?q=nothing"},
			{"views", "/panel/domains/views/"},
			{"domains-wrong", "/panel/domains/?q=owner:me"},
			{"domain", fmt.Sprintf("/panel/domains/%d/", w.ours.ID)},
			{"find", "/panel/register/"},
			{"found", "/panel/register/?q=ours.com"},
			{"found-none", "/panel/register/?q=%C2%A0.nowhere"},
			{"register", "/panel/register/free-name.com/"},
			{"register-taken", "/panel/register/ours.com/"},
			{"transfer-in", "/panel/transfers/new/"},
			{"transfer-in-name", "/panel/transfers/new/?name=elsewhere.com"},
			{"transfer-in-ours", "/panel/transfers/new/?name=ours.com"},
			{"deletion", fmt.Sprintf("/panel/domains/%d/delete/", w.ours.ID)},
			{"orders", "/panel/orders/"},
			{"orders-found", "/panel/orders/?q=ours.com&status=done"},
			{"orders-none", "/panel/orders/?q=nothing.com"},
			{"orders-wrong", "/panel/orders/?since=soon"},
			{"my-order", fmt.Sprintf("/panel/orders/%d/", mine.order)},
			{"transfers", "/panel/transfers/"},
			{"transfer-failed", fmt.Sprintf("/panel/transfers/%d/", mine.transfer)},
			{"credit", "/panel/credit/"},
			{"credit-limits", "/panel/credit/limits/"},
			{"credit-pay", "/panel/credit/pay/?amount=250"},
			{"credit-card", fmt.Sprintf("/panel/credit/card/%d/", mine.card)},
			{"credit-top-up", "/panel/credit/top-up/"},
			{"credit-older", "/panel/credit/?after=9"},
			{"invoices", "/panel/invoices/"},
			{"my-prices", "/panel/prices/"},
			{"tokens", "/panel/tokens/"},
			{"token", fmt.Sprintf("/panel/tokens/%d/", mine.token)},
			{"token-new", "/panel/tokens/new/"},
			{"token-whmcs", "/panel/tokens/new/?for=whmcs"},
			{"webhooks", "/panel/webhooks/"},
			{"webhook", fmt.Sprintf("/panel/webhooks/%d/", mine.webhook)},
			{"settings", "/panel/settings/"},
			{"dns-templates", "/panel/dns-templates/"},
			{"dns-template", fmt.Sprintf("/panel/dns-templates/%d/", mine.template)},
			{"default-contact", "/panel/settings/contact/"},
			{"notices", "/panel/notices/"},
			{"sent-notices", "/panel/notices/sent/"},
			{"sent-notices-none", "/panel/notices/sent/?kind=gone"},
			{"sent-notices-wrong", "/panel/notices/sent/?q=%5B&since=soon"},
			{"domain-dns", fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)},
			{"domain-contacts", fmt.Sprintf("/panel/domains/%d/contacts/", w.ours.ID)},
			{"domain-forwards", fmt.Sprintf("/panel/domains/%d/forwards/", w.ours.ID)},
			{"domain-hosts", fmt.Sprintf("/panel/domains/%d/hosts/", w.ours.ID)},
			{"domain-dnssec", fmt.Sprintf("/panel/domains/%d/dnssec/", w.ours.ID)},
			{"domain-history", fmt.Sprintf("/panel/domains/%d/history/", w.ours.ID)},
			{"activity", "/panel/activity/"},
			{"activity-wrong", "/panel/activity/?kind=gone&since=soon"},
			{"domain-registry", fmt.Sprintf("/panel/domains/%d/registry/", w.ours.ID)},
			{"renewals", "/panel/domains/renew/?q=tld:com"},
			{"bulk-servers", "/panel/domains/servers/?q=tld:com&servers=ns1.example.org+ns2.example.org"},
			{"bulk-template", fmt.Sprintf("/panel/domains/template/?q=tld:com&template=%d", mine.template)},
			{"bulk-servers-back", fmt.Sprintf("/panel/domains/servers-back/?act=%d", mine.act)},
			{"renewals-none", "/panel/domains/renew/"},
			{"acts", "/panel/domains/progress/"},
			{"progress", fmt.Sprintf("/panel/domains/progress/%d/", mine.act)},
			{"not-found", "/panel/nothing/"},
			{"you", "/panel/you/"},
			{"prove", "/panel/prove/"},
			{"password", "/panel/you/password/"},
			{"team", fmt.Sprintf("/panel/team/?sent=%d", w.invited.ID)},
		},
		reseller.UserStaff: {
			{"staff-overview", "/operator/"},
			{"health", "/operator/health/"},
			{"staff-jump", "/operator/jump/?q=o"},
			{"staff-jump-request", "/operator/jump/?q=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789"},
			{"accounts", "/operator/accounts/"},
			{"accounts-found", "/operator/accounts/?q=other&sort=balance"},
			{"account", fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)},
			{"account-new", "/operator/accounts/new/"},
			{"account-settings", fmt.Sprintf("/operator/accounts/%d/settings/", w.Account.ID)},
			{"account-ledger", fmt.Sprintf("/operator/accounts/%d/ledger/", w.Account.ID)},
			{"staff-mails", "/operator/mails/?state=waiting"},
			{"staff-mail", "/operator/mails/1/"},
			{"account-access", fmt.Sprintf("/operator/accounts/%d/access/", w.Account.ID)},
			{"staff-domains", "/operator/domains/?name=*.com"},
			{"staff-domain", "/operator/domains/ours.com/"},
			{"orders-need-you", "/operator/orders/"},
			{"orders-all", "/operator/orders/?show=all"},
			{"order", fmt.Sprintf("/operator/orders/%d/", w.stuck.ID)},
			{"order-done", "/operator/orders/1/"},
			{"staff-payments", "/operator/payments/"},
			{"staff-invoices", "/operator/invoices/"},
			{"staff-invoice", "/operator/invoices/1/"},
			{"staff-prices", "/operator/prices/"},
			{"price-groups", "/operator/prices/groups/"},
			{"group-prices", "/operator/prices/groups/gold/?tld=.com"},
			{"account-prices", fmt.Sprintf("/operator/accounts/%d/prices/?tld=.com", w.Account.ID)},
			{"registries", "/operator/registries/"},
			{"unverified", "/operator/abuse/"},
			{"on-hold", "/operator/abuse/?show=held"},
			{"registry-messages", "/operator/abuse/?show=messages"},
			{"nameservers", "/operator/nameservers/"},
			{"jobs", "/operator/jobs/?ran=registry-messages"},
			{"audit", "/operator/audit/?actor=operator"},
			{"audit-wrong", "/operator/audit/?order=x&since=y"},
			{"staff-you", "/operator/you/"},
			{"staff-prove", "/operator/prove/"},
			{"staff-team", "/operator/team/"},
			{"staff-password", "/operator/you/password/"},
		},
		"nobody": {
			{"sign-in", "/panel/sign-in/"},
			{"link-over", "/panel/sign-in/link/?token=none"},
			{"staff-sign-in", "/operator/sign-in/"},
			{"forgotten", "/panel/sign-in/forgotten/"},
			{"forgotten-done", "/panel/sign-in/forgotten/?done="},
			{"reset-over", "/panel/sign-in/reset/?token=none"},
			{"reset", "/panel/sign-in/reset/?token=" + w.reset},
			{"staff-forgotten", "/operator/sign-in/forgotten/"},
		},
	}
}

// Each page in a real browser: in both languages, light and dark, wide and narrow. Nothing on the console, no request that leaves, no
// violation of WCAG, nothing cut off.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	box := &postbox{}
	w := newWorld(t, apptest.SQLite, nil, box.option(), apptest.WithConfig(func(c *app.Config) {
		c.Publishing.Secondaries = []dns.Secondary{{Name: "ns1", Address: netip.MustParseAddrPort("192.0.2.53:53")}, {Name: "ns2", Address: netip.MustParseAddrPort("[2001:db8::53]:53"), Optional: true}}
		c.Bank = reseller.BankAccount{Holder: "Nameyard AB", IBAN: "SE4550000000058398257466", BIC: "ESSESESS"}
	}))
	w.fill()
	euros := w.AddAccount(reseller.Account{Email: "euros@example.com", Name: "Euros", Currency: "EUR", Language: "en"}, 0)
	broken := w.breakZone("broken.nu")
	failed := fmt.Sprintf("/panel/domains/%d/dns/", broken.ID)
	if a := w.signIn("anna@example.com", reseller.UserOwner, "en").get(failed); a.status != http.StatusInternalServerError || !strings.Contains(a.body, "Nothing was changed") {
		t.Errorf("a page that fails answers %d", a.status)
	}
	w.SetPrices([]reseller.Price{{Owner: reseller.OwnList(w.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 9_00}})
	w.PutInGroup(w.Account, "gold")
	w.SetPrices([]reseller.Price{{Owner: reseller.GroupList("gold"), TLD: "com", Currency: "USD", Operation: reseller.OpTransfer, Years: 1, Net: 7_00}})
	planned := reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 11_00}
	own := planned
	own.Owner = reseller.OwnList(w.Account.ID)
	later := time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)
	w.Must(w.Store.PlanPrices(w.Context(), []reseller.PlannedPrice{{Price: planned, From: later}, {Price: own, From: later.Add(time.Hour), Removed: true}, {Price: own, From: later}}, reseller.Operator))
	_, _, w.reset = w.forgets(box, "forgets@example.com")
	w.runs(jobs.EventNumbers, jobs.NoticesOfEvents, jobs.Spend)
	w.invited = w.invite("somebody.who.is.invited@example.com", reseller.UserBilling, "en").User
	for _, language := range []string{"en", "sv"} {
		ofEuros, ofBroken := w.linkOf(euros, reseller.UserOwner, language), w.linkOf(w.Account, reseller.UserOwner, language)
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			b := newBrowser(t, w.url)
			w.tour(b, language)
			b.signIn(ofEuros)
			b.pages(language, [][2]string{{"credit-pay-euros", "/panel/credit/pay/?amount=250"}})
			b.signIn(ofBroken)
			b.pages(language, [][2]string{{"failed", failed}})
			b.edits(fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID), "field-type")
		})
	}
}

// edits fails the test unless the key e goes to a field of a page.
func (b *browser) edits(path, field string) {
	b.Helper()
	b.visit(path)
	b.must(chromedp.Do(b.ctx, chromedp.KeyEvent("e")))
	if is := b.eval(`document.activeElement.id`); is != field {
		b.Errorf("%s: the key e goes to %q", path, is)
	}
}

// tour looks at every page in a language, as whoever may go there.
func (w *world) tour(b *browser, language string) {
	for role, pages := range shown(w) {
		if role != "nobody" {
			invited := w.invite(string(role)+"-"+language+"@example.com", role, language)
			b.must(w.Store.AddSavedView(w.Context(), invited.User, reseller.SavedView{Name: "Next year", Search: "expires:<400d renew:on"}, reseller.Actor{}))
			b.signIn(session.Side(invited.User) + "/sign-in/link/?token=" + invited.Secret)
			w.giveKey(invited.User.Email)
		} else {
			b.signOut()
			b.speaks(language)
		}
		b.pages(language, pages)
	}
}

// seenAs is a scheme of colours and the width of a window.
type seenAs struct {
	scheme string
	width  int64
}

// looksIn are the two looks at a page in a language; the other two are for the other language. "make screenshots" looks at all.
func looksIn(language string) []seenAs {
	switch {
	case screenshots != "":
		return []seenAs{{"light", 1280}, {"light", 390}, {"dark", 390}, {"dark", 1280}}
	case language == "en":
		return []seenAs{{"light", 1280}, {"dark", 390}}
	}
	return []seenAs{{"light", 390}, {"dark", 1280}}
}

// pages looks at pages in a language, as whoever is signed in.
func (b *browser) pages(language string, pages [][2]string) {
	looks := looksIn(language)
	for _, p := range pages {
		if only != "" && !slices.Contains(strings.Split(only, ","), p[0]) {
			continue
		}
		b.visit(p[1])
		b.clean(p[1])
		b.answered(p[0])
		b.readable(p[0])
		if language == "en" {
			b.prints(p[0])
		}
		for _, l := range looks {
			where := fmt.Sprintf("%s-%s-%s-%d", p[0], language, l.scheme, l.width)
			b.look(l.scheme, l.width)
			b.sees(where)
			if l.scheme == "light" { // wide in the one language, narrow in the other
				b.judge(where)
			} else { // the same page
				b.judgeLook(where)
			}
			b.shoot(where)
		}
		slices.Reverse(looks) // the next page comes as this one was left: a window takes long to change
		b.clean(p[1])
	}
}

// sees fails the test for what is wrong with a page in its window.
func (b *browser) sees(where string) {
	b.Helper()
	b.fits(where)
	b.tables(where)
	b.sound(where)
}

// breakZone registers a name whose records cannot be read until the test ends: its page of them fails.
func (w *world) breakZone(name string) reseller.Domain {
	w.Helper()
	d := w.Register(name)
	_, err := w.Actions.AddRecord(w.Context(), w.call(w.Account), actions.AddRecord{Name: d.Name, Row: rowOf("@", "A", "192.0.2.10")})
	w.Must(err)
	db := w.openBook(apptest.SQLite).db
	change := func(text string) {
		if done, err := db.Exec(text, d.ID); err != nil {
			w.Fatal(err)
		} else if n, err := done.RowsAffected(); n == 0 {
			w.Fatal("no records are there to be broken", err)
		}
	}
	change("UPDATE zone_documents SET body = '{' || body WHERE domain_id = ?")
	w.Cleanup(func() { change("UPDATE zone_documents SET body = SUBSTR(body, 2) WHERE domain_id = ?") })
	return d
}

// noPages are GETs that no row of shown looks at, and why.
var noPages = map[string]string{
	"/panel/domains/lock/":                 "looks as that of name servers; a state has unlock",
	"/panel/domains/unlock/":               "a state: bulk-unlock",
	"/panel/domains/auto-on/":              "looks as that of name servers; a state has auto-off",
	"/panel/domains/auto-off/":             "a state: bulk-let-expire",
	"/operator/sign-in/link/":              "looks as that of resellers",
	"/operator/sign-in/reset/":             "looks as that of resellers",
	"/operator/invoices/1/pdf/":            "a file",
	"/panel/invoices/1/pdf/":               "a file",
	"/panel/you/first/":                    "sends on who has something to sign in by",
	"/operator/you/first/":                 "sends on who has something to sign in by",
	"/operator/prices/export/":             "a file",
	"/operator/prices/groups/gold/export/": "a file",
	"/operator/accounts/1/prices/export/":  "a file",
}

// Every GET route is looked at, or it is said why not.
func TestEveryPageIsLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	seen, excused := map[string]bool{}, maps.Clone(noPages)
	for _, pages := range shown(w) {
		for _, p := range pages {
			path, _, _ := strings.Cut(p[1], "?")
			seen[path] = true
		}
	}
	for _, route := range w.routes {
		at := w.at(route, w.ours, w.Account)
		if route.Method != http.MethodGet || route.Streams || seen[at] {
			continue
		}
		if excused[at] == "" {
			t.Errorf("no row of shown looks at %s", at)
		}
		delete(excused, at)
	}
	for at, why := range excused {
		t.Errorf("%s is looked at, or is no route: it needs no excuse (%s)", at, why)
	}
}

// fill gives the account names of several kinds.
func (w *world) fill() {
	w.Helper()
	for _, name := range []string{"xn--bcher-kva.se", "a-rather-long-name-that-does-not-fit-everywhere-it-is-written.com", "short.nu"} {
		w.Register(name)
	}
	w.trade()
	for _, r := range []zone.Row{rowOf("@", "A", "192.0.2.10"), rowOf("www", "CNAME", "ours.com."), rowOf("@", "MX", "mx.example.net."), rowOf("@", "TXT", "v=spf1 include:_spf.example.net ~all")} {
		_, err := w.Actions.AddRecord(w.Context(), w.call(w.Account), actions.AddRecord{Name: w.ours.Name, Row: r})
		w.Must(err)
	}
	w.watched()
	w.stuck = w.stick("stuck.com")
}

// rowOf is a record as it is typed.
func rowOf(host, kind, value string) zone.Row {
	return zone.Row{Hostname: zone.Sent(host), Type: zone.Sent(kind), Address: zone.Sent(value)}
}

// watched has the registry want a holder verified, hold two names and let one of them go again, and say what nobody understands.
func (w *world) watched() {
	w.Helper()
	for _, d := range []reseller.Domain{w.Register("unsure.com"), w.Register("abused.com"), w.Register("cleared.com")} {
		kind := registry.MessageHoldSet
		if d.Name.String() == "unsure.com" {
			kind = registry.MessageVerificationDue
		}
		w.Must(w.Sandbox.Act(w.Context(), d.Name, kind, ""))
	}
	w.Clock.Move(time.Minute)
	w.Must(w.Sandbox.Act(w.Context(), w.NameOf("cleared.com"), registry.MessageHoldLifted, ""))
	w.Must(w.Sandbox.Act(w.Context(), reseller.Name{}, "", "Closed on <b>Friday</b>"))
	w.Must(w.App.Jobs.Run(w.Context(), jobs.Messages))
}
