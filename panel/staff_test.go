package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// stick leaves an order whose outcome no registry tells, and lets the time pass in which the server works on it by itself.
func (w *world) stick(name string) reseller.Order {
	w.Helper()
	w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "create"}))
	result, err := w.Orders.Buy(w.Context(), orders.Request{
		Caller: reseller.Caller{Account: w.Account}, Kind: reseller.OrderRegister, Name: w.NameOf(name), AnswerBy: w.Clock.Wall(),
		Desired: reseller.Desired{Years: 1, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Contacts: reseller.Contacts{reseller.RoleRegistrant: {
			FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310", Email: "anna@example.com",
		}}},
	})
	w.Must(err)
	w.Drain()
	w.Must(w.Sandbox.ClearFaults(w.Context()))
	w.Clock.Move(25 * time.Hour)
	return result.Order
}

// goes posts a form that has to be taken, and gives where it leads.
func (p *person) goes(path string, form url.Values) string {
	p.Helper()
	a := p.post(path, form)
	if a.status != http.StatusSeeOther {
		p.Fatalf("POST %s %v: %d\n%s", path, form, a.status, a.body)
	}
	return a.to
}

// isTold fails the test unless a form is shown again with words on what is wrong.
func (p *person) isTold(path string, form url.Values, words string) {
	p.Helper()
	if a := p.post(path, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, words) {
		p.Errorf("POST %s %v: %d, without %q\n%s", path, form, a.status, words, a.body)
	}
}

