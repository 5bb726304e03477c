package panel_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
)

// tellsItsHistory reads the history of a name, and what was done in its account: all of it once, whatever the length of the pages, and nothing that is the
// operator's own.
func (w *world) tellsItsHistory(p *person, d reseller.Domain) {
	w.Helper()
	w.signIn("inner@example.com", reseller.UserStaff, "en")
	staff := reseller.Actor{Name: "user inner@example.com", Face: "panel"}
	_, err := w.Store.ChangeDomain(w.Context(), d.ID, staff, "domain.follow_registry", func(d *reseller.Domain) error {
		d.AutoRenew, d.Connector = !d.AutoRenew, "inner-registrar"
		return nil
	})
	w.Must(err)
	_, err = w.Store.ChangeAccount(w.Context(), w.Account.ID, staff, "", func(a *reseller.Account) error { a.Language = "sv"; return nil })
	w.Must(err)
	w.Must(w.Store.RecordAudit(w.Context(), reseller.Actor{Name: "user long.gone@example.com"}, w.Account.ID, "user.prove", "long.gone@example.com", "passkey"))
	w.Must(w.Store.RecordAudit(w.Context(), reseller.Actor{Name: "operator inner@ns1"}, w.Account.ID, "account.rename", w.Account.Email, ""))
	w.Must(w.Store.RecordAudit(w.Context(), staff, w.Account.ID, "job.run", d.Name.String(), "inner"))
	w.Must(w.Store.AddMails(w.Context(), []reseller.Mail{{Cause: "told", AccountID: w.Account.ID, DomainID: d.ID, Kind: "registered", To: w.Account.Email, Subject: "It is yours", Text: "words"}}))

	at := fmt.Sprintf("/panel/domains/%d/history/", d.ID)
	p.shows(at, "History of more.com", "Name servers: ns1.example.net , ns2.example.net → ns1.example.org , ns2.example.org", "anna@example.com in the panel",
		"Brought in line with the registry automatic renewal: no → yes", "the operator", "Registration")
	p.shows("/panel/activity/", "Many names changed at once", "name servers: ns1.example.org ns2.example.org", "language: English → Svenska", "by a link", "2 names", "the operator", "Signed in",
		"somebody who is not in the team any more")
	p.shows("/panel/activity/?kind=names&who=user+anna%40example.com", "Many names changed at once")
	for _, who := range []string{staff.Name, "operator inner@ns1"} { // nobody learns by guessing who the operator's people are
		p.shows("/panel/activity/?who="+url.QueryEscape(who), "Nothing matches the search.")
	}
	for _, from := range []string{at, "/panel/activity/"} {
		if body := p.must(from); strings.Contains(body, "inner") {
			p.Errorf("%s tells what is the operator's own:\n%s", from, seen(body))
		}
	}
	w.pagesOfHistory(d)
}

// pagesOfHistory reads a history line by line, and all at once.
func (w *world) pagesOfHistory(d reseller.Domain) {
	w.Helper()
	read := func(limit int) (places []string) {
		ask := actions.NameHistory{ID: d.ID, Limit: limit}
		for {
			page, err := w.Actions.NameHistory(w.Context(), w.call(w.Account), ask)
			w.Must(err)
			for _, h := range page.Rows {
				places = append(places, h.Place().String())
			}
			if page.Next.IsZero() {
				return places
			}
			if ask.After = reseller.ParseHistoryPlace(page.Next.String()); ask.After != page.Next {
				w.Fatalf("the place %s is read as %s", page.Next, ask.After)
			}
		}
	}
	all := read(100)
	kinds := map[string]bool{}
	for i, place := range all {
		kinds[strings.Split(place, "-")[1]] = true
		if slices.Contains(all[:i], place) {
			w.Errorf("%s is told twice", place)
		}
	}
	if len(kinds) < 4 {
		w.Errorf("of few kinds: %v", all)
	}
	for limit := 1; limit < 4; limit++ {
		if got := read(limit); !slices.Equal(got, all) {
			w.Errorf("in pages of %d: %v, and at once %v", limit, got, all)
		}
	}
}
