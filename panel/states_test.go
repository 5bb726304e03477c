package panel_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/panel/session"
	"nameyard/reseller"
)

// state is a page in a state that it is not in when it is merely opened: how a browser comes there, and a name for pictures.
type state struct {
	name string
	come func(b *browser)
}

// opened is a page as it is opened.
func opened(name, path string) state { return state{name, func(b *browser) { b.visit(path) }} }

// sent is a page that answers a form, with what was typed into it.
func sent(name, path, form string, typed map[string]string) state {
	return state{name, func(b *browser) {
		b.visit(path)
		for field, text := range typed {
			b.eval(fmt.Sprintf(`document.querySelector(%q).elements.namedItem(%q).value = %q; ""`, form, field, text))
		}
		b.eval(fmt.Sprintf(`document.querySelectorAll("details:has(%s)").forEach(d => d.open = true); document.querySelector(%q).noValidate = true; ""`, form, form))
		b.submit(form)
	}}
}

// pick chooses in a list whose choice brings other fields, and waits for one of them.
func (b *browser) pick(list, choice, brings string) {
	b.Helper()
	b.eval(fmt.Sprintf(`new Promise(found => {
		new MutationObserver((_, seen) => { if (document.getElementById(%[3]q)) { seen.disconnect(); found("") } }).observe(document.body, {childList: true, subtree: true});
		const list = document.getElementById(%[1]q); list.value = %[2]q; list.dispatchEvent(new Event("change", {bubbles: true}))
	})`, list, choice, brings))
}

// unfolded is a page with everything open that can be opened.
func unfolded(name, path string) state {
	return state{name, func(b *browser) {
		b.visit(path)
		b.eval(`document.querySelectorAll("details").forEach(d => d.open = true); ""`)
	}}
}

// Pages as they are when something was typed wrong, when there is nothing, a great deal, or what is very long, and when something dangerous is about to be done:
// they hold to the same rules, and nothing is cut off where the page is enlarged to 400 %.
func TestStatesInABrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.fill()
	rich := w.AddAccount(reseller.Account{Email: "a.very.long.address.of.an.account@hosting-company.example.com", Name: "Hosting Company with a Rather Long Name of Stockholm AB", Currency: "USD", Language: "sv"}, 12_345_678_90)
	poor := w.AddAccount(reseller.Account{Email: "empty@example.com", Name: "Empty", Currency: "EUR", Language: "en"}, 0)
	mine := w.Account
	w.Account = rich
	w.many(rich)
	long := w.Register("xn--rksmrgsar-och-en-kopp-kaffe-med-grdde-i-bten-vxd7as0b83e.se", func(d *reseller.Desired) { d.AutoRenew = true })
	w.Account = mine
	gone := w.Register("gone.com")
	w.Must(w.Actions.RemoveDomain(w.Context(), w.call(w.Account), actions.DomainByID{ID: gone.ID}))
	paying := w.AddAccount(reseller.Account{Email: "pays.by.card@example.com", Name: "Pays", Currency: "USD", Language: "sv"}, 5_00)
	cards := cardStates(t, w, paying)
	b := newBrowser(t, w.url)
	for _, c := range []struct {
		account  reseller.Account
		role     reseller.UserRole
		language string
		states   []state
	}{
		{poor, reseller.UserOwner, "en", emptyAccount()},
		{rich, reseller.UserOwner, "sv", largeAccount(long)},
		{mine, reseller.UserOwner, "sv", wrongAndDangerous(w, gone)},
		{mine, reseller.UserReadOnly, "en", notAllowed(w.ours, gone)},
		{rich, reseller.UserStaff, "sv", atTheOperator(w, rich)},
		{poor, reseller.UserOwner, "sv", shutOut(w, poor)},
		{paying, reseller.UserOwner, "sv", cards},
	} {
		t.Run(fmt.Sprintf("%s of %s", c.role, c.account.Email), func(t *testing.T) {
			b.TB = t
			b.enter(w, c.account, c.role, c.language)
			b.states(c.states...)
		})
	}
}

// notAllowed are pages of who may look at the account and no more.
func notAllowed(name, gone reseller.Domain) []state {
	at := fmt.Sprintf("/panel/domains/%d/", name.ID)
	return []state{opened("forbidden", "/panel/team/"), opened("read-only-domain", at), opened("read-only-contacts", at+"contacts/"), opened("read-only-removed", fmt.Sprintf("/panel/domains/%d/", gone.ID))}
}

