package server_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
	"nameyard/server/v2"
)

// credits asks for the credit with some headers.
func (e *env) credits(from string, header map[string]string) *httptest.ResponseRecorder {
	e.Helper()
	return e.send(v2Request{method: "GET", path: "/billing/credits", from: from, header: header})
}

// signedBy are the headers of a request that is signed now with a key of an account.
func (e *env) signedBy(email, key string) map[string]string {
	return map[string]string{v2.HeaderUsername: email, v2.HeaderToken: v2.Sign(email, key, e.Clock.Wall())}
}

const invalidToken = `{"error":"Invalid API Token","message":"Invalid API Token"}`

// tokenOf is a token as a client makes it that has misread the protocol.
func tokenOf(key, data string, encode func([]byte) []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(data))
	return base64.StdEncoding.EncodeToString(encode(mac.Sum(nil)))
}

func hexOf(b []byte) []byte { return []byte(hex.EncodeToString(b)) }

func TestEveryWrongSignatureGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	disabled := e.account("disabled@example.net", "disabled")
	e.v2Key(disabled, "key of a disabled account", reseller.Token{})
	e.disable(disabled)
	e.v2Key(a, "expired", reseller.Token{ExpiresAt: morning.Add(-time.Second)})
	revoked := e.v2Key(a, "revoked", reseller.Token{})
	e.Must(e.Store.RevokeToken(t.Context(), a.ID, revoked.ID, reseller.Operator))
	e.account("keyless@example.net", "keyless")

	hour := exampleEmail + ":" + morning.Format("06-01-02 15")
	none := map[string]string{v2.HeaderUsername: "", v2.HeaderToken: ""}
	for name, header := range map[string]map[string]string{
		"unknown account":         e.signedBy("nobody@example.net", exampleKey),
		"wrong key":               e.signedBy(exampleEmail, "nonsense"),
		"no key":                  e.signedBy(exampleEmail, ""),
		"an account without keys": e.signedBy("keyless@example.net", ""),
		"another account's key":   e.signedBy(exampleEmail, otherKey),
		"disabled account":        e.signedBy("disabled@example.net", "key of a disabled account"),
		"expired key":             e.signedBy(exampleEmail, "expired"),
		"revoked key":             e.signedBy(exampleEmail, "revoked"),
		"token of the action API": e.signedBy(exampleEmail, exampleToken),
		"the key itself":          {v2.HeaderToken: exampleKey},
		"raw digest":              {v2.HeaderToken: tokenOf(hour, exampleKey, slices.Clone[[]byte])},
		"swapped arguments":       {v2.HeaderToken: tokenOf(exampleKey, hour, hexOf)},
		"hexadecimal in capitals": {v2.HeaderToken: tokenOf(hour, exampleKey, func(b []byte) []byte { return []byte(strings.ToUpper(hex.EncodeToString(b))) })},
		"no base64":               {v2.HeaderToken: hex.EncodeToString([]byte(exampleKey))},
		"the past hour":           signedAt(morning.Add(-2 * time.Hour)),
		"the coming hour":         signedAt(morning.Add(time.Hour)),
		"timestamp too old":       {v2.HeaderTimestamp: strconv.FormatInt(morning.Unix()-61, 10)},
		"timestamp of another hour": {v2.HeaderToken: v2.Sign(exampleEmail, exampleKey, morning.Add(-time.Second)),
			v2.HeaderTimestamp: strconv.FormatInt(morning.Unix(), 10)},
		"timestamp that is none": {v2.HeaderTimestamp: "today"},
		"nothing at all":         none,
		"bytes":                  {v2.HeaderUsername: "\xff\xfe", v2.HeaderToken: "\xff"},
	} {
		answer := e.credits(here, header)
		if answer.Code != 401 || answer.Body.String() != invalidToken {
			t.Errorf("%s: %d %s", name, answer.Code, answer.Body)
		}
	}
	if answer := e.credits(here, nil); answer.Code != 200 {
		t.Errorf("good credentials are refused: %s", answer.Body)
	}
}