// The operator books a payment: what is missing is said beside its field, and a reference that is sent twice is booked once.
func TestAPaymentIsBookedOnceAndInThePersonsName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		before, err := w.Store.Balance(w.Context(), w.other.ID)
		w.Must(err)
		at := fmt.Sprintf("/operator/accounts/%d/", w.other.ID)
		pay := url.Values{"amount": {"12.50"}, "ref": {"BG-1"}, "note": {"bankgiro"}, "direction": {"add"}, "confirmed": {"yes"}}
		p.isTold(at+"credit/", url.Values{"amount": {"12.50"}, "note": {"x"}, "direction": {"add"}, "confirmed": {"yes"}}, "keeps it from being booked twice")
		p.isTold(at+"credit/", url.Values{"amount": {"lots"}, "ref": {"BG-1"}, "note": {"x"}, "direction": {"add"}, "confirmed": {"yes"}}, "lots")
		pay.Del("confirmed")
		if asked := p.post(at+"credit/", pay); !strings.Contains(seen(asked.body), "Add 12.50 USD to Other?") || !strings.Contains(seen(asked.body), "90.00 USD available, and 102.50 USD after it") {
			t.Errorf("adding asks: %d\n%s", asked.status, seen(asked.body))
		}
		pay.Set("confirmed", "yes")
		p.goes(at+"credit/", pay)
		if again := p.post(at+"credit/", pay); again.status != http.StatusOK || !strings.Contains(seen(again.body), "The reference BG-1 was booked before. Nothing was booked now. It is entry ") {
			t.Errorf("pressed twice: %d\n%s", again.status, seen(again.body))
		}
		p.isTold(at+"credit/", url.Values{"amount": {"1,234.5"}, "ref": {"BG-2"}, "note": {"x"}, "direction": {"add"}, "confirmed": {"yes"}}, "has a comma and a full stop")
		p.isTold(at+"credit/", url.Values{"amount": {"-7"}, "ref": {"BG-2"}, "note": {"x"}, "direction": {"add"}, "confirmed": {"yes"}}, "must be more than zero, also where credit is taken")
		take := url.Values{"amount": {"2,5"}, "ref": {"BG-3"}, "note": {"too much"}, "direction": {"take"}}
		asked := p.post(at+"credit/", take)
		for _, says := range []string{"Take 2.50 USD from Other?", "other@example.net has 102.50 USD available, and 100.00 USD after it."} {
			if !strings.Contains(seen(asked.body), says) {
				t.Errorf("taking does not say %q: %d\n%s", says, asked.status, seen(asked.body))
			}
		}
		if now, err := w.Store.Balance(w.Context(), w.other.ID); err != nil || now.Available != before.Available+12_50 {
			t.Errorf("unconfirmed, the credit is %d, %v", now.Available, err)
		}
		_, form, _ := strings.Cut(asked.body, `action="`+at+"credit/")
		take, _ = fieldsOf(`action="`+at+"credit/"+form, at+"credit/")
		p.goes(at+"credit/", take)
		p.goes(at+"credit/", url.Values{"amount": {"2.50"}, "ref": {"BG-4"}, "note": {"back"}, "direction": {"add"}, "confirmed": {"yes"}})
		p.isTold(at+"credit/", url.Values{"amount": {"13"}, "ref": {"BG-1"}, "note": {"x"}, "direction": {"add"}, "confirmed": {"yes"}}, "has posted")
		p.isTold(at+"credit/", url.Values{"amount": {"100000"}, "ref": {"OUT-1"}, "note": {"x"}, "direction": {"take"}}, "less than")
		after, err := w.Store.Balance(w.Context(), w.other.ID)
		w.Must(err)
		if after.Available-before.Available != 12_50 {
			t.Errorf("the credit grew by %d", after.Available-before.Available)
		}
		sorry := url.Values{"kind": {"refund"}, "amount": {"1"}, "note": {"the outage of Friday"}, "direction": {"add"}, "confirmed": {"yes"}, "key": {"form-1"}}
		p.goes(at+"credit/", sorry)
		if again := p.post(at+"credit/", sorry); !strings.Contains(seen(again.body), "was booked before. Nothing was booked now.") {
			t.Errorf("a refund pressed twice: %d\n%s", again.status, seen(again.body))
		}
		p.isTold(at+"credit/", url.Values{"kind": {"refund"}, "amount": {"1"}, "note": {"x"}, "about": {"777777"}, "direction": {"add"}}, "has no invoice and no order")
		p.isTold(at+"credit/", url.Values{"kind": {"refund"}, "amount": {"1"}, "note": {"x"}, "direction": {"take"}}, "a refund adds credit")
		p.goes(at+"credit/", url.Values{"kind": {"correction"}, "amount": {"1"}, "note": {"not them"}, "direction": {"take"}, "confirmed": {"yes"}, "key": {"form-1"}})
		p.shows(at, "Refund as goodwill", "the outage of Friday", "Correction", "not them")
		p.shows(at, "BG-1", "bankgiro", "12.50")
		for _, at := range []string{"audit/?account=nobody@example.com", "payments/?account=nobody@example.com", "audit/?order=777777"} {
			field, _, _ := strings.Cut(at[strings.Index(at, "?")+1:], "=")
			if a := p.get("/operator/" + at); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="field-`+field+`"`) || !strings.Contains(a.body, "#field-"+field) {
				t.Errorf("%s: %d\n%s", at, a.status, seen(a.body))
			}
		}
		const mails = "/operator/mails/?state=given_up&account=other@example.net"
		p.shows(mails, "Renewed: &lt;b&gt;ours.com", "550 5.1.1 no such user here", "This server has no mail server")
		mail := p.found(p.must(mails), `href="(/operator/mails/[0-9]+/)"`)
		p.shows(mail, "ours.com is &lt;b&gt;renewed", "other@example.net", "Send again")
		if a := p.post(mail+"again/", nil); a.to != mail {
			t.Errorf("sent again: %d %s", a.status, a.to)
		}
		p.shows(mail, "Waiting")
		p.isTold(mail+"again/", nil, "was not given up, it is waiting")
		p.shows("/operator/audit/?account=other@example.net", "credit.deposit", "ops@example.com", "panel")
		w.Verify()
	})
}

const seenOf = `name="seen" value="([^"]+)"`