// shutOut are the pages of who may not act: by a form of another site, and for an account that is disabled, and then closed.
func shutOut(w *world, a reseller.Account) []state {
	return []state{
		{"cross-site", func(b *browser) {
			b.must(chromedp.Do(b.ctx, chromedp.Navigate("about:blank")))
			b.eval(fmt.Sprintf(`document.body.innerHTML = '<form method="post" action="%s/panel/theme/"><button>Go</button></form>'; ""`, b.home))
			b.submit("form")
		}},
		{"disabled", func(b *browser) {
			_, err := w.Store.ChangeAccount(w.Context(), a.ID, reseller.Operator, "disabled", func(a *reseller.Account) error { a.Disabled = true; return nil })
			w.Must(err)
			b.visit("/panel/")
		}},
		{"closed", func(b *browser) {
			_, err := w.Store.CloseAccount(w.Context(), a.ID, reseller.Operator)
			w.Must(err)
			b.visit("/panel/")
		}},
	}
}

// many gives an account more names than a page shows, with their orders and invoices.
func (w *world) many(a reseller.Account) {
	w.Helper()
	f := demo.Filler{Store: w.Store, Clock: w.Clock, Registry: w.App.SandboxRegistry(w.App.Routes.Rules()), Rules: w.App.Routes.Rules()}
	_, err := f.Run(w.Context(), demo.Fill{Names: 52, Account: a, Seed: 7, AutoRenew: 70, Due: -1, TLDs: map[string]int{"com": 6, "se": 3, "nu": 1}})
	w.Must(err)
	w.Must(w.Store.MoveCredit(w.Context(), a, 12_345_678_90, "2026-000123456789-ABCDEF", "Inbetalning från kontoutdrag nummer 123 i december"))
}

// enter signs in as somebody new with a role.
func (b *browser) enter(w *world, a reseller.Account, role reseller.UserRole, language string) {
	b.Helper()
	b.signIn(w.linkOf(a, role, language))
}

// linkOf is where somebody new with a role in an account signs in.
func (w *world) linkOf(a reseller.Account, role reseller.UserRole, language string) string {
	w.Helper()
	before := w.Account
	w.Account = a
	invited := w.invite(fmt.Sprintf("%s-of-%d-%s@example.com", role, a.ID, language), role, language)
	w.Account = before
	return session.Side(invited.User) + "/sign-in/link/?token=" + invited.Secret
}

// looksAt are the looks at a state, by turns: wide in the one scheme and narrow in the other, and in a window as narrow as 400 % makes it.
func looksAt(turn int) []seenAs {
	if turn%2 == 0 {
		return []seenAs{{"light", 1280}, {"dark", 390}, {"dark", 320}}
	}
	return []seenAs{{"dark", 1280}, {"light", 390}, {"light", 320}}
}

// states comes to each state and looks at it.
func (b *browser) states(list ...state) {
	b.Helper()
	for turn, s := range list {
		if only != "" && !slices.Contains(strings.Split(only, ","), s.name) {
			continue
		}
		looks := looksAt(turn)
		b.look(looks[0].scheme, looks[0].width)
		s.come(b)
		b.answered(s.name)
		for i, l := range looks {
			where := fmt.Sprintf("state-%s-%s-%d", s.name, l.scheme, l.width)
			b.look(l.scheme, l.width)
			b.sees(where)
			switch i {
			case 0:
				b.judge(where)
			case 1:
				b.judgeState(where)
			}
			b.shoot(where)
			if strings.HasPrefix(s.name, "large-") { // longer than its window
				b.focused(where)
			}
		}
		b.clean(s.name)
	}
}

// emptyAccount are the pages of an account that has nothing.
func emptyAccount() (list []state) {
	for _, at := range []string{"", "domains/", "domains/views/", "orders/", "transfers/", "credit/", "invoices/", "prices/", "tokens/", "webhooks/", "notices/sent/", "dns-templates/", "domains/progress/"} {
		list = append(list, opened("empty-"+pathName(at), "/panel/"+at))
	}
	return list
}

