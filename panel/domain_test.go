package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// balance is the credit that the account may spend.
func (w *world) balance() int64 {
	w.Helper()
	b, err := w.Store.Balance(w.Context(), w.Account.ID)
	w.Must(err)
	return b.Available
}

// field is the value of a hidden field of a page.
func (p *person) field(path, name string) string {
	p.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(p.must(path))
	if found == nil {
		p.Fatalf("%s has no field %s", path, name)
	}
	return found[1]
}

// A renewal is paid once, however often its form comes: a double press, the back button, a second tab that was opened before.
func TestARenewalIsPaidOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, engine, nil)
			p := w.signIn("anna@example.com", reseller.UserOwner, "en")
			at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
			p.shows(at, "Renew now", "1 year for 10.00 USD")
			form := url.Values{"key": {p.field(at, "key")}, "paid": {p.field(at, "paid")}, "renew": {"1:1000"}}
			otherTab := url.Values{"key": {p.field(at, "key")}, "paid": form["paid"], "renew": {"1:1000"}}
			before := w.balance()
			p.nothingIsOrderedAtAnotherPrice(at+"renew/", form, 10_01, "1 year for 10.01 USD")
			first := p.post(at+"renew/", form)
			w.price(99_00) // what is ordered is nothing to it
			p.shows(first.to, "is done", "2028-03-10")
			if again := p.post(at+"renew/", form); again.to != first.to {
				t.Errorf("the same form again: %d %s", again.status, again.to)
			}
			if tab := p.post(at+"renew/", otherTab); tab.status != http.StatusConflict && tab.to != first.to || !strings.Contains(tab.body+tab.to, "paid through 2028-03-10") && tab.to != first.to {
				t.Errorf("a tab of before: %d %s\n%s", tab.status, tab.to, tab.body)
			}
			if paid := before - w.balance(); paid != 10_00 {
				t.Errorf("paid %d for one year", paid)
			}
			w.pagesGoOn()
		})
	}
}

// pagesGoOn fails the test unless each page of the ledger and of orders goes on from its place with what the list of all has there, balances
// and all.
func (w *world) pagesGoOn() {
	w.Helper()
	ledger, err := w.Actions.Ledger(w.Context(), w.call(w.Account), actions.Ledger{Newest: true})
	w.Must(err)
	for i, line := range ledger.Rows {
		rest, err := w.Actions.Ledger(w.Context(), w.call(w.Account), actions.Ledger{Newest: true, Page: actions.Page{After: line.ID}})
		w.Must(err)
		if !slices.EqualFunc(rest.Rows, ledger.Rows[i+1:], func(a, b reseller.LedgerLine) bool {
			return a.ID == b.ID && a.AvailableAfter == b.AvailableAfter && a.HeldAfter == b.HeldAfter
		}) {
			w.Errorf("after entry %d come %+v, want %+v", line.ID, rest.Rows, ledger.Rows[i+1:])
		}
	}
	w.movementsAreFound(ledger.Rows)
	for _, chosen := range []actions.ListOrders{{}, {Status: reseller.StatusDone}, {Name: "ours*"}, {Name: "ours.com"}, {Status: reseller.StatusInProgress}} {
		all, err := w.Actions.ListOrders(w.Context(), w.call(w.Account), chosen)
		w.Must(err)
		for i, o := range all.Rows {
			chosen.After = o.ID
			rest, err := w.Actions.ListOrders(w.Context(), w.call(w.Account), chosen)
			w.Must(err)
			if !slices.EqualFunc(rest.Rows, all.Rows[i+1:], func(a, b reseller.Order) bool { return a.ID == b.ID }) {
				w.Errorf("%+v after order %d: %d orders, want %d", chosen, o.ID, len(rest.Rows), len(all.Rows)-i-1)
			}
		}
	}
	if len(ledger.Rows) < 5 {
		w.Errorf("the ledger has %d entries only", len(ledger.Rows))
	}
}