func TestEmailMayBeWrittenInAnyCase(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	if answer := e.credits(here, e.signedBy("Test@ExampleDomain.com", exampleKey)); answer.Code != 200 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestTokenOfThePastHourIsGoodForFiveMinutes(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	old := signedAt(morning.Add(-time.Second)) // 11:59:59
	for _, c := range []struct {
		after time.Duration
		code  int
	}{{0, 200}, {5*time.Minute - time.Second, 200}, {5 * time.Minute, 401}, {59 * time.Minute, 401}} {
		e.Clock.Set(morning.Add(c.after))
		if answer := e.credits(here, old); answer.Code != c.code {
			t.Errorf("%s past the hour: %d, want %d", c.after, answer.Code, c.code)
		}
	}
	// With a timestamp there is no doubt about the hour, and a minute's grace only.
	e.Clock.Set(morning.Add(30 * time.Second))
	old[v2.HeaderTimestamp] = strconv.FormatInt(morning.Add(-time.Second).Unix(), 10)
	if answer := e.credits(here, old); answer.Code != 200 {
		t.Errorf("a request that crossed the hour under way: %d", answer.Code)
	}
	e.Clock.Set(morning.Add(2 * time.Minute))
	if answer := e.credits(here, old); answer.Code != 401 {
		t.Errorf("two minutes later: %d", answer.Code)
	}
}

func TestGoodSignatureFromAWrongAddressIsTold(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	e.v2Key(a, "elsewhere", reseller.Token{CIDRs: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}})
	bound := e.signedBy(exampleEmail, "elsewhere")
	answer := e.credits(here, bound)
	if answer.Code != 403 || !strings.HasPrefix(answer.Body.String(), `{"error":"Action is not allowed`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if answer := e.credits("198.51.100.7:1", bound); answer.Code != 200 {
		t.Errorf("from its address: %d %s", answer.Code, answer.Body)
	}
	if answer := e.credits(here, nil); answer.Code != 200 {
		t.Errorf("the other key of the account: %d %s", answer.Code, answer.Body)
	}
}

func TestV2KeyDoesOnlyWhatItsScopesAllow(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	e.v2Key(a, "reader", reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead}})
	reader := e.signedBy(exampleEmail, "reader")
	if answer := e.credits(here, reader); answer.Code != 200 {
		t.Errorf("it may read and does not: %s", answer.Body)
	}
	answer := e.send(v2Request{method: "POST", path: "/order/domains/renew", contentType: formType, body: "domain=a.com&regperiod=1", header: reader})
	if answer.Code != 403 || !strings.HasPrefix(answer.Body.String(), `{"error":"Action is not allowed: `) || !strings.Contains(answer.Body.String(), "spend") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestV2KeyOpensNoOtherFace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	refused(t, e.version(exampleKey, exampleEmail, here), 200, reseller.CodeUnauthorized)
}

func TestRevokedV2KeyIsRefusedAtOnceAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	second := e.v2Key(a, "second", reseller.Token{})
	if answer := e.credits(here, e.signedBy(exampleEmail, "second")); answer.Code != 200 {
		t.Fatalf("the second key: %s", answer.Body)
	}
	e.Must(e.Store.RevokeToken(t.Context(), a.ID, second.ID, reseller.Operator))
	if answer := e.credits(here, e.signedBy(exampleEmail, "second")); answer.Code != 401 {
		t.Errorf("after the revocation: %d", answer.Code)
	}
	if answer := e.credits(here, nil); answer.Code != 200 {
		t.Errorf("the first key: %d", answer.Code)
	}
	e.Must(e.open().Flush(t.Context()))
	tokens, err := e.Store.Tokens(t.Context(), a.ID)
	e.Must(err)
	for _, token := range tokens {
		if token.Kind == reseller.TokenV2 && !token.LastUsed.Equal(morning) {
			t.Errorf("last use of key %s is %s", token.Name, token.LastUsed)
		}
	}
}