// largeAccount are the pages of an account with many names, large amounts and long words.
func largeAccount(long reseller.Domain) (list []state) {
	for _, at := range []string{"", "domains/", "domains/?q=kaffe", "domains/servers/?q=tld:nu", "domains/renew/?q=tld:nu", "domains/unlock/?q=tld:se", "orders/", "credit/", "invoices/", "settings/"} {
		list = append(list, opened("large-"+pathName(at), "/panel/"+at))
	}
	for _, at := range []string{"", "dns/", "contacts/", "forwards/", "hosts/", "dnssec/", "registry/"} {
		list = append(list, opened("long-"+pathName(at), fmt.Sprintf("/panel/domains/%d/%s", long.ID, at)))
	}
	return append(list, state{"chosen", func(b *browser) {
		b.visit("/panel/domains/")
		b.eval(`for (const box of [...document.querySelectorAll("input[name=id]")].slice(0, 3)) box.click(); ""`)
	}})
}

// wrongAndDangerous are forms with what was typed wrong, and the last steps before something that cannot be taken back.
func wrongAndDangerous(w *world, gone reseller.Domain) []state {
	has := w.affairs[w.Account.ID]
	domain := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	return []state{
		sent("wrong-token", "/panel/tokens/new/?for=whmcs", "form.fields", map[string]string{"name": "", "cidrs": "the office\n203.0.113.7", "ends": ""}),
		sent("wrong-webhook", "/panel/webhooks/", "form.fields", map[string]string{"url": "http://no"}),
		sent("wrong-webhook-change", fmt.Sprintf("/panel/webhooks/%d/", has.webhook), "form.fields", map[string]string{"url": "http://no"}),
		sent("webhook-paused", fmt.Sprintf("/panel/webhooks/%d/", has.webhook), "form[action$='/pause/']", nil),
		sent("wrong-view", "/panel/domains/views/", "form.fields", map[string]string{"name": "", "search": "owner:me"}),
		sent("wrong-record", domain+"dns/", "form[action$='/save/']", map[string]string{"host": "a b", "value": "nowhere"}),
		sent("wrong-srv", domain+"dns/?type=SRV", "form[action$='/save/']", map[string]string{"host": "_sip._tcp", "part-port": "many"}),
		opened("record-naptr", domain+"dns/?type=NAPTR"),
		opened("record-changed", domain+"dns/?edit="+w.recordOf("TXT").ID()),
		{"record-picked", func(b *browser) { b.visit(domain + "dns/"); b.pick("field-type", "CAA", "field-part-tag") }},
		sent("wrong-contact", domain+"contacts/", "form[action$='/save/']", map[string]string{"registrant.email": "nobody", "registrant.country": "XX"}),
		sent("wrong-host", domain+"hosts/", "form[action$='/set/']", map[string]string{"host": "elsewhere.example", "addresses": "1.2.3"}),
		sent("wrong-forward", domain+"forwards/", "#field-save", map[string]string{}),
		sent("wrong-person", "/panel/team/", "form.fields", map[string]string{"email": "nobody"}),
		sent("token-made", "/panel/tokens/new/?for=whmcs", "form.fields", map[string]string{"cidrs": "203.0.113.7"}),
		sent("invited-by-link", "/panel/team/", "form.fields", map[string]string{"email": "colleague@example.com"}),
		sent("zone-difference", domain+"dns/", "form[action$='/file/']", map[string]string{"file": "$ORIGIN ours.com.\n@ 300 IN A 192.0.2.7\nwww 300 IN CNAME ours.com.\n"}),
		sent("template-difference", domain+"dns/", "form[action$='/template/']", map[string]string{}),
		sent("wrong-template", "/panel/dns-templates/", "form.fields", map[string]string{"name": "Shop", "text": "www A 192.0.2"}),
		opened("removed", fmt.Sprintf("/panel/domains/%d/", gone.ID)),
		sent("secret-made", fmt.Sprintf("/panel/webhooks/%d/", has.webhook), "form[action$='/secret/']", nil),
		unfolded("remove-template", fmt.Sprintf("/panel/dns-templates/%d/", has.template)),
		unfolded("revoke", fmt.Sprintf("/panel/tokens/%d/", has.token)),
		unfolded("remove-webhook", fmt.Sprintf("/panel/webhooks/%d/", has.webhook)),
		unfolded("found-unfolded", "/panel/domains/?q=tld:com"),
		unfolded("dns-unfolded", domain+"dns/"),
		unfolded("dnssec-unfolded", domain+"dnssec/"),
		opened("zone-back", domain+"dns/?restore=1"),
		unfolded("webhooks-unfolded", "/panel/webhooks/"),
		{"done-already", func(b *browser) {
			b.visit("/panel/webhooks/")
			b.eval(`const f = document.querySelector("form.fields"); f.elements.url.value = "https://example.com/hooks"; fetch(f.action, {method: "POST", body: new URLSearchParams(new FormData(f))}).then(r => String(r.status))`)
			b.submit("form.fields")
		}},
		opened("bulk-no-servers", "/panel/domains/servers/?q=tld:com"),
		opened("bulk-no-template", "/panel/domains/template/?q=tld:com"),
		opened("bulk-unlock", "/panel/domains/unlock/?q=tld:com"),
		opened("bulk-let-expire", "/panel/domains/auto-off/?q=tld:se"),
		{"servers-set", func(b *browser) {
			b.visit("/panel/domains/servers/?q=tld:com&servers=ns1.a-rather-long-name-of-a-server.example.org+ns2.example.org")
			b.submit("form[method=post][action$='/servers/']")
			w.Drain()
			b.visit(b.eval(`location.pathname`))
		}},
		{"servers-back", func(b *browser) {
			act := b.eval(`location.pathname`)
			_, err := w.Actions.SaveNameservers(w.Context(), w.call(w.Account), actions.SaveNameservers{Name: w.ours.Name, Nameservers: []string{"ns1.example.se", "ns2.example.se"}})
			w.Must(err)
			w.Drain()
			b.visit("/panel/domains/servers-back/?act=" + strings.Trim(strings.TrimPrefix(act, "/panel/domains/progress/"), "/"))
		}},
		opened("servers-history", domain+"history/"),
		{"new-code", func(b *browser) { b.visit(domain); b.submit("form[action$='/auth-code/']") }},
		{"jump-opened", func(b *browser) { b.visit("/panel/"); b.eval(`document.getElementById("jump").showPopover(); ""`) }},
		{"menu", func(b *browser) { b.visit("/panel/"); b.eval(`document.getElementById("keys").showPopover(); ""`) }},
	}
}

