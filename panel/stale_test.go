package panel_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/reseller"
)

// proven is somebody with a password and two passkeys.
type proven struct {
	*person
	secret string // of the codes
	keys   []reseller.Passkey
}

const spoken = "en ganska lång mening"

// proven makes one, whose password is that of a pattern: to hash it takes its time.
func (w *world) proven(email string, pattern *person) proven {
	w.Helper()
	p := proven{person: w.signIn(email, reseller.UserStaff, "en"), secret: strings.Repeat("A", 32)}
	kept, _, err := w.Store.Password(w.Context(), pattern.user.ID)
	w.Must(err)
	kept.UserID, kept.Step = p.user.ID, 0
	kept.TOTP = w.Key.Seal(string(make([]byte, 20)), reseller.TOTPPurpose(fmt.Sprint(p.user.ID)))
	w.Must(w.Store.SetPassword(w.Context(), p.user, kept, []string{"r" + email}, reseller.Making{Session: w.stay(p.user)}, reseller.Operator))
	for n := range 2 {
		w.Must(w.Store.AddPasskey(w.Context(), p.user, reseller.Passkey{Hash: fmt.Sprint(n, email), Credential: []byte("{}")}, reseller.Making{Session: w.stay(p.user)}, reseller.Operator))
	}
	p.keys, err = w.Store.Passkeys(w.Context(), p.user.ID)
	w.Must(err)
	w.Clock.Move(time.Minute)
	return p
}

// signed is the session that a person has.
func (p proven) signed() session.Signed {
	p.Helper()
	n, u, err := p.Store.UserSession(p.Context(), p.stay(p.user))
	p.Must(err)
	return session.Signed{Session: n, User: u}
}

// begins are the ways in which what was proved a moment ago comes to something: each gives what is done with the proof.
var begins = map[string]func(p proven) func() error{
	"a session by a password": func(p proven) func() error {
		proof := p.byPassword()
		return func() error { return p.begin(proof) }
	},
	"a session by a passkey": func(p proven) func() error {
		return func() error { return p.begin(reseller.Proof{Passkey: p.keys[0].ID}) }
	},
	"a fresh proof by a password": func(p proven) func() error {
		proof, s := p.byPassword(), p.signed()
		return func() error { return p.renew(s, proof) }
	},
	"a fresh proof by a passkey": func(p proven) func() error {
		s := p.signed()
		return func() error { return p.renew(s, reseller.Proof{Passkey: p.keys[0].ID}) }
	},
	"a look at an account": func(p proven) func() error {
		s := p.signed()
		return func() error {
			_, err := p.keeper().View(p.Context(), httptest.NewRequest("POST", "/", nil), s, p.Account.ID, reseller.Operator)
			return err
		}
	},
	"another passkey": func(p proven) func() error {
		here := p.stay(p.user)
		return func() error {
			return p.Store.AddPasskey(p.Context(), p.user, reseller.Passkey{Hash: "third " + p.user.Email, Credential: []byte("{}")}, reseller.Making{Session: here}, reseller.Operator)
		}
	},
	"another password": func(p proven) func() error {
		here := p.stay(p.user)
		return func() error {
			return p.Store.SetPassword(p.Context(), p.user, reseller.Password{Hash: "another", TOTP: []byte("x")}, []string{"c"}, reseller.Making{Session: here}, reseller.Operator)
		}
	},
	"other recovery codes": func(p proven) func() error {
		here := p.stay(p.user)
		return func() error {
			return p.Store.SetRecoveryCodes(p.Context(), p.user, []string{"d"}, here, reseller.Operator)
		}
	},
}

