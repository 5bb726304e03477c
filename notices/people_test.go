package notices_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

func (s *memory) ResettingUser(context.Context, string) (reseller.User, error) {
	return reseller.User{}, reseller.ErrNotFound
}

func (s *memory) LinkedUser(_ context.Context, hash string) (reseller.User, error) {
	if s.links[hash] {
		return reseller.User{}, nil
	}
	return reseller.User{}, reseller.ErrNotFound
}

// The link of a mail is made when it is sent: what is kept has none, every attempt has the same one, and one that was taken back is not sent.
func TestLinksOfPeopleAreMadeWhenTheyAreSent(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	w.must(err)
	anna := reseller.User{ID: 3, AccountID: 7, Email: "anna@example.com", Role: reseller.UserOwner, Language: "sv"}
	invite := func() (notices.PersonLink, bool) {
		t.Helper()
		link, ok, err := w.service.LinkMail(t.Context(), notices.Invitation, anna, noon.Add(72*time.Hour), "bo@example.com")
		w.must(err)
		return link, ok
	}
	w.service.Panel = notices.Addresses{Resellers: "https://api.example.net"}
	if _, ok := invite(); ok {
		t.Error("a link is mailed that nothing makes")
	}
	w.service.Key = key
	if w.service.MailsLinks(notices.Invitation, true) {
		t.Error("links to the operator's pages are mailed, and nobody knows where those are")
	}
	link, ok := invite()
	other, _ := invite()
	if !ok || link.Hash == other.Hash || link.Mail.Cause == other.Mail.Cause {
		t.Errorf("%t: %+v, %+v", ok, link, other)
	}
	w.links = map[string]bool{link.Hash: true}
	w.must(w.AddMails(t.Context(), []reseller.Mail{link.Mail, other.Mail}))
	w.mailer.refuses = map[string]error{"anna@example.com": errors.New("not now")}
	w.must(w.service.Deliver(t.Context()))
	w.mailer.refuses = nil
	w.clock.Move(2 * time.Minute)
	w.must(w.service.Deliver(t.Context()))
	if len(w.mailer.took) != 1 || w.mails[1].State != reseller.MailMoot {
		t.Fatalf("%d were sent: %+v", len(w.mailer.took), w.mails[1])
	}
	m := w.mailer.took[0]
	_, token, _ := strings.Cut(m.Text, "https://api.example.net/panel/sign-in/link/?token=")
	token, _, _ = strings.Cut(token, "\n")
	if reseller.HashToken(token) != link.Hash || !strings.Contains(m.HTML, token) || strings.Contains(w.mails[0].Text+w.mails[0].HTML, token) {
		t.Errorf("sent:\n%s\nkept:\n%s", m.Text, w.mails[0].Text)
	}
	if !strings.HasPrefix(m.Subject, "Du är inbjuden till kontot Shop hos Yard") || !strings.Contains(m.Text, "bo@example.com bjuder in dig") || !strings.Contains(m.Text, "2026-03-04 12:00 UTC") {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
	w.service.Skip = []string{notices.Invitation}
	if _, ok := invite(); ok {
		t.Error("a kind that the operator leaves out is mailed")
	}
}