// An order that the registry does not tell about is decided in two steps: what it comes to, and then the deed.
func TestAnOrderIsDecidedAfterItsPreview(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		o := w.stick("stuck.com")
		p := w.signIn("ops@example.com", reseller.UserStaff, "en")
		p.shows("/operator/", "stuck.com")
		p.shows("/operator/orders/", "stuck.com", "Needs a decision")
		at := fmt.Sprintf("/operator/orders/%d/", o.ID)
		p.isTold(at+"decide/", url.Values{"outcome": {"refused"}}, "reason is empty")
		preview := p.post(at+"decide/", url.Values{"outcome": {"refused"}, "reason": {"they never had it"}})
		if preview.status != http.StatusOK || !strings.Contains(preview.body, "goes back to the credit") {
			t.Fatalf("the preview: %d\n%s", preview.status, preview.body)
		}
		if seen, err := w.Store.Order(w.Context(), o.ID); err != nil || !seen.State.Live() {
			t.Fatalf("the preview ended the order: %s %v", seen.State, err)
		}
		done := p.post(at+"decide/", url.Values{"outcome": {"done"}, "reason": {"they say so"}})
		if done.status != http.StatusOK || !strings.Contains(done.body, "Go on only if you know better") {
			t.Errorf("the preview of what the registry contradicts: %d\n%s", done.status, done.body)
		}
		deed := url.Values{"outcome": {"refused"}, "reason": {"they never had it"}, "confirmed": {"yes"}, "seen": {p.found(done.body, seenOf)}}
		if moved := p.post(at+"decide/", deed); moved.status != http.StatusConflict || !strings.Contains(moved.body, "It has changed since you saw it, and nothing was done.") {
			t.Errorf("what was confirmed is another plan: %d\n%s", moved.status, seen(moved.body))
		}
		if now, err := w.Store.Order(w.Context(), o.ID); err != nil || !now.State.Live() {
			t.Fatalf("another plan ended the order: %s %v", now.State, err)
		}
		deed.Set("seen", p.found(preview.body, seenOf))
		p.goes(at+"decide/", deed)
		if seen, err := w.Store.Order(w.Context(), o.ID); err != nil || seen.State != reseller.OrderRefused {
			t.Errorf("the order is %s %v", seen.State, err)
		}
		p.isTold(at+"decide/", url.Values{"outcome": {"refused"}, "reason": {"again"}, "confirmed": {"yes"}}, "there is nothing to resolve")
		p.shows(at, "they never had it", "order.resolve")
		w.waitsForOurMoney(p)
		w.tellsHowItStands(p)
		w.Verify()
	})
}

// waitsForOurMoney fails the test unless an order that our account at the registry does not cover is told as something to pay, and not to decide.
func (w *world) waitsForOurMoney(p *person) {
	w.Helper()
	w.Must(w.Sandbox.SetFunds(w.Context(), &registry.Balance{Amount: 831, Currency: "USD"}))
	waits, err := w.Orders.Buy(w.Context(), orders.Request{
		Caller: reseller.Caller{Account: w.Account}, Kind: reseller.OrderRegister, Name: w.NameOf("unpaid.com"), AnswerBy: w.Clock.Wall().Add(20 * time.Second),
		Desired: reseller.Desired{Years: 1, Contacts: apptest.Owner, Nameservers: []string{"ns1.example.net", "ns2.example.net"}},
	})
	w.Must(err)
	at := fmt.Sprintf("/operator/orders/%d/", waits.Order.ID)
	w.Must(w.Jobs.Run(w.Context(), jobs.Figures))
	swede := w.signIn("drift@example.com", reseller.UserStaff, "sv")
	for _, page := range []struct{ at, en, sv string }{
		{at, "Pay in at sandbox: it has 8.31 USD, what waits there needs 10.00 USD.", "Betala in hos sandbox: där finns 8,31 USD, det som väntar behöver 10,00 USD."},
		{"/operator/", "does not cover what waits there. 1 order waits for it. It has 8.31 USD, what waits needs 10.00 USD.", "1 order väntar på det. Där finns 8,31 USD, det som väntar behöver 10,00 USD."},
		{"/operator/", "Pay the registry", "Betala registret"},
		{"/operator/orders/", "Pay the registry", "Betala registret"},
	} {
		en, sv := seen(p.must(page.at)), seen(swede.must(page.at))
		if !strings.Contains(en, page.en) || !strings.Contains(sv, page.sv) {
			w.Errorf("%s does not say what to pay:\n%s\n%s", page.at, en, sv)
		}
		if strings.Contains(en, "decide the order") || strings.Contains(en, "Needs a decision") || strings.Contains(en, "It was carried out") {
			w.Errorf("%s asks for a decision:\n%s", page.at, en)
		}
	}
	w.Must(operator.Registries{Store: w.Store}.Pause(w.Context(), "sandbox", "maintenance"))
	p.shows("/operator/", "sandbox is paused. 1 order waits for it.")
	w.Must(w.Sandbox.SetFunds(w.Context(), nil))
}