// ends are what takes proofs away, with the words of those of begins that they take.
var ends = map[string]struct {
	do    func(p proven) error
	takes []string
}{
	"nothing": {func(proven) error { return nil }, nil},
	"the operator's reset": {func(p proven) error {
		_, err := p.users().Reset(p.Context(), p.user.Email)
		return err
	}, []string{"password", "passkey", "look", "codes"}},
	"the user's removal": {func(p proven) error {
		_, err := p.users().Remove(p.Context(), p.user.Email)
		return err
	}, []string{"password", "passkey", "look", "codes"}},
	"a reset by mail": {func(p proven) error {
		ask := reseller.PasswordAsk{Email: p.user.Email, AskedAt: p.Clock.Wall()}
		p.Must(p.Store.AskPassword(p.Context(), ask))
		p.Must(p.Store.AnswerPasswordAsk(p.Context(), ask, p.user, reseller.SignInLink{Hash: "link of " + p.user.Email, Until: p.Clock.Wall().Add(time.Hour)}, reseller.Operator))
		set := reseller.PasswordReset{Link: "link of " + p.user.Email, Hash: "new", Step: p.Clock.Wall().Unix()/30 + 1}
		return p.Store.ResetPassword(p.Context(), p.user, set, p.another(), reseller.Operator)
	}, []string{"password", "fresh proof", "look", "another", "codes"}},
	"the same browser's other password": {func(p proven) error {
		return p.Store.SetPassword(p.Context(), p.user, reseller.Password{Hash: "new", TOTP: []byte("x")}, []string{"c"}, reseller.Making{Session: p.stay(p.user)}, reseller.Operator)
	}, []string{"by a password"}},
	"the password's removal": {func(p proven) error {
		return p.Store.RemovePassword(p.Context(), p.user, p.stay(p.user), reseller.Operator)
	}, []string{"by a password", "codes"}},
	"the passkey's removal": {func(p proven) error {
		return p.Store.RemovePasskey(p.Context(), p.user, p.keys[0].ID, p.stay(p.user), reseller.Operator)
	}, []string{"by a passkey"}},
	"signing out": {func(p proven) error {
		return p.Store.EndUserSession(p.Context(), p.signed().Session, p.user, reseller.Operator)
	}, []string{"fresh proof", "look", "another", "codes"}},
	"signing out elsewhere": {func(p proven) error {
		return p.Store.EndOtherSessions(p.Context(), p.user, "elsewhere", reseller.Operator)
	}, []string{"fresh proof", "look", "another", "codes"}},
}

func (p proven) keeper() session.Keeper { return session.Keeper{People: p.Store, Clock: p.Clock} }

// another is a session of the person that is not there yet.
func (p proven) another() reseller.Session {
	now := p.Clock.Wall()
	return reseller.Session{Hash: reseller.HashToken(reseller.NewToken()), UserID: p.user.ID, CreatedAt: now, SeenAt: now, ProvedAt: now}
}

func (p proven) byPassword() reseller.Proof {
	p.Helper()
	given := password.Given{Email: p.user.Email, Password: spoken, Code: p.code(p.secret)}
	_, proof, err := password.New(p.Store, p.Notices, p.Clock, p.Key, "x").Prove(p.Context(), given, reseller.Operator)
	p.Must(err)
	return proof
}

func (p proven) begin(proof reseller.Proof) error {
	_, err := p.keeper().Begin(p.Context(), httptest.NewRequest("POST", "/", nil), p.user, proof, reseller.Operator)
	return err
}

func (p proven) renew(s session.Signed, proof reseller.Proof) error {
	_, _, err := p.keeper().Renew(p.Context(), httptest.NewRequest("POST", "/", nil), s, proof, reseller.Operator)
	return err
}

// What somebody has proved comes to nothing if it was taken away before anything was made of it: by a reset, another password, a removal, signing out.
func TestNothingBeginsByWhatStandsNoMore(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		pattern := w.signIn("pattern@example.com", reseller.UserStaff, "en")
		pattern.setPassword(spoken)
		n := 0
		for end, by := range ends {
			for what, begin := range begins {
				n++
				p := w.proven(fmt.Sprintf("user%d@example.com", n), pattern)
				done := begin(p)
				w.Must(by.do(p))
				taken := false
				for _, word := range by.takes {
					taken = taken || strings.Contains(what, word)
				}
				if err := done(); taken != errors.Is(err, reseller.ErrConflict) || !taken && err != nil {
					t.Errorf("%s after %s: %v", what, end, err)
				}
			}
		}
	})
}

// Of two browsers of one person, signing out of one ends what it looks at, and nothing of the other's; proving again, and signing out elsewhere, end neither's own.
func TestLookingEndsWithItsOwnSessionAlone(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		first := w.signIn("ops@example.com", reseller.UserStaff, "en")
		secret, _ := first.setPassword(spoken)
		second := w.stranger()
		second.user = first.user
		link, err := w.users().Link(w.Context(), "ops@example.com")
		w.Must(err)
		second.goes("/operator/sign-in/link/", url.Values{"token": {link.Secret}})
		second.must("/operator/")
		look := fmt.Sprintf("/operator/accounts/%d/view/", w.Account.ID)
		first.goes(look, nil)
		second.goes(look, nil)
		w.Clock.Move(11 * time.Minute)
		first.goes("/operator/prove/", url.Values{"next": {"/operator/"}, "password": {spoken}, "code": {w.code(secret)}})
		second.goes("/operator/sign-out/", nil)
		if a := second.get("/panel/"); !strings.HasPrefix(a.to, "/panel/sign-in/") {
			t.Errorf("after signing out the account is still looked at: %d %s", a.status, a.to)
		}
		first.must("/panel/")
		first.goes("/operator/you/sessions/end/", nil)
		first.must("/panel/")
		first.goes("/operator/sign-out/", nil)
		if a := first.get("/panel/"); !strings.HasPrefix(a.to, "/panel/sign-in/") {
			t.Errorf("after a fresh proof the account is looked at for longer than its session: %d %s", a.status, a.to)
		}
	})
}