func TestGuessingSignaturesIsSlowedDownAndLocksNobodyOut(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for range 30 {
		if answer := e.credits(here, e.signedBy(exampleEmail, "guess")); answer.Code != 401 {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
	}
	limited := e.credits(here, e.signedBy(exampleEmail, "guess"))
	if limited.Code != 429 || limited.Header().Get("Retry-After") != "60" || !strings.Contains(limited.Body.String(), `"error":`) {
		t.Errorf("%d %s, Retry-After %q", limited.Code, limited.Body, limited.Header().Get("Retry-After"))
	}
	if answer := e.credits(here, nil); answer.Code != 200 {
		t.Errorf("a good key is locked out by a neighbour's guesses, at its first use: %s", answer.Body)
	}
	if answer := e.credits(here, e.signedBy(otherEmail, otherKey)); answer.Code != 200 {
		t.Errorf("another account at the same address: %s", answer.Body)
	}
	if answer := e.credits("203.0.113.9:1", nil); answer.Code != 200 {
		t.Errorf("the account elsewhere: %s", answer.Body)
	}
}

func TestRefusalsOfTheTransportSpeakTheClientsLanguage(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	large := e.send(v2Request{method: "POST", path: "/order/domains/renew", contentType: formType, body: strings.Repeat("a", 2<<20)})
	if large.Code != 413 {
		t.Errorf("a body too large: %d", large.Code)
	}
	e.server, e.config.Credentials = nil, broken{}
	down := e.credits(here, nil)
	if down.Code != 503 || strings.Contains(down.Body.String(), "SELECT") {
		t.Errorf("storage that is away: %d %s", down.Code, down.Body)
	}
	e.open().Drain()
	for _, answer := range []*httptest.ResponseRecorder{large, down, e.credits(here, nil)} {
		var told map[string]any
		if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil || told["error"] == nil || told["error"] == "" {
			t.Errorf("%d %s: a client would take it for a success", answer.Code, answer.Body)
		}
	}
}

func TestServerWithoutASecretKeyDoesNotServeV2(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Key = nil
	if answer := e.credits(here, nil); answer.Code != 404 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestKeyOfAnotherServersSecretIsRefusedAndLogged(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	other, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	e.Must(err)
	e.config.Key = other
	if answer := e.credits(here, nil); answer.Code != 401 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(e.log.String(), "sealed with another secret key") {
		t.Errorf("the log does not say why:\n%s", e.log)
	}
}

func TestNothingSecretOfV2IsLogged(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	token := v2.Sign(exampleEmail, exampleKey, morning)
	e.credits(here, nil)
	e.credits(here, e.signedBy(exampleEmail, "guessed key"))
	e.send(v2Request{method: "POST", path: "/order/domains/transfer", contentType: formType, body: "domain=a.com&eppcode=topsecretcode"})
	for _, secret := range []string{exampleKey, token, v2.Sign(exampleEmail, "guessed key", morning), "topsecretcode"} {
		if strings.Contains(e.log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, e.log)
		}
	}
}

func TestV2RefusalsTakeARandomTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const floor = 25 * time.Millisecond
		clock, log := clocktest.New(morning), slog.New(slog.DiscardHandler)
		key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
		if err != nil {
			t.Fatal(err)
		}
		s, err := server.New(server.Config{
			Actions: actions.New(actions.Config{Clock: clock, Log: log, Version: "1"}), Credentials: keyless{}, Clock: clock, Log: log, Key: key,
		})
		if err != nil {
			t.Fatal(err)
		}
		took := map[time.Duration]bool{}
		for range 20 {
			began := time.Now() // of the bubble
			answer := httptest.NewRecorder()
			s.ServeHTTP(answer, httptest.NewRequest("GET", "/api/v2/billing/credits", nil))
			d := time.Since(began)
			if took[d] = true; answer.Code != 401 || d < floor || d >= 2*floor {
				t.Errorf("%d after %s, want 401 after %s to %s", answer.Code, d, floor, 2*floor)
			}
		}
		if len(took) < 10 {
			t.Errorf("20 refusals took only %d different times: %v", len(took), took)
		}
	})
}

// keyless is storage that has no v2 key.
type keyless struct{ broken }

func (keyless) V2Keys(context.Context, string) (reseller.Account, []reseller.SealedToken, error) {
	return reseller.Account{}, nil, nil
}
