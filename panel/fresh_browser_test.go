package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// keys gives the browser an authenticator that says yes.
func (b *browser) keys() {
	b.Helper()
	b.must(chromedp.Do(b.ctx, command(webauthn.Enable, webauthn.EnableParams{}), command(webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true,
			HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})))
}

// named is the address of the server by name: one without has no passkeys.
func (w *world) named() string { return strings.Replace(w.url, "127.0.0.1", "localhost", 1) }

// booking types a payment, and is asked for a proof, with some words.
func (b *browser) booking(w *world, ref, words string) (account string) {
	b.Helper()
	w.Clock.Move(11 * time.Minute)
	account = fmt.Sprintf("/operator/accounts/%d/", w.other.ID)
	b.visit(account)
	b.fill("amount", "12.50")
	b.fill("ref", ref)
	b.fill("note", "at the bank")
	b.submit("form[action$='/credit/']")
	b.says(account+"credit/", words, "what you typed is kept")
	return account
}

// confirmed books the payment that was typed once what it comes to is shown, and reads the account's page.
func (b *browser) confirmed(account string, words ...string) {
	b.Helper()
	b.says(account+"credit/", "to Other?")
	b.submit("form[action$='/credit/']")
	b.says(account, words...)
}

// An operator who makes a first passkey for it, one with a passkey, and one with a password and a code: what was typed before the proof is done after it, once. What stands in the way of asking for the passkey
// is said where it was asked for.
func TestAPaymentGoesOverTheProofInABrowser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apptest.SQLite, nil)
	b := newBrowser(t, w.named())
	b.keys()
	b.look("light", 1280)
	before, err := w.Store.Balance(t.Context(), w.other.ID)
	w.Must(err)
	b.signIn("/operator/sign-in/link/?token=" + w.invite("ops@example.com", reseller.UserStaff, "en").Secret)
	account := b.booking(w, "BG-0", "you have nothing yet to confirm with")
	b.judge("the first passkey on the way")
	b.submit("form[data-passkey]")
	b.confirmed(account, "BG-0", "at the bank")
	b.booking(w, "BG-1", "Confirm that it is you")
	b.judge("a proof on the way")
	b.submit("form[data-passkey]")
	b.confirmed(account, "BG-1", "at the bank")

	secret, _ := w.signIn("svea@example.com", reseller.UserStaff, "en").setPassword(spoken)
	link, err := w.users().Link(t.Context(), "svea@example.com")
	w.Must(err)
	b.signIn("/operator/sign-in/link/?token=" + link.Secret)
	b.booking(w, "BG-2", "Confirm that it is you")
	b.fill("password", spoken)
	b.fill("code", w.code(secret))
	b.submit("form.fields")
	b.confirmed(account, "BG-2")
	b.clean("payments over proofs")
	after, err := w.Store.Balance(t.Context(), w.other.ID)
	w.Must(err)
	if after.Available-before.Available != 37_50 {
		t.Errorf("three payments of 12.50 made %d", after.Available-before.Available)
	}

	w.giveKey("svea@example.com")
	b.booking(w, "BG-3", "Confirm that it is you")
	svea, err := w.Store.UserByEmail(t.Context(), "svea@example.com")
	w.Must(err)
	for n := range 100 {
		w.Must(w.Store.AddChallenge(t.Context(), svea.ID, fmt.Sprint("waits ", n), []byte("body"), w.Clock.Wall().Add(5*time.Minute)))
	}
	b.must(chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS("form[data-passkey] button"))))
	said := b.eval(`(async () => { const f = document.querySelector("[data-gave-up]"); while (f.hidden) await new Promise(requestAnimationFrame); return f.textContent; })()`)
	if said != "Too many people are signing in at this moment; try again in some minutes" {
		t.Errorf("where too many wait it says %q", said)
	}
	b.says(account+"credit/", "Confirm that it is you")
	w.Verify()
}
