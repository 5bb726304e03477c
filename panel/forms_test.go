package panel_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// wrongForm is a form in which several things are typed wrong.
type wrongForm struct {
	page, action string      // the page that has it, and where it goes, below that
	typed        url.Values  // what is typed otherwise than the page shows it
	faults       [][2]string // field, and part of what is said of it in English; in the order in which all is told
}

// wrongForms are the forms of an account.
func (w *world) wrongForms() []wrongForm {
	name := fmt.Sprintf("/panel/domains/%d/", w.ours.ID)
	return []wrongForm{
		{name + "contacts/", "save/", url.Values{
			"registrant.city": {""}, "registrant.country": {"Atlantis"}, "registrant.phone": {"call me"}, "registrant.email": {"nobody"}, "admin.first_name": {"Bo"}, "admin.email": {"bo@"},
		}, [][2]string{
			{"registrant.city", "city of the registrant contact is required"}, {"registrant.country", "is no country"}, {"registrant.phone", "is not a telephone number"},
			{"registrant.email", "it has no @"}, {"admin.address1", "address of the admin contact is required"}, {"admin.city", ""}, {"admin.country", ""}, {"admin.email", "&#34;bo@&#34; is not"},
		}},
		{name + "contacts/", "save/", url.Values{"registrant.last_name": {"Novak"}, "registrant.city": {""}, "registrant.email": {"nobody"}}, [][2]string{ // before it is asked whether Novak is to hold it
			{"registrant.city", "city of the registrant contact"}, {"registrant.email", "it has no @"},
		}},
		{"/panel/settings/contact/", "", url.Values{"registrant.email": {"nobody"}, "registrant.first_name": {"Anna"}, "registrant.address1": {"Storgatan 1"}, "registrant.country": {"SE"}}, [][2]string{
			{"registrant.city", "city of the registrant contact"}, {"registrant.postcode", "is required in SE"}, {"registrant.email", "it has no @"},
		}},
		{"/panel/register/wanted.se/", "", url.Values{
			"term": {"77:1000"}, "registrant.first_name": {"Anna"}, "registrant.address1": {"Storgatan 1"}, "registrant.country": {"SE"}, "registrant.postcode": {"75310"}, "registrant.email": {"nobody"},
			"servers": {"ns1.example.net/\n-.example.net"}, "field.id_number": {"[SE]1"},
		}, [][2]string{
			{"term", "1 to 10 years, not 77"}, {"registrant.city", "city of the registrant contact"}, {"registrant.email", "it has no @"},
			{"servers", "name server 1 of wanted.se"}, {"servers", "name server 2 of wanted.se"}, {"field.id_number", "is not a Swedish personal"},
		}},
		{name + "forwards/", "save/", url.Values{"prefix": {"a b", "info", ""}, "targets": {"nobody", "x@, y", ""}}, [][2]string{
			{"prefix-0", "row 1: prefix: &#34;a b&#34; cannot stand"}, {"targets-0", "row 1: targets"}, {"targets-1", "is not an e-mail address"}, {"targets-1", "it has no @"},
		}},
		{name + "hosts/", "set/", url.Values{"host": {"ns1.theirs.com"}, "addresses": {"nowhere 10.0.0.1"}}, [][2]string{
			{"host", "does not lie inside ours.com"}, {"addresses", "&#34;nowhere&#34; is not an IPv4"}, {"addresses", "10.0.0.1 is not a public address"},
		}},
		{name + "dnssec/", "records/", url.Values{"ds": {"1 99 2 zz\nx 13 2 AB"}, "keys": {"1 2 13 x!"}}, [][2]string{
			{"keys", "row 1: the flags of a key"}, {"keys", "row 1: the protocol of a key"}, {"keys", "row 1: the public key is not Base64"},
			{"ds", "row 1: algorithm 99"}, {"ds", "row 1: the digest is not hexadecimal"}, {"ds", "row 2: &#34;x&#34; is not a whole number"}, {"ds", "row 2: a digest of type 2"},
		}},
		{"/panel/webhooks/", "", url.Values{"url": {"ftp://example.com"}, "kinds": {"nothing.done"}}, [][2]string{{"kinds", ""}, {"url", ""}}},
		{"/panel/dns-templates/", "", url.Values{"name": {strings.Repeat("n", 101)}, "text": {"www A nowhere"}}, [][2]string{{"name", ""}, {"text", "nowhere"}}},
		{"/panel/tokens/new/", "", url.Values{"name": {""}, "kind": {"v9"}, "cidrs": {"nowhere elsewhere"}, "ends": {"2020-01-01"}, "cap": {"abc"}, "scopes": {"read"}}, [][2]string{
			{"cidrs", "nowhere"}, {"cidrs", "elsewhere"}, {"kind", "is not a kind of tokens"}, {"cap", "abc"}, {"ends", "2020-01-01"}, {"name", ""},
		}},
		{"/panel/tokens/new/", "", url.Values{"name": {"none"}, "cidrs": {"nowhere"}, "ends": {""}, "cap": {""}, "scopes": {"read"}, "kind": {"api"}}, [][2]string{{"cidrs", "nowhere"}}}, // nothing of it is done
		{"/panel/domains/views/", "", url.Values{"name": {strings.Repeat("n", 61)}, "search": {"expires:never"}}, [][2]string{{"name", ""}, {"search", "never"}}},
		{"/panel/team/", "", url.Values{"email": {"nobody"}, "role": {"emperor"}}, [][2]string{{"email", ""}, {"role", ""}}},
	}
}