// Disabling says what stays, closing what is in the way, and a credited invoice gives its money back once.
func TestAccountsAndInvoicesAreChangedWithTheirConsequencesSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	at := fmt.Sprintf("/operator/accounts/%d/access/", w.other.ID)
	p.shows(at, "theirs.com", "cannot be closed")
	p.isTold(at, url.Values{"do": {"close"}}, "cannot be closed")
	p.isTold(at, url.Values{"do": {"disable"}}, "Write the reason")
	off := url.Values{"do": {"disable"}, "reason": {"unpaid <b>since</b> May"}}
	if a := p.post(at, off); a.status != http.StatusOK || !strings.Contains(seen(a.body), "Disable Other?") {
		t.Errorf("disabling asks: %d\n%s", a.status, seen(a.body))
	}
	if strings.Contains(p.must("/operator/accounts/"), "Disabled") {
		t.Error("it is disabled before that is confirmed")
	}
	off.Set("confirmed", "yes")
	p.goes(at, off)
	p.shows("/operator/accounts/", "Disabled")
	p.shows(at, "Let in again", "unpaid &lt;b&gt;since")
	p.shows(strings.TrimSuffix(at, "access/"), "unpaid &lt;b&gt;since")
	p.shows("/operator/audit/?account=other@example.net", "unpaid &lt;b&gt;since")
	p.goes(at, url.Values{"do": {"enable"}})
	if a := p.post(at, url.Values{"do": {"burn"}}); a.status != http.StatusNotFound {
		t.Errorf("an unknown deed answers %d", a.status)
	}
	credit := url.Values{"do": {"credit"}, "reason": {"our mistake"}}
	p.isTold("/operator/invoices/1/credit/", url.Values{"do": {"credit"}}, "Write the reason")
	p.goes("/operator/invoices/1/credit/", credit)
	p.shows("/operator/invoices/1/", "It has been credited: Credit note ")
	if strings.Contains(p.must("/operator/invoices/1/"), `name="do"`) {
		t.Error("an invoice that has been credited can be credited again")
	}
	note := regexp.MustCompile(`href="(/operator/invoices/[^"]+/)">Credit note`).FindStringSubmatch(p.must("/operator/invoices/1/"))
	p.shows(note[1], "It credits: Invoice ")
	p.isTold("/operator/invoices/1/credit/", credit, "was credited before")
	p.shows("/operator/invoices/", "Credit note")
	p.shows("/operator/invoices/?since=2026-03-10&until=2026-03-10", "Credit note")
	p.shows("/operator/invoices/?since=2026-02-01&until=2026-03-09", "Nothing matches the search")
	w.invoicePaidMeanwhile(p)
	if a := p.get("/operator/invoices/1/pdf/"); a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("the document: %d %s", a.status, a.header.Get("Content-Type"))
	}
	w.Verify()
}

// invoicePaidMeanwhile presses the button that cancels an unpaid invoice after it was paid: no money goes back for the years that it bought.
func (w *world) invoicePaidMeanwhile(p *person) {
	w.Helper()
	i, err := w.Orders.IssueInvoice(w.Context(), w.Register("renewing.com", func(d *reseller.Desired) { d.AutoRenew = true }))
	w.Must(err)
	at := fmt.Sprintf("/operator/invoices/%d/", i.ID)
	stale := url.Values{"do": {p.found(p.must(at), `name="do" value="(\w+)"`)}, "reason": {"not wanted"}}
	w.Clock.Move(time.Second)
	_, err = operator.Invoices{Store: w.Store, Clock: w.Clock, Orders: w.Orders}.Pay(w.Context(), fmt.Sprint(i.ID))
	w.Must(err)
	before := w.balance()
	p.isTold(at+"credit/", stale, "It has been paid meanwhile; nothing was done.")
	w.signIn("svea@example.com", reseller.UserStaff, "sv").isTold(at+"credit/", stale, "Den har betalats under tiden; inget gjordes.")
	if after := w.balance(); after != before {
		w.Errorf("%d went back for years that the name keeps", after-before)
	}
	if a := p.post(at+"credit/", url.Values{"reason": {"a page from before"}}); a.status != http.StatusNotFound {
		w.Errorf("a form that says neither: %d", a.status)
	}
}

