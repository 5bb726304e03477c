package panel_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/reseller"
)

// runs runs jobs, in their order.
func (w *world) runs(names ...string) {
	w.Helper()
	for _, name := range names {
		w.Must(w.Jobs.Run(w.Context(), name))
	}
}

// kindsTo are the kinds of the mails that go out now to an address.
func (w *world) kindsTo(box *postbox, to string) []string {
	w.Helper()
	var kinds []string
	for _, m := range w.sent(box, to) {
		kinds = append(kinds, m.Kind)
	}
	return kinds
}

// An account chooses how it hears of things. What is gathered is told in one mail a day, once, also by two servers at once; what costs a name or money
// cannot be put off.
func (w *world) dailyMail(box *postbox) {
	w.Helper()
	const news = "reseller@example.com"
	hear := func() []string {
		w.Helper()
		w.runs(jobs.EventNumbers, jobs.NoticesOfEvents)
		return w.kindsTo(box, news)
	}
	hear() // what was before
	p := w.signIn("greta@example.com", reseller.UserAdmin, "en")
	p.goes("/panel/notices/", url.Values{"all": {"daily"}, "was.registered": {"now"}, "was.renewal_invoice": {"now"}, "was.verified": {"now"}})
	old := p.typed("/panel/notices/", "")
	p.goes("/panel/notices/", url.Values{"way.registered": {"off"}, "was.registered": {"daily"}})
	old.Set("way.registered", "now") // on a page that was shown before that
	if a := p.post("/panel/notices/", old); a.status != http.StatusUnprocessableEntity || !strings.Contains(seen(a.body), "There now: Not at all") {
		w.Errorf("what somebody else has chosen since is answered %d", a.status)
	}
	if a := p.post("/panel/notices/", url.Values{"way.expires_soon": {"off"}, "was.expires_soon": {"now"}}); a.status != http.StatusUnprocessableEntity {
		w.Errorf("what must be told is switched off: %d", a.status)
	}
	if a := p.post("/panel/notices/", url.Values{"way.invented": {"off"}, "way.verified": {"never"}, "was.verified": {"daily"}}); a.status != http.StatusUnprocessableEntity {
		w.Errorf("a way that is none: %d", a.status)
	}
	d := w.Register("untold.com")
	if told := hear(); len(told) != 0 {
		w.Errorf("what is switched off is told: %v", told)
	}
	p.goes("/panel/notices/", url.Values{"way.registered": {"daily"}, "was.registered": {"off"}})
	w.Register("first.com")
	w.Register("second.com")
	w.Renew(d, 1)
	if told := hear(); !slices.Equal(told, []string{"renewed"}) { // it is at once still: its hidden field was not sent
		w.Errorf("at once is told %v", told)
	}
	w.runs(jobs.DailyMails)
	due, err := w.Notices.NextDigest(w.Context())
	w.Must(err)
	if now := w.Clock.Now(); due.Hour() != 6 || !due.After(now) || due.Sub(now) > 24*time.Hour || len(w.sent(box, news)) != 0 {
		w.Errorf("the daily mail is due %s, at %s", due, now)
	}
	w.Clock.Move(due.Sub(w.Clock.Now()))
	second := w.Another("second", nil)
	var both sync.WaitGroup
	for _, write := range []func() error{func() error { return w.Notices.Digests(w.Context()) }, func() error { return second.Notices.Digests(w.Context()) }} {
		both.Go(func() {
			if err := write(); err != nil {
				w.Errorf("two at once: %v", err)
			}
		})
	}
	both.Wait()
	w.runs(jobs.DailyMails)
	mails := w.sent(box, news)
	if len(mails) != 1 || mails[0].Kind != "daily" || mails[0].Subject != "2 things that have happened" || strings.Contains(mails[0].Text, "untold") ||
		!strings.Contains(mails[0].Text, "first.com is registered") || !strings.Contains(mails[0].Text, "second.com is registered") || !strings.Contains(mails[0].Text, atPanel+"/panel/notices/") {
		w.Errorf("the daily mails: %+v", mails)
	}
	w.runs(jobs.DailyMails)
	if again := w.sent(box, news); len(again) != 0 {
		w.Errorf("they are told again: %+v", again)
	}
	w.Register("third.com")
	hear()
	w.Clock.Move(24 * time.Hour)
	third := w.Another("third", nil)
	third.Notices.Skip = []string{notices.Digest} // the operator has ended daily mails meanwhile
	w.Must(third.Notices.Digests(w.Context()))
	if last := w.sent(box, news); len(last) != 1 || last[0].Kind != notices.Digest || !strings.Contains(last[0].Text, "third.com is registered") {
		w.Errorf("what waited when daily mails were ended: %+v", last)
	}
	w.recorded("account.notices")
	w.listsMails()
}

// listsMails looks at what was sent: found by name, kind and state, page by page, and no more than that somebody was mailed a link.
func (w *world) listsMails() {
	w.Helper()
	p := w.signIn("gunnar@example.com", reseller.UserAdmin, "en")
	p.shows("/panel/notices/sent/?q=first.com", "first.com is registered", "Told in the daily mail", "reseller@example.com")
	p.shows("/panel/notices/sent/?q=second.*&kind=registered&state=in_daily", "second.com is registered")
	p.shows("/panel/notices/sent/?kind=daily&state=sent", "2 things that have happened", "Sent")
	p.shows("/panel/notices/sent/?q=first.com&state=given_up", "No mail matches the search.")
	for _, wrong := range []string{"?kind=operator_alert", "?kind=password_reset", "?state=lost", "?since=soon"} {
		if a := p.get("/panel/notices/sent/" + wrong); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `role="alert"`) {
			w.Errorf("%s: %d", wrong, a.status)
		}
	}
	owner, staff := w.signIn("olga@example.com", reseller.UserOwner, "en"), w.signIn("stina@example.com", reseller.UserStaff, "en")
	secret := regexp.MustCompile(`[?]token=|[A-Z2-7]{26}`)
	for _, who := range []struct {
		*person
		at   string
		sees bool // mails about how people sign in
	}{{p, "/panel/notices/sent/", false}, {owner, "/panel/notices/sent/", true}, {staff, "/operator/mails/?account=" + w.Account.Email, true}} {
		body := who.must(who.at)
		if sees := strings.Contains(body, "Another password for"); sees != who.sees {
			w.Errorf("%s sees mails about passwords: %t", who.user.Email, sees)
		}
		if found := secret.FindString(strings.ReplaceAll(body, "reseller@example.com", "")); found != "" {
			w.Errorf("%s shows %q", who.at, found)
		}
	}
}
