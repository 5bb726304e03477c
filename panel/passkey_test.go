package panel_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
)

// From the first link to signing in by passkey: made, the last one kept, asked for again when the last proof is old, gone with a reset.
func TestAPasskeyIsMadeAndSignsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	b := newBrowser(t, w.named())
	b.keys()
	b.look("light", 1280)
	invited := w.invite("anna@example.com", reseller.UserOwner, "en")
	b.signIn("/panel/sign-in/link/?token=" + invited.Secret)
	b.says("/panel/you/first/", "Make a passkey", "Later")
	b.judge("the step after a link")
	b.visit("/panel/")
	b.says("/panel/", "You have nothing yet to sign in by the next time")
	b.judge("where nothing signs in the next time")
	b.visit("/panel/you/first/")
	b.submit("form[data-passkey]")
	b.says("/panel/", "Overview")
	b.visit("/panel/you/")
	b.says("/panel/you/", "Passkey", "never")
	if mails, err := w.Store.SearchMails(t.Context(), reseller.MailSearch{Kind: "passkey_made", Page: reseller.Page{Limit: 9}}); err != nil || len(mails) != 1 || mails[0].To != "anna@example.com" {
		t.Errorf("the mails are %+v, %v", mails, err)
	}
	b.submit("td form")
	b.says("/panel/you/passkeys/1/remove/", "It is the only passkey that you have")
	b.clean("making a passkey")

	w.Clock.Move(11 * time.Minute)
	b.visit("/panel/you/")
	b.submit("td form")
	b.says("/panel/you/passkeys/1/remove/", "Confirm that it is you")
	b.submit("form[data-passkey]")
	b.says("/panel/you/passkeys/1/remove/", "It is the only passkey that you have")

	w.Clock.Move(11 * time.Minute)
	b.visit("/panel/you/")
	b.fill("name", "Spare key")
	b.submit("form[data-passkey]") // its question is answered by the way to the proof
	b.says("/panel/prove/", "Confirm that it is you")
	b.submit("form[data-passkey]")
	b.says("/panel/you/", "today")
	if name := b.eval(`document.getElementById("field-name").value`); name != "Spare key" {
		t.Errorf("what was typed before the proof is %q", name)
	}

	b.submit("form[action='/panel/sign-out/']")
	b.submit("form[data-passkey]")
	b.says("/panel/", "Overview")

	_, err := w.users().Reset(t.Context(), "anna@example.com")
	w.Must(err)
	b.visit("/panel/")
	b.submit("form[data-passkey]")
	b.says("/panel/sign-in/passkey/", "The passkey was not accepted")

	said := map[string]string{}
	records, err := operator.Audit{Store: w.Store}.List(t.Context(), operator.AuditChoice{Page: reseller.Page{Limit: 100}})
	w.Must(err)
	for _, r := range records {
		said[r.Action] += r.Actor + " " + r.Face + " " + r.Told() + "; "
	}
	for _, action := range []string{"user.passkey_add", "user.prove", "user.sign_out"} {
		if !strings.HasPrefix(said[action], "user anna@example.com panel") {
			t.Errorf("%s is recorded as %q", action, said[action])
		}
	}
	if !strings.Contains(said["user.sign_in"], "link; ") || !strings.Contains(said["user.sign_in"], "passkey; ") {
		t.Errorf("signing in is recorded as %q", said["user.sign_in"])
	}
}

// What a browser was asked to sign is good once and for five minutes, and a passkey belongs to one user.
func TestAChallengeIsGoodOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, engine, nil)
			ctx := t.Context()
			w.Must(w.Store.AddChallenge(ctx, 0, "a", []byte("body"), w.Clock.Wall().Add(5*time.Minute)))
			w.Must(w.Store.AddChallenge(ctx, 0, "b", []byte("late"), w.Clock.Wall().Add(5*time.Minute)))
			body, err := w.Store.TakeChallenge(ctx, "a")
			w.Must(err)
			if _, again := w.Store.TakeChallenge(ctx, "a"); string(body) != "body" || !errors.Is(again, reseller.ErrConflict) {
				t.Errorf("%q, and then %v", body, again)
			}
			w.Clock.Move(6 * time.Minute)
			if _, err := w.Store.TakeChallenge(ctx, "b"); !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("after six minutes: %v", err)
			}
			w.waitApart()
			anna, bert := w.signIn("anna@example.com", reseller.UserOwner, "en").user, w.signIn("bert@example.com", reseller.UserAdmin, "en").user
			w.Must(w.Store.AddPasskey(ctx, anna, reseller.Passkey{Hash: "k", Name: "phone", Credential: []byte("{}")}, reseller.Making{Session: w.stay(anna)}, reseller.Operator))
			if err := w.Store.AddPasskey(ctx, bert, reseller.Passkey{Hash: "k", Name: "phone", Credential: []byte("{}")}, reseller.Making{Session: w.stay(bert)}, reseller.Operator); !errors.Is(err, reseller.ErrDuplicate) {
				t.Errorf("the passkey of another: %v", err)
			}
			if err := w.Store.RemovePasskey(ctx, bert, 1, "", reseller.Operator); !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("removing another's passkey: %v", err)
			}
			w.lostDevice(anna)
		})
	}
}

