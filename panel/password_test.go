package panel_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/panel/session"
	"nameyard/reseller"
)

// code is what an app shows for a secret now.
func (w *world) code(secret string) string {
	w.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	w.Must(err)
	mac := hmac.New(sha1.New, raw)
	w.Must(binary.Write(mac, binary.BigEndian, w.Clock.Wall().Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

// found is what a page has between the groups of an expression.
func (p *person) found(body, expression string) string {
	p.Helper()
	m := regexp.MustCompile(expression).FindStringSubmatch(body)
	if m == nil {
		p.Fatalf("no %s in\n%s", expression, body)
	}
	return m[1]
}

const (
	secretOf = `<code class="wrap">([A-Z2-7]+)</code>`
	idOf     = `name="id" value="([^"]+)"`
	codeOf   = `<li><code>([a-z2-7-]+)</code></li>`
)

// setPassword sets a password, and gives the secret of its codes and a recovery code.
func (p *person) setPassword(text string) (secret, recovery string) {
	p.Helper()
	at := session.Side(p.user) + "/you/password/"
	body := p.must(at)
	secret = p.found(body, secretOf)
	a := p.post(at, url.Values{"id": {p.found(body, idOf)}, "password": {text}, "code": {p.code(secret)}})
	if a.status != http.StatusOK || strings.Count(a.body, "<li><code>") != 10 {
		p.Fatalf("setting a password: %d\n%s", a.status, a.body)
	}
	return secret, p.found(a.body, codeOf)
}

// tries to sign in with a password and a code.
func (p *person) tries(email, text, code string) answer {
	p.Helper()
	return p.post("/panel/sign-in/password/", url.Values{"email": {email}, "password": {text}, "code": {code}})
}

// A password and a code sign in where there is no passkey. What was wrong is not said, and what was used is used up.
func TestAPasswordAndACodeSignIn(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		again, err := w.users().Link(t.Context(), "anna@example.com")
		w.Must(err)
		elsewhere := w.stranger()
		elsewhere.post("/panel/sign-in/link/", url.Values{"token": {again.Secret}})
		elsewhere.must("/panel/")

		page := p.must("/panel/you/password/")
		secret := p.found(page, secretOf)
		set := url.Values{"id": {p.found(page, idOf)}, "password": {"too short"}, "code": {w.code(secret)}}
		short := p.post("/panel/you/password/", set)
		if short.status != http.StatusUnprocessableEntity || p.found(short.body, secretOf) != secret || !strings.Contains(short.body, "at least 12 characters") {
			t.Errorf("a short password: %d\n%s", short.status, short.body)
		}
		if a := p.post("/panel/you/password/", set); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "open for too long") {
			t.Errorf("an enrolment that was used: %d\n%s", a.status, a.body)
		}
		both := p.post("/panel/you/password/", url.Values{"id": {p.found(p.must("/panel/you/password/"), idOf)}, "password": {"too short"}, "code": {"000000x"}})
		for _, words := range []string{"at least 12 characters", "not the one that the app shows"} {
			if both.status != http.StatusUnprocessableEntity || strings.Count(both.body, words) < 2 { // on top, and beside its field
				t.Errorf("a short password and a wrong code: %d\n%s", both.status, seen(both.body))
			}
		}
		secret, recovery := p.setPassword("en ganska la\u030ang mening") // composed by the keyboard in two strokes
		if a := elsewhere.get("/panel/"); a.status != http.StatusSeeOther {
			t.Errorf("a session elsewhere goes on: %d", a.status)
		}
		if kept, _, err := w.Store.Password(t.Context(), p.user.ID); err != nil || !strings.HasPrefix(kept.Hash, "$argon2id$v=19$m=19456,t=2,p=1$") { // what OWASP recommends
			t.Errorf("the password is kept as %.40s, %v", kept.Hash, err)
		}
		p.shows("/panel/you/", "Recovery codes left 10", "This one")

		const right = "en ganska lång mening"
		q := w.stranger()
		first := q.tries("anna@example.com", right, w.code(secret)) // it was used to set it
		for what, a := range map[string]answer{
			"a used code": first, "another address": q.tries("bert@example.com", right, "123456"), "another password": q.tries("anna@example.com", "en annan mening", recovery),
			"no address": q.tries("anna", right, recovery), "no code": q.tries("anna@example.com", right, ""),
		} {
			same := regexp.MustCompile(`value="[^"]*"|[0-9a-f]{16,}`).ReplaceAllString(a.body, "")
			if a.status != http.StatusUnprocessableEntity || same != regexp.MustCompile(`value="[^"]*"|[0-9a-f]{16,}`).ReplaceAllString(first.body, "") {
				t.Errorf("%s answers otherwise: %d\n%s", what, a.status, a.body)
			}
		}
		w.Clock.Move(30 * time.Second)
		if a := q.tries("Anna@Example.com", right, w.code(secret)); a.to != "/panel/" {
			t.Fatalf("signing in: %d\n%s", a.status, a.body)
		}
		q.must("/panel/")
		if a := w.stranger().post("/operator/sign-in/password/", url.Values{"email": {"anna@example.com"}, "password": {right}, "code": {recovery}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("at the operator's door: %d", a.status)
		}

		w.Clock.Move(11 * time.Minute)
		if a := q.get("/panel/tokens/new/"); a.to != "/panel/prove/?next=%2Fpanel%2Ftokens%2Fnew%2F" {
			t.Errorf("an old proof: %d %s", a.status, a.to)
		}
		q.isTold("/panel/prove/", url.Values{"next": {"/panel/tokens/new/"}, "password": {right}, "code": {"000000x"}}, "is wrong")
		if a := q.post("/panel/prove/", url.Values{"next": {"/panel/tokens/new/"}, "password": {right}, "code": {w.code(secret)}}); a.to != "/panel/tokens/new/" {
			t.Errorf("a new proof: %d\n%s", a.status, a.body)
		}
		q.must("/panel/tokens/new/")
		q.isTold("/panel/you/password/remove/", nil, "Nothing else signs you in")

		q.post("/panel/you/sessions/end/", nil)
		if a := p.get("/panel/"); a.status != http.StatusSeeOther {
			t.Errorf("the first session goes on: %d", a.status)
		}
		_, err = w.users().Reset(t.Context(), "anna@example.com")
		w.Must(err)
		w.Clock.Move(time.Minute)
		if a := q.tries("anna@example.com", right, w.code(secret)); a.status != http.StatusUnprocessableEntity {
			t.Errorf("after a reset: %d", a.status)
		}
		w.recorded("user.password_set", "user.sign_in_refused", "user.sign_out_others", "user.prove")
	})
}

// recorded fails the test unless the audit log has some deeds.
func (w *world) recorded(actions ...string) {
	w.Helper()
	records, err := operator.Audit{Store: w.Store}.List(w.Context(), operator.AuditChoice{Page: reseller.Page{Limit: 500}})
	w.Must(err)
	said := map[string]bool{}
	for _, r := range records {
		said[r.Action] = said[r.Action] || r.Face == "panel" && r.Address != ""
	}
	for _, action := range actions {
		if !said[action] {
			w.Errorf("%s is not recorded with its face and address", action)
		}
	}
}

// once fails the test unless one of two that come together succeeds, and nobody after them.
func (w *world) once(what string, use func() error) {
	w.Helper()
	results := make([]error, 2)
	var both sync.WaitGroup
	for i := range results {
		both.Go(func() { results[i] = use() })
	}
	both.Wait()
	if late := use(); (results[0] == nil) == (results[1] == nil) || late == nil {
		w.Errorf("%s: %v, %v, and then %v", what, results[0], results[1], late)
	}
}

// Links, codes and recovery codes are good once, also for two who come together.
func TestWhatSignsInOnceSignsInOnce(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		_, recovery := p.setPassword("en ganska lång mening")
		link, err := w.users().Link(t.Context(), "anna@example.com")
		w.Must(err)
		stay := func() reseller.Session {
			now := w.Clock.Wall()
			return reseller.Session{Hash: reseller.HashToken(reseller.NewToken()), UserID: p.user.ID, CreatedAt: now, SeenAt: now, ProvedAt: now}
		}
		w.once("a link", func() error {
			return w.Store.UseSignInLink(w.Context(), reseller.HashToken(link.Secret), stay(), p.user, reseller.Operator)
		})
		step := w.Clock.Wall().Unix()/30 + 1
		w.once("a code", func() error { return w.Store.UseTOTP(w.Context(), p.user.ID, step) })
		if err := w.Store.UseTOTP(w.Context(), p.user.ID, step-1); err == nil {
			t.Error("a code of before the last one is good")
		}
		w.once("a recovery code", func() error {
			return w.Store.UseRecoveryCode(w.Context(), p.user.ID, reseller.HashToken(strings.ReplaceAll(recovery, "-", "")))
		})
	})
}