// An account gets prices of its own: what would change is shown first, what may be a mistake beside it; the account sees them beside the
// list's, and pays the list's again when they are taken off.
func TestAccountGetsPricesOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	at := fmt.Sprintf("/operator/accounts/%d/prices/", w.Account.ID)
	p.shows(at, "has no prices of its own")
	one := url.Values{"do": {"set"}, "set_tld": {".com"}, "operation": {"register"}, "years": {"1"}, "net": {"6.50"}, "cost": {"7"}}
	if a := p.post(at, one); !strings.Contains(a.body, "below cost: sold for 6.50 USD") || !strings.Contains(a.body, "com,USD,register,1,6.50,7.00") {
		t.Errorf("the preview: %d\n%s", a.status, a.body)
	}
	p.shows(at, "has no prices of its own")
	one.Set("net", "a lot")
	p.isTold(at, one, "a lot")
	p.isTold(at, url.Values{"list": {"tld,currency,operation,years,net,cost\ncom,SEK,register,1,5.00,\n"}}, "buys in USD alone")
	list := "tld,currency,operation,years,net,cost\ncom,USD,register,1,6.50,7.00\ncom,USD,renew,1,6.75,\n"
	p.sendsPrices(at, list)
	p.agrees(at, url.Values{"list": {list}})
	if a := p.get(at + "export/"); a.body != list {
		t.Errorf("the export:\n%s", a.body)
	}
	p.shows(at+"?tld=.com", "6.50 USD", "10.00 USD", "80.00 USD")
	if a := p.get("/operator/prices/export/"); strings.Contains(a.body, "6.50") {
		t.Error("the price list has an account's own price")
	}
	owner := w.signIn("priced@example.com", reseller.UserOwner, "sv")
	owner.shows("/panel/prices/?q=.com", "Där du har ett eget pris", "6,50", "lista 10,00")

	gone := url.Values{"remove": {"com register 1 USD"}}
	if a := p.post(at, gone); !strings.Contains(a.body, "Remove own price") {
		t.Errorf("the removal: %d\n%s", a.status, a.body)
	}
	p.goes(at, p.agrees(at, gone)) // pressed twice
	if a := p.get(at + "export/"); strings.Contains(a.body, "register") {
		t.Errorf("the own price is still there:\n%s", a.body)
	}
	if a := p.post("/operator/prices/", gone); a.status != http.StatusConflict {
		t.Errorf("a price of the list goes by what was shown of an account's own: %d", a.status)
	}
	p.shows("/operator/audit/?account="+w.Account.Email, "price.set", "price.remove com")
	w.Verify()
}

// A price changes on a day: staff plans it as it sets one, sees what is planned and takes it back; the account sees both prices.
func TestPricesArePlannedAndCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("ops@example.com", reseller.UserStaff, "en")
	owner := w.signIn("priced@example.com", reseller.UserOwner, "sv")
	list := "tld,currency,operation,years,net,cost\ncom,USD,renew,1,12.50,\n"
	if a := p.post("/operator/prices/", url.Values{"list": {list}, "from": {"2090-01-01"}}); !strings.Contains(a.body, "from 2090-01-01") || !strings.Contains(a.body, `name="from" value="2090-01-01"`) {
		t.Errorf("the preview: %d\n%s", a.status, a.body)
	}
	p.isTold("/operator/prices/", url.Values{"list": {list}, "from": {"2020-01-01"}}, "that is past")
	p.agrees("/operator/prices/", url.Values{"list": {list}, "from": {"2090-01-01"}})
	at := fmt.Sprintf("/operator/accounts/%d/prices/", w.Account.ID)
	p.agrees(at, url.Values{"list": {strings.ReplaceAll(list, "12.50", "11.25")}, "from": {"2090-01-02T06:00:00Z"}})
	p.shows("/operator/prices/", "What is planned", "2090-01-01", "12.50 USD", "ops@example.com")
	p.shows(at, "What is planned", "2090-01-02 06:00:00 UTC", "11.25 USD")
	owner.shows("/panel/prices/?q=.com", "från 2090-01-01:", "Kommande priser", "12,50", "2090-01-02 06:00:00 UTC", "11,25")
	const cancelOf = `name="cancel" value="([^"]+)"`
	stale := p.found(p.must("/operator/prices/"), cancelOf)
	p.agrees("/operator/prices/", url.Values{"list": {strings.ReplaceAll(list, "12.50", "14.00")}, "from": {"2090-01-01"}})
	p.isTold("/operator/prices/", url.Values{"cancel": {stale}}, "has been changed meanwhile, and nothing was cancelled")
	p.shows("/operator/prices/", "14.00 USD")
	cancel := url.Values{"cancel": {p.found(p.must("/operator/prices/"), cancelOf)}}
	for range 2 { // pressed twice
		p.goes("/operator/prices/", cancel)
	}
	if a := p.get("/operator/prices/"); strings.Contains(a.body, "What is planned") {
		t.Errorf("it is still planned:\n%s", a.body)
	}
	if a := p.post("/operator/prices/", url.Values{"cancel": {"com"}}); a.status != http.StatusNotFound {
		t.Errorf("half a choice: %d", a.status)
	}
	p.shows("/operator/audit/", "price.plan", "price.cancel")
	w.Verify()
}