// price sets what a year of renewal costs the account.
func (w *world) price(net int64) {
	w.SetPrices([]reseller.Price{{Owner: reseller.OwnList(w.Account.ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: net}})
}

// nothingIsOrderedAtAnotherPrice fails the test unless a form that was shown with a price of 10.00, or with none, and comes at a higher
// one is answered with the price of now, and nothing is ordered. Afterwards the price is 10.00 again.
func (p *person) nothingIsOrderedAtAnotherPrice(to string, form url.Values, net int64, shown ...string) {
	p.Helper()
	before := p.balance()
	p.price(net)
	a := p.post(to, form)
	for _, text := range append(shown, "The price has changed since the page was shown. Nothing was ordered.") {
		if a.status != http.StatusConflict || !strings.Contains(seen(a.body), text) {
			p.Errorf("at a price of %d: %d without %q\n%s", net, a.status, text, seen(a.body))
		}
	}
	p.price(10_00)
	priceless := url.Values{"key": form["key"], "paid": form["paid"], "on": form["on"], "sum": form["sum"]}
	for _, renewal := range form["renew"] {
		priceless.Add("renew", strings.ReplaceAll(renewal, ":1000", ""))
	}
	if a := p.post(to, priceless); a.status != http.StatusConflict {
		p.Errorf("a form without a price: %d %s", a.status, a.to)
	}
	if p.balance() != before {
		p.Errorf("the balance is %d, and was %d", p.balance(), before)
	}
}

// capSpending sets the spend cap of the account, in minor units; nil takes it away.
func (w *world) capSpending(most *int64) {
	w.Helper()
	_, err := w.Store.ChangeAccount(w.Context(), w.Account.ID, reseller.Operator, "", func(a *reseller.Account) error { a.SpendCap = most; return nil })
	w.Must(err)
}

// Many names: what it costs and what is refused is seen first, and ordered once.
func TestManyRenewalsAreSeenFirstAndOrderedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	more := w.Register("more.com")
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	preview := "/panel/domains/renew/?q=tld:com"
	p.shows(preview, "Renew 2 names for 20.00 USD", "ours.com", "more.com")
	offered := p.field(preview, "renew")
	if want := fmt.Sprintf("%d:2027-03-10:1000 %d", w.ours.ID, more.ID); offered != want || p.field(preview, "sum") != "2:2000" {
		t.Errorf("the form offers %q, want %q", offered, want)
	}
	form := url.Values{"key": {p.field(preview, "key")}, "renew": {offered, fmt.Sprintf("%d:2027-03-10:1000", w.theirs.ID)}}
	form["on"], form["sum"] = []string{fmt.Sprint(w.ours.ID), fmt.Sprint(more.ID), fmt.Sprint(w.theirs.ID)}, []string{"3:3000"}
	w.capSpending(new(int64(15_00)))
	p.shows(preview, "Of the spend cap of 15.00 USD a day, 15.00 USD are left today (UTC), which does not cover 20.00 USD.")
	w.capSpending(nil)
	w.price(600_00)
	p.shows(preview, "does not cover 1,200.00 USD. Pay in what is missing, or take names off the list. Renew 2 names for 1,200.00 USD Pay in ")
	if body := p.must(preview); !strings.Contains(body, `href="/panel/credit/pay/?amount=`) {
		t.Errorf("what is missing cannot be paid in from here: %s", body)
	}
	w.price(10_00)
	before := w.balance()
	p.nothingIsOrderedAtAnotherPrice("/panel/domains/renew/", form, 99_00, "Renew 2 names for 198.00 USD", "before: 10.00 USD")
	done := p.post("/panel/domains/renew/", form)
	w.Drain()
	p.shows(done.to, "2 orders, of which 2 are done.", "Nothing was done for these")
	if again := p.post("/panel/domains/renew/", form); again.to != done.to {
		t.Errorf("the form again: %s, and before %s", again.to, done.to)
	}
	w.Drain()
	if paid := before - w.balance(); paid != 20_00 {
		t.Errorf("paid %d for two years", paid)
	}
	if strings.Contains(p.must(done.to), "theirs.com") {
		t.Error("another's name is told")
	}
	p.shows(p.post("/panel/domains/auto-on/", url.Values{"id": {fmt.Sprint(more.ID), fmt.Sprint(w.theirs.ID)}, "on": {fmt.Sprint(more.ID), fmt.Sprint(w.theirs.ID)}}).to, "1 name is changed", "Nothing was done for these")
	p.shows("/panel/domains/?q=renew:on", "more.com", "1 name")
}