// Strangers who ask for passkeys without end are stopped, and stop nobody who is signed in.
func TestStrangersAskForPasskeysOnlySoOften(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	w.url = w.named()
	p, q := w.signIn("anna@example.com", reseller.UserOwner, "en"), w.stranger()
	const ask = "/panel/sign-in/passkey/ask/"
	for n := range 300 {
		if a := q.post(ask, nil); a.status != http.StatusOK {
			t.Fatalf("asked %d times: %d\n%s", n, a.status, a.body)
		}
	}
	a := q.post(ask, nil)
	if a.to != "/panel/sign-in/?limited=" {
		t.Fatalf("asked too often: %d %s", a.status, a.to)
	}
	if a := q.do("POST", ask, nil, map[string]string{"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}); a.body != `{"to":"/panel/sign-in/?limited="}` {
		t.Errorf("the script is told %d %s", a.status, a.body)
	}
	if a := q.get(a.to); a.status != http.StatusTooManyRequests || !strings.Contains(a.body, "Try again in an hour") {
		t.Errorf("the page says: %d\n%s", a.status, a.body)
	}
	if a := p.post(ask, nil); a.status != http.StatusOK {
		t.Errorf("somebody signed in at the same address: %d\n%s", a.status, a.body)
	}
	p.must("/panel/you/password/")
}

// Who guesses is stopped for the rest of the hour, as one user and from one address; who is right is never counted.
func TestWhoGuessesIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	p := w.signIn("anna@example.com", reseller.UserOwner, "en")
	const right = "en ganska lång mening"
	secret, recovery := p.setPassword(right)
	q := w.stranger()
	for range 10 {
		q.tries("anna@example.com", "wrong", "000000")
	}
	if a := q.tries("anna@example.com", right, recovery); a.status != http.StatusTooManyRequests || !strings.Contains(a.body, "Try again in an hour") {
		t.Errorf("after ten guesses: %d\n%s", a.status, a.body)
	}
	w.Clock.Move(61 * time.Minute)
	for range 12 {
		w.Clock.Move(30 * time.Second)
		if a := q.tries("anna@example.com", right, w.code(secret)); a.to != "/panel/" {
			t.Fatalf("who is right: %d\n%s", a.status, a.body)
		}
	}
	for range 100 {
		q.post("/panel/sign-in/link/", url.Values{"token": {"guess"}})
	}
	link, err := w.users().Link(t.Context(), "anna@example.com")
	w.Must(err)
	for path, form := range map[string]url.Values{
		"/panel/sign-in/link/": {"token": {link.Secret}}, "/panel/sign-in/passkey/": {"id": {"x"}}, "/operator/sign-in/password/": {"email": {"x@example.com"}},
	} {
		if a := q.post(path, form); a.status != http.StatusTooManyRequests {
			t.Errorf("%s from an address that has guessed a hundred links: %d", path, a.status)
		}
	}
}