// wrongOperatorForms are the forms of the operator.
func (w *world) wrongOperatorForms() []wrongForm {
	account := fmt.Sprintf("/operator/accounts/%d/", w.Account.ID)
	return []wrongForm{
		{"/operator/accounts/new/", "", url.Values{"email": {"nobody"}, "name": {""}, "currency": {"XXQ"}, "language": {"en"}, "tax": {"much"}}, [][2]string{
			{"email", "it has no @"}, {"currency", "ISO 4217"}, {"name", ""}, {"tax", ""},
		}},
		{"/operator/accounts/new/", "", url.Values{"email": {"new@example.com"}, "name": {"New"}, "currency": {"SEK"}, "language": {"en"}, "tax": {"much"}}, [][2]string{{"tax", ""}}},
		{account + "settings/", "", url.Values{"name": {"New"}, "tax": {"much"}}, [][2]string{{"tax", ""}}},
		{account, "credit/", url.Values{"amount": {"5"}, "ref": {"r"}, "note": {""}}, [][2]string{{"note", ""}}},
		{account + "settings/", "", url.Values{"email": {"nobody"}, "name": {""}, "tax": {"much"}, "cap": {"abc"}, "floor": {"-1"}}, [][2]string{
			{"email", "it has no @"}, {"name", ""}, {"cap", "abc"}, {"floor", ""}, {"tax", ""},
		}},
		{account, "credit/", url.Values{"amount": {"abc"}, "ref": {""}, "note": {""}}, [][2]string{{"amount", "abc"}, {"note", ""}, {"ref", ""}}},
		{account + "prices/", "", url.Values{"set_tld": {"."}, "years": {"0"}, "operation": {"register"}, "net": {"abc"}, "cost": {"def"}, "from": {"never"}}, [][2]string{
			{"set_tld", ""}, {"years", "1 to 99"}, {"cost", "def"}, {"net", "abc"}, {"from", "never"},
		}},
	}
}

// All that is wrong with a form is told at once, on top of it and beside its fields; what was typed stays, and nothing is done.
func TestAllThatIsWrongWithAFormIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	for role, forms := range map[reseller.UserRole][]wrongForm{reseller.UserOwner: w.wrongForms(), reseller.UserStaff: w.wrongOperatorForms()} {
		english, swedish := w.signIn("en."+string(role)+"@example.com", role, "en"), w.signIn("sv."+string(role)+"@example.com", role, "sv")
		for _, f := range forms {
			told := english.tellsAll(f)
			for i, words := range swedish.tellsAll(f) {
				if i < len(told) && words == told[i] {
					t.Errorf("%s says in Swedish: %q", f.page, words)
				}
			}
		}
	}
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	p.toldOfSearches(map[string][]string{
		"/panel/orders/?q=a*ü&kind=x&status=y&since=1&until=2":            {"q", "kind", "status", "since", "until"},
		"/panel/invoices/?q=a*ü&status=y&since=1&until=2":                 {"q", "status", "since", "until"},
		"/panel/notices/sent/?q=a*ü&kind=x&state=y&since=1&until=2":       {"q", "kind", "state", "since", "until"},
		"/panel/domains/?q=nosuch:x+renew:maybe+expires:never+status:odd": {"q", "nosuch:x is no search word", "renew:maybe is not", "expires:never is no time", "&#34;odd&#34; is not a status"},
	})
	w.signIn("staff@example.com", reseller.UserStaff, "en").toldOfSearches(map[string][]string{
		"/operator/orders/?name=a*ü&account=x&kind=x&state=y&since=1&until=2":         {"name", "account", "kind", "state", "since", "until"},
		"/operator/audit/?name=a*ü&account=x&order=999999&action=odd&since=1&until=2": {"name", "account", "order", "action", "since", "until"},
		"/operator/invoices/?name=a*ü&account=x&status=odd&since=1&until=2":           {"name", "account", "status", "since", "until"},
		"/operator/domains/?name=a*ü&account=x":                                       {"name", "account"},
		"/operator/abuse/?name=a*ü&account=x":                                         {"name", "account"},
		"/operator/payments/?account=x&state=odd":                                     {"account", "state"},
		"/operator/mails/?account=x&name=a*ü&kind=x&state=y&since=1&until=2":          {"account", "name", "kind", "state", "since", "until"},
	})
	p.isToldRecordsFieldByField(t)
	p.shows(fmt.Sprintf("/panel/domains/servers/?id=%d&servers=a.+b..net", w.ours.ID), "Name server 1 of the name", "; name server 2 of the name")
}