// A price list is shown before it is set, a registry that is paused says why, and a job that is run by hand how it went.
func TestPricesAndRegistries(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil, apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
		return map[string]registry.Connector{app.SandboxConnector: d.SandboxRegistry(rules), "idle": sandbox.New(sandboxtest.NewMemory(), nil, d.Clock)}
	}))
	p := w.signIn("ops@example.com", reseller.UserStaff, "sv")
	list := "tld,currency,operation,years,net,cost\ncom,USD,register,1,5.00,9.00\n"
	preview := p.post("/operator/prices/", url.Values{"list": {list}})
	if preview.status != http.StatusOK || !strings.Contains(preview.body, "Vad som skulle ändras") || !strings.Contains(preview.body, "1 pris kan vara ett misstag") {
		t.Errorf("the preview: %d\n%s", preview.status, preview.body)
	}
	if a := p.get("/operator/prices/export/"); strings.Contains(a.body, "com,USD,register,1,5.00") {
		t.Error("the preview has set the price")
	}
	p.isTold("/operator/prices/", url.Values{"list": {"tld,price\ncom,1\n"}}, "Inklistrad lista")
	p.goes("/operator/prices/", p.agrees("/operator/prices/", url.Values{"list": {list}})) // pressed twice
	if a := p.get("/operator/prices/export/"); !strings.Contains(a.body, "com,USD,register,1,5.00") {
		t.Errorf("the price is not set:\n%s", a.body)
	}
	p.isTold("/operator/registries/pause/", url.Values{"name": {"sandbox"}}, "Skriv skälet")
	p.goes("/operator/registries/pause/", url.Values{"name": {"sandbox"}, "reason": {"de flyttar"}})
	p.shows("/operator/registries/", "Pausat", "de flyttar", "inga: nya domäner går någon annanstans")
	p.goes("/operator/registries/resume/", url.Values{"name": {"sandbox"}})
	p.isTold("/operator/registries/resume/", url.Values{"name": {"sandbox"}}, "är inte pausat")
	p.shows(p.goes("/operator/jobs/events/run/", nil), "Händelsernas nummer kördes på")
	w.Must(w.Store.NoteJobRun(w.Context(), reseller.JobRun{Job: jobs.Messages, Started: w.Clock.Wall(), Failed: w.Clock.Wall(), Problem: "<b>nobody answers</b>"}))
	p.shows("/operator/jobs/?ran=registry-messages", "Meddelanden från register kördes och misslyckades", "&lt;b&gt;nobody answers")
	p.shows("/operator/jobs/?ran=events&goes=on", "Händelsernas nummer har startats och pågår")
	if a := p.post("/operator/jobs/nothing/run/", nil); a.status != http.StatusNotFound {
		t.Errorf("a job that is none: %d", a.status)
	}
	p.shows("/operator/audit/?actor=ops", "registry.pause", "registry.resume", "job.run events")
}