// Many names get other name servers, or a lock: what is refused is seen first, each gets one order, and to lift locks needs a fresh proof.
func TestManyNamesAreChangedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	more := w.Register("more.com")
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	list := "q=more.com%0Aours.com%0Atheirs.com"
	preview := "/panel/domains/servers/?" + list + "&servers=ns1.example.org%0Ans2.example.org%0A"
	p.shows("/panel/domains/servers/?"+list, "ns1.example.net, ns2.example.net")
	p.shows(preview, "Change the name servers of the chosen names", "Gets these name servers")
	p.shows("/panel/domains/servers/?"+list+"&servers=alone", "Not done", "2 names")
	form := p.confirming("servers", list+"&servers=ns1.example.org%0Ans2.example.org")
	form.Add("id", fmt.Sprint(w.theirs.ID))
	if form["on"] = nil; p.post("/panel/domains/servers/", form).to != "/panel/domains/" {
		t.Error("name servers are changed of names that are not ticked")
	}
	form["on"] = []string{fmt.Sprint(more.ID), fmt.Sprint(w.ours.ID), fmt.Sprint(w.theirs.ID)}
	done := p.post("/panel/domains/servers/", form)
	w.Drain()
	p.shows(done.to, "2 orders, of which 2 are done.", "Nothing was done for these")
	if again := p.post("/panel/domains/servers/", form); again.to != done.to {
		t.Errorf("the form again: %s, and before %s", again.to, done.to)
	}
	if now := w.Domain("more.com").Nameservers; strings.Join(now, " ") != "ns1.example.org ns2.example.org" {
		t.Errorf("the name servers are %v", now)
	}
	if p.shows(preview, "It is so already"); strings.Contains(p.must(preview), "Change the name servers of") {
		t.Error("name servers can be changed of no name")
	}
	p.post("/panel/domains/lock/", url.Values{"key": {"k"}, "id": {fmt.Sprint(more.ID)}, "on": {fmt.Sprint(more.ID)}})
	w.Drain()
	p.shows("/panel/domains/unlock/?q=tld:com", "Lift the locks of the chosen names")
	w.Clock.Move(11 * time.Minute)
	if a := p.get("/panel/domains/unlock/?q=tld:com"); !strings.HasPrefix(a.to, "/panel/prove/") {
		t.Errorf("locks are lifted with an old proof: %d %s", a.status, a.to)
	}
}

// What is dangerous asks for a proof that is not old; a code is shown on one answer and never again.
func TestWhatIsDangerousAsksForAFreshProof(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	p.post(at+"lock/", nil)
	const noUse = "until it is lifted, a transfer is refused, whoever has the code"
	p.shows(at, "Lift the lock", noUse)
	if a := p.post(at+"auth-code/", nil); strings.Count(seen(a.body), noUse) != 2 {
		t.Errorf("beside a code it is not said that the lock is on: %d\n%s", a.status, seen(a.body))
	}
	w.Clock.Move(11 * time.Minute)
	for _, act := range []string{"unlock/", "auth-code/"} {
		p.isAsked(at+act, nil)
	}
	p.isAsked(fmt.Sprintf("/panel/transfers/away/%d/approve/", w.ours.ID), nil)
	fresh := w.signIn("bert@example.com", reseller.UserAdmin, "en")
	fresh.post(at+"unlock/", nil)
	shown := fresh.post(at+"auth-code/", nil)
	code := regexp.MustCompile(`<code id="code">([^<]+)</code>`).FindStringSubmatch(shown.body)
	if shown.status != http.StatusOK || code == nil || strings.Contains(seen(shown.body), noUse) {
		t.Fatalf("the code: %d\n%s", shown.status, shown.body)
	}
	if strings.Contains(fresh.must(at), code[1]) || strings.Contains(fresh.must("/panel/"), code[1]) {
		t.Error("the code is shown twice")
	}
}