// waitApart fails the test unless the challenges of a user fill that user's share alone.
func (w *world) waitApart() {
	w.Helper()
	ask := func(user int64, n int) error {
		return w.Store.AddChallenge(w.Context(), user, fmt.Sprintf("%d of %d", n, user), []byte("body"), w.Clock.Wall().Add(5*time.Minute))
	}
	for n := range 100 {
		w.Must(ask(7, n))
	}
	if e := reseller.AsError(ask(7, 100)); e == nil || e.Kind != reseller.KindLimited {
		w.Errorf("more of one user than may wait: %v", e)
	}
	for _, other := range []int64{0, 8} {
		if err := ask(other, 0); err != nil {
			w.Errorf("another (%d) beside a user of whom many wait: %v", other, err)
		}
	}
}

// lostDevice fails the test unless what a user signs in by takes the sessions elsewhere with it when it is removed.
func (w *world) lostDevice(u reseller.User) {
	w.Helper()
	ctx, now := w.Context(), w.Clock.Wall()
	w.Must(w.Store.AddPasskey(ctx, u, reseller.Passkey{Hash: "k2", Name: "key", Credential: []byte("{}")}, reseller.Making{Session: w.stay(u)}, reseller.Operator))
	w.Must(w.Store.SetPassword(ctx, u, reseller.Password{Hash: "x", TOTP: []byte("x")}, []string{"c"}, reseller.Making{Session: w.stay(u)}, reseller.Operator))
	keys, err := w.Store.Passkeys(ctx, u.ID)
	w.Must(err)
	for what, remove := range map[string]func() error{
		"a passkey":    func() error { return w.Store.RemovePasskey(ctx, u, keys[0].ID, "here", reseller.Operator) },
		"the password": func() error { return w.Store.RemovePassword(ctx, u, "here", reseller.Operator) },
	} {
		for _, hash := range []string{"here", "lost"} {
			w.Must(w.Store.AddUserSession(ctx, reseller.Session{Hash: hash, UserID: u.ID, CreatedAt: now, SeenAt: now, ProvedAt: now}, u, reseller.Proof{Passkey: keys[1].ID}, reseller.Operator))
		}
		w.Must(remove())
		left, err := w.Store.UserSessions(ctx, u.ID, now.Add(-time.Hour))
		w.Must(err)
		if len(left) != 1 || left[0].Hash != "here" {
			w.Errorf("removing %s leaves the sessions %+v", what, left)
		}
		w.Must(w.Store.EndUserSession(ctx, reseller.Session{Hash: "here"}, u, reseller.Operator))
	}
}

// stay is the hash of a session of a user.
func (w *world) stay(u reseller.User) string {
	w.Helper()
	all, err := w.Store.UserSessions(w.Context(), u.ID, w.Clock.Wall().Add(-24*time.Hour))
	w.Must(err)
	if len(all) == 0 {
		w.Fatalf("%s is not signed in", u.Email)
	}
	return all[0].Hash
}

// Where a browser has no passkeys, because the address is a number, it is told so and where to go, not what some registry offers.
func TestPasskeysNeedANameInTheAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	for language, words := range map[string]string{"en": "Passkeys need a name in the address", "sv": "Lösennycklar kräver ett namn i adressen"} {
		a := w.stranger().do("POST", "/panel/sign-in/passkey/ask/", nil, map[string]string{"Accept": "application/json", "Accept-Language": language, "Sec-Fetch-Site": "same-origin"})
		_, port, _ := strings.Cut(strings.TrimPrefix(w.url, "http://"), ":")
		if !strings.Contains(a.body, words) || !strings.Contains(a.body, "http://localhost:"+port) || strings.Contains(a.body, "egist") {
			t.Errorf("%s: %d %s", language, a.status, a.body)
		}
	}
}
