package panel_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
)

// forgets is a person with a password who has had a link for another one mailed: what the codes come from, and what the link holds.
func (w *world) forgets(box *postbox, email string) (p *person, secret, token string) {
	w.Helper()
	p = w.signIn(email, reseller.UserOwner, "en")
	secret, _ = p.setPassword("en ganska lång mening")
	w.sent(box, email)
	return p, secret, w.askReset(box, email)
}

// askReset says that a password is forgotten, and gives what the link in the mail holds.
func (w *world) askReset(box *postbox, email string) string {
	w.Helper()
	w.stranger().goes("/panel/sign-in/forgotten/", url.Values{"email": {email}})
	w.Must(w.Notices.Forgotten(w.Context()))
	_, token, _ := strings.Cut(w.mailed(box, email, notices.ResetLink, atPanel), "/panel/sign-in/reset/?token=")
	return token
}

// A forgotten password: the answer is the same for everybody; the link that is mailed works once and not without a code; every session ends, and a
// mail tells of it.
func (w *world) forgottenPasswords(box *postbox) {
	w.Helper()
	const before, after = "en ganska lång mening", "en annan lång mening"
	p, secret, token := w.forgets(box, "fia@example.com")
	q := w.stranger()
	reset := func(token, text, code string) answer {
		w.Helper()
		return q.post("/panel/sign-in/reset/", url.Values{"token": {token}, "password": {text}, "code": {code}})
	}
	q.shows("/panel/sign-in/reset/?token="+token, "fia@example.com")
	w.Clock.Move(30 * time.Second)
	for what, code := range map[string]string{"no code": "", "a wrong one": "000000", "no recovery code": "aaaa-bbbb-cccc-dddd"} {
		if a := reset(token, after, code); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "The code is wrong") {
			w.Errorf("%s: %d\n%s", what, a.status, a.body)
		}
	}
	if a := reset(token, "short", w.code(secret)); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "at least 12 characters") || strings.Contains(a.body, "short\"") {
		w.Errorf("a short password: %d\n%s", a.status, a.body)
	}
	if a := w.stranger().follows("/panel/sign-in/link/?token=" + token); a.status != http.StatusGone {
		w.Errorf("the link signs in by itself: %d %s", a.status, a.to)
	}
	if a := q.get("/operator/sign-in/reset/?token=" + token); a.status != http.StatusGone {
		w.Errorf("at the operator's door: %d", a.status)
	}
	p.must("/panel/")
	if a := reset(token, after, w.code(secret)); a.to != "/panel/you/" {
		w.Fatalf("another password: %d %s\n%s", a.status, a.to, a.body)
	}
	q.shows("/panel/you/", "Recovery codes left 10")
	if a := p.get("/panel/"); a.status != http.StatusSeeOther {
		w.Errorf("a session of before goes on: %d", a.status)
	}
	if mails := w.sent(box, "fia@example.com"); len(mails) != 1 || mails[0].Kind != "password_changed" || !strings.Contains(mails[0].Text, "127.0.0.1") {
		w.Errorf("the change is told by %+v", mails)
	}
	w.Clock.Move(30 * time.Second)
	if a := reset(token, before, w.code(secret)); a.status != http.StatusGone {
		w.Errorf("the link sets another one: %d %s", a.status, a.to)
	}
	w.Clock.Move(30 * time.Second)
	if a := w.stranger().tries("fia@example.com", before, w.code(secret)); a.status != http.StatusUnprocessableEntity {
		w.Errorf("the password of before: %d", a.status)
	}
	w.Clock.Move(30 * time.Second)
	if a := w.stranger().tries("fia@example.com", after, w.code(secret)); a.to != "/panel/" {
		w.Errorf("the new password: %d\n%s", a.status, a.body)
	}
	w.resetTogether(box, secret)
	w.neverTells(box)
	w.recorded("user.password_forgotten", "user.password_reset", "user.sign_in_refused")
}

// resetTogether has two people use one link at once, each with a code of their own.
func (w *world) resetTogether(box *postbox, secret string) {
	w.Helper()
	token := w.askReset(box, "fia@example.com")
	w.Clock.Move(30 * time.Second)
	step := w.Clock.Wall().Unix() / 30
	u, err := w.Store.UserByEmail(w.Context(), "fia@example.com")
	w.Must(err)
	kept, _, err := w.Store.Password(w.Context(), u.ID)
	w.Must(err)
	var both sync.WaitGroup
	results := make([]error, 2)
	for i := range results {
		both.Go(func() {
			now := w.Clock.Wall()
			n := reseller.Session{Hash: reseller.HashToken(reseller.NewToken()), UserID: u.ID, CreatedAt: now, SeenAt: now, ProvedAt: now}
			set := reseller.PasswordReset{Link: reseller.HashToken(token), Hash: kept.Hash, Step: step + int64(i)}
			results[i] = w.Store.ResetPassword(w.Context(), u, set, n, reseller.Operator)
		})
	}
	both.Wait()
	if (results[0] == nil) == (results[1] == nil) {
		w.Errorf("two with one link: %v", results)
	}
	late := w.askReset(box, "fia@example.com")
	w.Clock.Move(61 * time.Minute)
	if a := w.stranger().post("/panel/sign-in/reset/", url.Values{"token": {late}, "password": {"en tredje mening"}, "code": {w.code(secret)}}); a.status != http.StatusGone {
		w.Errorf("the link after an hour: %d", a.status)
	}
}

// neverTells asks for users, strangers and people without a password: the answers are one, and who has no password is told so by mail.
func (w *world) neverTells(box *postbox) {
	w.Helper()
	w.signIn("keys@example.com", reseller.UserBilling, "sv")
	q := w.stranger()
	pages := map[string]bool{}
	for _, email := range []string{"fia@example.com", "keys@example.com", "nobody@example.com"} {
		to := q.goes("/panel/sign-in/forgotten/", url.Values{"email": {email}})
		pages[regexp.MustCompile(`[0-9a-f]{16,}`).ReplaceAllString(q.must(to), "")] = true
	}
	if len(pages) != 1 {
		w.Error("the answer tells who is a user")
	}
	q.isTold("/panel/sign-in/forgotten/", url.Values{"email": {"fia"}}, "no e-mail address")
	w.Must(w.Notices.Forgotten(w.Context()))
	before := len(box.took)
	mails := w.sent(box, "keys@example.com")
	if len(mails) != 1 || mails[0].Kind != "password_none" || strings.Contains(mails[0].Text, "token=") || !strings.Contains(mails[0].Text, "loggar in med en nyckel") {
		w.Errorf("who has no password gets %+v", mails)
	}
	if all := len(box.took) - before; all != 2 {
		w.Errorf("%d mails were sent, want one to each user", all)
	}
	for _, email := range []string{"nobody@example.com", "NOBODY@example.com"} {
		q.goes("/panel/sign-in/forgotten/", url.Values{"email": {email}})
	}
	limited := func(email string) {
		w.Helper()
		if a := q.post("/panel/sign-in/forgotten/", url.Values{"email": {email}}); a.status != http.StatusTooManyRequests || !strings.Contains(a.body, "three mails an hour") {
			w.Errorf("%s: %d\n%s", email, a.status, a.body)
		}
	}
	limited("nobody@example.com")
	for i := range 15 { // from one address twenty, and five were asked for above
		q.goes("/panel/sign-in/forgotten/", url.Values{"email": {string(rune('a'+i)) + "@example.com"}})
	}
	limited("one-more@example.com")
	w.Must(w.Notices.Forgotten(w.Context()))
}
