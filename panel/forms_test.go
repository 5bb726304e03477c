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
	}
}

// All that is wrong with a form is told at once, on top of it and beside its fields; what was typed stays, and nothing is done.
func TestAllThatIsWrongWithAFormIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	for _, p := range []*person{w.signIn("anna@example.com", reseller.UserOwner, "en"), w.signIn("bo@example.com", reseller.UserOwner, "sv")} {
		for _, f := range w.wrongForms() {
			p.tellsAll(f)
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

// tellsAll fails the test unless all that is wrong with a form is told.
func (p *person) tellsAll(f wrongForm) {
	p.Helper()
	form := p.typed(f.page, f.action)
	maps.Copy(form, f.typed)
	at := f.page + f.action
	before := p.written()
	a := p.post(at, form)
	if a.status != http.StatusUnprocessableEntity {
		p.Errorf("%s is answered %d %s\n%s", at, a.status, a.to, seen(a.body))
		return
	}
	if after := p.written(); after != before {
		p.Errorf("%s has done something: %s, was %s", at, after, before)
	}
	summary := regexp.MustCompile(`<li><a href="#field-([^"]*)">([^<]*)</a></li>`).FindAllStringSubmatch(a.body, -1)
	if len(summary) != len(f.faults) {
		p.Errorf("%s: %d faults are told, want %d: %q", at, len(summary), len(f.faults), summary)
		return
	}
	for i, fault := range f.faults {
		field, words := summary[i][1], summary[i][2]
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
		if got := strings.Join(again[field], "\n"); got != strings.Join(values, "\n") {
			p.Errorf("%s: %s is shown as %q, and was typed as %q", at, field, got, values)
		}
	}
}