// toldOfSearches fails the test unless all that is wrong with each search is told at once: fields with a link to each, and words.
func (p *person) toldOfSearches(searches map[string][]string) {
	p.Helper()
	for path, all := range searches {
		a := p.get(path)
		for _, part := range all {
			field := strings.Contains(a.body, `href="#field-`+part+`"`) && strings.Contains(a.body, `id="field-`+part+`"`)
			if a.status != http.StatusUnprocessableEntity || !field && !strings.Contains(a.body, part) {
				p.Errorf("%s: %d, nothing is told of %q:\n%s", path, a.status, part, seen(a.body))
			}
		}
	}
}

// written is how much there is in the books: the last order, and the last record of the audit log.
func (w *world) written() string {
	w.Helper()
	placed, err := w.Store.SearchOrders(w.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 1}})
	w.Must(err)
	done, err := w.Store.SearchAudit(w.Context(), reseller.AuditSearch{Page: reseller.Page{Limit: 1}})
	w.Must(err)
	return fmt.Sprint(placed[0].ID, " ", done[0].ID)
}

// tellsAll fails the test unless all that is wrong with a form is told. It gives the words.
func (p *person) tellsAll(f wrongForm) (told []string) {
	p.Helper()
	form := p.typed(f.page, f.action)
	maps.Copy(form, f.typed)
	at := f.page + f.action
	before := p.written()
	a := p.post(at, form)
	if a.status != http.StatusUnprocessableEntity {
		p.Errorf("%s is answered %d %s\n%s", at, a.status, a.to, seen(a.body))
		return nil
	}
	if after := p.written(); after != before {
		p.Errorf("%s has done something: %s, was %s", at, after, before)
	}
	summary := regexp.MustCompile(`<li><a href="#field-([^"]*)">([^<]*)</a></li>`).FindAllStringSubmatch(a.body, -1)
	if len(summary) != len(f.faults) {
		p.Errorf("%s: %d faults are told, want %d: %q", at, len(summary), len(f.faults), summary)
		return nil
	}
	for i, fault := range f.faults {
		field, words := summary[i][1], summary[i][2]
		told = append(told, words)
		if field != fault[0] || p.user.Language == "en" && !strings.Contains(words, fault[1]) {
			p.Errorf("%s: %q is said of %s, want %q of %s", at, words, field, fault[1], fault[0])
		}
		_, beside, _ := strings.Cut(a.body, `id="field-`+fault[0]+`"`)
		_, beside, _ = strings.Cut(beside, `class="fault"`)
		if beside, _, _ = strings.Cut(beside, "</p>"); !strings.Contains(beside, words) {
			p.Errorf("%s: beside %s stands %q, want %q", at, fault[0], beside, words)
		}
	}
	again, _ := fieldsOf(a.body, at)
	for field, values := range f.typed {
		if _, shown := again[field]; !shown || field == "kinds" || field == "scopes" || field == "kind" { // choices
			continue
		}
		if got := strings.Join(again[field], "\n"); got != strings.Join(values, "\n") {
			p.Errorf("%s: %s is shown as %q, and was typed as %q", at, field, got, values)
		}
	}
	return told
}