// Records: typed, pasted with the difference seen first, and brought back; what others wrote is text, whatever it looks like.
func TestRecordsAreEditedAndBroughtBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserAdmin, "en")
	at := fmt.Sprintf("/panel/domains/%d/dns/", w.ours.ID)
	add := func(kind, host, value string) answer {
		return p.post(at+"save/", url.Values{"type": {kind}, "host": {host}, "value": {value}, "priority": {""}, "ttl": {""}})
	}
	if a := add("A", "www", "192.0.2.1"); a.to != at {
		t.Fatalf("adding a record: %d\n%s", a.status, a.body)
	}
	add("TXT", "@", `<script>alert("x")</script>`)
	body := p.must(at)
	if strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;alert") {
		t.Error("markup in a record is not shown as text")
	}
	if a := add("A", "www", "no address"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="no address"`) {
		t.Errorf("a wrong value: %d", a.status)
	}
	file := "@ 3600 IN SOA ns.example.net. host.example.net. 1 2 3 4 5\n@ 3600 IN A 192.0.2.9\n"
	seen := p.post(at+"file/", url.Values{"file": {file}})
	for _, text := range []string{"192.0.2.9", "192.0.2.1", "line 1: the SOA is made by this server", "Save these changes"} {
		if !strings.Contains(seen.body, text) {
			t.Errorf("the difference does not show %s", text)
		}
	}
	p.shows(at, "192.0.2.1") // nothing was saved
	tag := regexp.MustCompile(`name="seen" value="([^"]*)"`).FindStringSubmatch(seen.body)
	apply := url.Values{"file": {file}, "apply": {"yes"}, "seen": {tag[1]}}
	if a := p.post(at+"file/", apply); a.to != at {
		t.Errorf("saving: %d\n%s", a.status, a.body)
	}
	if a := p.post(at+"file/", apply); a.to != at {
		t.Errorf("saving what is so already: %d", a.status)
	}
	apply.Set("file", "@ 3600 IN A 192.0.2.10\n")
	if a := p.post(at+"file/", apply); a.status != http.StatusUnprocessableEntity {
		t.Errorf("saving against records that are others by now: %d", a.status)
	}
	versions := regexp.MustCompile(`dns/\?restore=(\d+)`).FindAllStringSubmatch(p.must(at), -1)
	if len(versions) == 0 {
		t.Fatal("no earlier version")
	}
	asks, restore := at+"?restore="+versions[0][1], "history/"+versions[0][1]+"/restore/"
	shown, _ := fieldsOf(p.must(asks), at+restore)
	add("TXT", "new", "of somebody else")
	for _, form := range []url.Values{shown, nil} {
		if a := p.post(at+restore, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "The records were changed meanwhile") {
			t.Errorf("restoring over records that were not shown: %d", a.status)
		}
	}
	p.shows(at, "of somebody else")
	p.shows(asks, "removed new.ours.com TXT of somebody else")
	shown, _ = fieldsOf(p.must(asks), at+restore)
	p.goes(at+restore, shown)
	p.shows(at, "192.0.2.1")
}

// The export is what the list finds, all of it and nothing else.
func TestTheExportIsTheListThatWasFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.Register("xn--bcher-kva.se")
	w.Register("short.nu")
	p := w.signIn("anna@example.com", reseller.UserReadOnly, "sv")
	a := p.get("/panel/domains/export/?q=tld:se")
	if want := "name,status,registered,expires,auto_renew,locked,nameservers\nxn--bcher-kva.se,active,2026-03-10,2027-03-10,false,false,ns1.example.net ns2.example.net\n"; a.body != want {
		t.Errorf("%s\nwant\n%s", a.body, want)
	}
	if a := p.get("/panel/domains/export/?q=nothing&as=json"); a.body != "[]\n" || !strings.Contains(a.header.Get("Content-Disposition"), "domains-2026-03-10.json") {
		t.Errorf("%q %v", a.body, a.header)
	}
	if a := p.get(fmt.Sprintf("/panel/domains/export/?id=%d&as=json", w.ours.ID)); strings.Count(a.body, `"name"`) != 1 || !strings.Contains(a.body, "ours.com") {
		t.Errorf("the export of one name that was ticked: %d %s", a.status, a.body)
	}
	for _, none := range []string{"0", "999999", "x"} { // not in the account: a search for nothing would find everything
		if a := p.get("/panel/domains/export/?id=" + none); a.status != http.StatusNotFound {
			t.Errorf("the export of the name %s, which is not there: %d %s", none, a.status, a.body)
		}
	}
	if a := p.get("/panel/domains/export/?q=short.nu+ours.com&as=json"); strings.Count(a.body, `"name"`) != 2 {
		t.Errorf("a list of names: %s", a.body)
	}
	w.moneyAsFiles(p)
	w.takenBack()
}

