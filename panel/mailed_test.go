package panel_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/notices"
	"nameyard/reseller"
)

// postbox is a mail server that keeps what it is given.
type postbox struct {
	mu   sync.Mutex
	took []notices.Message
}

func (b *postbox) Open(context.Context) (notices.Session, error) { return b, nil }

func (b *postbox) Send(_ context.Context, m notices.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took = append(b.took, m)
	return nil
}

func (b *postbox) Close() error { return nil }

// option gives a world this mail server.
func (b *postbox) option() apptest.Option {
	return apptest.WithConfig(func(c *app.Config) {
		c.Mail = app.Mail{Mailer: b, Panel: notices.Addresses{Resellers: "https://panel.example.net", Operators: "https://staff.example.net"}}
	})
}

// sent sends what waits, and gives what went to an address by it.
func (w *world) sent(b *postbox, to string) []notices.Message {
	w.Helper()
	before := len(b.took)
	w.Must(w.Notices.Deliver(w.Context()))
	var found []notices.Message
	for _, m := range b.took[before:] {
		if m.To == to {
			found = append(found, m)
		}
	}
	return found
}

// mailed sends what waits, and gives the link in the one mail to an address, without the host, which must be that of a side.
func (w *world) mailed(b *postbox, to, kind, host string) string {
	w.Helper()
	mails := w.sent(b, to)
	if len(mails) != 1 || mails[0].Kind != kind {
		w.Fatalf("%d mails went to %s: %+v", len(mails), to, mails)
	}
	_, rest, found := strings.Cut(mails[0].Text, "  "+host)
	link, _, _ := strings.Cut(rest, "\n")
	if !found || !strings.Contains(mails[0].HTML, link) {
		w.Fatalf("the mail has no link to %s:\n%s", host, mails[0].Text)
	}
	return link
}

// follows opens a link of a mail and presses its button.
func (p *person) follows(link string) answer {
	p.Helper()
	path, token, _ := strings.Cut(link, "?token=")
	return p.post(path, url.Values{"token": {token}})
}

const (
	atPanel = "https://panel.example.net"
	atStaff = "https://staff.example.net"
)

// What is mailed to people who sign in: one world for all of it.
func TestPeopleAreMailed(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		box := &postbox{}
		w := newWorld(t, engine, nil, box.option())
		w.forgottenPasswords(box)
		w.invitations(box)
		w.dailyMail(box)
	})
}

// Invitations are mailed: the one who invites never sees the link, nor does the database hold it. One that is sent again takes the place of the first,
// one that is taken back is good no more, and strangers are not flooded.
func (w *world) invitations(box *postbox) {
	w.Helper()
	p := w.signIn("anna@example.com", reseller.UserOwner, "sv")
	to := p.goes("/panel/team/", url.Values{"email": {"Bert@Example.com"}, "role": {"billing"}})
	if body := p.must(to); !strings.Contains(body, "bert@example.com") || strings.Contains(body, "token=") {
		w.Errorf("whoever invites sees\n%s", body)
	}
	p.shows(to, "på väg till bert@example.com", "länken gäller till och med")
	kept, err := w.Store.SearchMails(w.Context(), reseller.MailSearch{Kind: notices.Invitation, Page: reseller.Page{Limit: 10}})
	w.Must(err)
	user, err := w.Store.UserByEmail(w.Context(), "bert@example.com")
	w.Must(err)
	again := fmt.Sprintf("/panel/team/%d/invite/", user.ID)
	first := w.mailed(box, "bert@example.com", notices.Invitation, atPanel)
	_, token, _ := strings.Cut(first, "?token=")
	if len(kept) != 1 || strings.Contains(kept[0].Text+kept[0].HTML+kept[0].Cause, token) || !strings.Contains(box.took[len(box.took)-1].Text, w.Clock.Wall().Add(72*time.Hour).Format("2006-01-02 15:04 UTC")) {
		w.Errorf("%d mails are kept:\n%+v", len(kept), kept)
	}
	p.goes(again, nil)
	second := w.mailed(box, "bert@example.com", notices.Invitation, atPanel)
	bert := w.stranger()
	if a := bert.follows(first); a.status != http.StatusGone {
		w.Errorf("a link that was replaced: %d", a.status)
	}
	if a := bert.follows(second); a.to != "/panel/you/first/" {
		w.Fatalf("the invitation: %d %s\n%s", a.status, a.to, a.body)
	}
	p.isTold(again, nil, "har loggat in under tiden") // the page of before he signed in
	bert.must("/panel/credit/")

	p.goes("/panel/team/", url.Values{"email": {"carl@example.com"}, "role": {"owner"}})
	carl, err := w.Store.UserByEmail(w.Context(), "carl@example.com")
	w.Must(err)
	p.goes(fmt.Sprintf("/panel/team/%d/remove/", carl.ID), nil)
	if late := w.sent(box, "carl@example.com"); len(late) != 0 {
		w.Errorf("an invitation that was taken back is mailed: %+v", late)
	}
	p.goes(fmt.Sprintf("/panel/team/%d/link/", user.ID), nil)
	if a := bert.get("/panel/"); a.status != http.StatusSeeOther {
		w.Errorf("who needs a new link is signed in still: %d", a.status)
	}
	if a := bert.follows(w.mailed(box, "bert@example.com", notices.SignInLink, atPanel)); a.to != "/panel/you/first/" {
		w.Errorf("the new link: %d %s", a.status, a.to)
	}

	for range 4 {
		p.goes("/panel/team/", url.Values{"email": {"dora@example.com"}, "role": {"billing"}})
		dora, err := w.Store.UserByEmail(w.Context(), "dora@example.com")
		w.Must(err)
		p.goes(fmt.Sprintf("/panel/team/%d/remove/", dora.ID), nil)
	}
	p.goes("/panel/team/", url.Values{"email": {"dora@example.com"}, "role": {"billing"}})
	dora, err := w.Store.UserByEmail(w.Context(), "dora@example.com")
	w.Must(err)
	p.isTold(fmt.Sprintf("/panel/team/%d/invite/", dora.ID), nil, "högst 20 länkar")
	for i := range 11 {
		p.goes("/panel/team/", url.Values{"email": {fmt.Sprintf("%d@example.com", i)}, "role": {"billing"}})
	}
	p.isTold("/panel/team/", url.Values{"email": {"one-more@example.com"}, "role": {"billing"}}, "högst 20 länkar")
	w.recorded("user.add", "user.link", "user.reset", "user.remove")

	ops := w.signIn("ops@example.net", reseller.UserStaff, "en")
	ops.goes("/operator/team/", url.Values{"email": {"new@example.net"}, "role": {"staff"}})
	link := w.mailed(box, "new@example.net", notices.Invitation, atStaff)
	w.Clock.Move(73 * time.Hour)
	if a := w.stranger().follows(link); a.status != http.StatusGone {
		w.Errorf("an invitation after three days: %d", a.status)
	}
}