// atTheOperator are the operator's pages with large accounts, before a decision, and as the reseller sees them.
func atTheOperator(w *world, rich reseller.Account) []state {
	account := fmt.Sprintf("/operator/accounts/%d/", rich.ID)
	return []state{
		opened("operator-accounts", "/operator/accounts/"),
		opened("operator-large-account", account),
		opened("operator-large-domains", "/operator/domains/"),
		opened("operator-large-orders", "/operator/orders/?show=all"),
		opened("operator-large-ledger", account+"ledger/"),
		opened("operator-access", account+"access/"),
		opened("operator-payments", "/operator/payments/"),
		opened("operator-payments-need-you", "/operator/payments/?needs=you"),
		{"operator-takes-credit", func(b *browser) {
			b.visit(account)
			b.eval(`for (const [name, text] of [["amount", "1234.56"], ["ref", "BG-2026-000123456789"], ["note", "paid back"]]) document.getElementById("field-" + name).value = text;
				document.querySelector("button[name=direction]").value = "take"; ""`)
			b.submit("form[action$='/credit/']")
		}},
		sent("operator-wrong-credit", account, "form.fields", map[string]string{"amount": "much", "ref": "", "note": ""}),
		sent("operator-decision", fmt.Sprintf("/operator/orders/%d/", w.stuck.ID), "form.fields", map[string]string{"reason": "They have it."}),
		{"operator-health-wrong", func(b *browser) { w.ails(); b.visit("/operator/health/") }},
		opened("operator-overview-wrong", "/operator/"),
		opened("operator-jobs-failing", "/operator/jobs/"),
		unfolded("operator-registries", "/operator/registries/"),
		unfolded("operator-prices", "/operator/prices/?tld=.se"),
		opened("operator-not-found", "/operator/accounts/999/"),
		{"view-as", func(b *browser) { b.visit(account); b.submit("form[action$='/view/']") }},
		opened("view-as-forbidden", "/panel/team/"),
	}
}

// pathName makes a name for pictures of a path.
func pathName(at string) string {
	name := strings.Trim(strings.NewReplacer("/", "-", "?", "", "=", "-", ":", "-").Replace(at), "-")
	if name == "" {
		return "home"
	}
	return name
}