// takenBack has a name taken out of the list, as programs do: what leads to it leads to a page that says so, and brings it back.
func (w *world) takenBack() {
	w.Helper()
	at := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	w.Must(w.Actions.RemoveDomain(w.Context(), w.call(w.Account), actions.DomainByID{ID: w.ours.ID}))
	reader, admin := w.signIn("robert@example.com", reseller.UserReadOnly, "en"), w.signIn("adam@example.com", reseller.UserAdmin, "en")
	reader.shows(at, "It was taken out of your list.", "Paid through 10 March 2027")
	if strings.Contains(reader.must(at), at+"back/") || reader.get(at+"dns/").status != http.StatusNotFound {
		w.Error("who only reads is offered to take it back, or its records are shown")
	}
	admin.shows(at, "Take it back into the list")
	for range 2 {
		if a := admin.post(at+"back/", nil); a.to != at {
			w.Errorf("taking it back: %d to %s", a.status, a.to)
		}
	}
	if admin.shows(at, "ours.com"); strings.Contains(admin.must(at), "Take it back") {
		w.Error("it is not back")
	}
	if a := admin.get("/panel/domains/999999/"); a.status != http.StatusNotFound {
		w.Errorf("a name of nobody's: %d", a.status)
	}
}

// A month is a search, and the overview says in time which names nobody renews.
func TestNamesThatExpireAreFoundByTheirMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.Register("renewed.com", func(d *reseller.Desired) { d.AutoRenew = true })
	w.Clock.Move(12 * time.Hour)
	w.Register("midnight.com", func(d *reseller.Desired) { d.AutoRenew = true })
	w.Clock.Move(reseller.Days(345)) // two are paid through 10 March 2027, one until 11 March begins; it is 19 February
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	p.shows("/panel/domains/", "Expire next month")
	if body := p.must("/panel/domains/"); !strings.Contains(body, "?q=expires:2027-03") {
		t.Error("the next month is not March 2027")
	}
	p.shows("/panel/domains/?q=expires:2027-03", "3 names", "ours.com", "renewed.com", "midnight.com")
	p.shows("/panel/domains/?q=expires:<2027-03-10", "2 names", "ours.com", "renewed.com")
	p.shows("/panel/domains/?q=expires:>2027-03-10", "1 name", "midnight.com")
	p.shows("/panel/domains/?q=expires:<2027-03-11+expires:>2027-03-10", "1 name", "midnight.com")
	for _, other := range []string{"2027-02", "2027-04"} {
		p.shows("/panel/domains/?q=expires:"+other, "No name matches the search.")
	}
	p.refusesWords()
	p.searches()
	for _, none := range []string{"2027-13", "202", "2027-3"} {
		if a := p.get("/panel/domains/?q=expires:" + none); a.status != http.StatusUnprocessableEntity {
			t.Errorf("expires:%s: %d", none, a.status)
		}
	}
	p.shows("/panel/", "1 name expires within 30 days and is not renewed automatically")
	p.shows("/panel/domains/?q=status:active+expires:<30d+renew:off", "1 name", "ours.com")
	w.Must(w.Store.AddEvent(w.Context(), reseller.DomainEvent(reseller.EventTransferAwayRequested, w.ours, "Transfer requested", w.Clock.Now())))
	p.shows("/panel/", "1 name is asked for by another registrar")
	w.Account = w.AddAccount(reseller.Account{Email: "new@example.net", Name: "New", Currency: "USD", Language: "en"}, 0)
	w.signIn("nils@example.com", reseller.UserOwner, "en").shows("/panel/", "Look at your prices", "Make a token for WHMCS", "Register the first name")
}
