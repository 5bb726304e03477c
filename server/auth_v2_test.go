package server_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/server/v2"
)

// credits asks for the credit with some headers.
func (h *house) credits(from string, header map[string]string) *httptest.ResponseRecorder {
	h.Helper()
	return h.send(v2Request{method: "GET", path: "/billing/credits", from: from, header: header})
}

// signedBy are the headers of a request that is signed now with a key of an account.
func (h *house) signedBy(email, key string) map[string]string {
	return map[string]string{v2.HeaderUsername: email, v2.HeaderToken: v2.Sign(email, key, h.clock.Wall())}
}

const invalidToken = `{"error":"Invalid API Token"}`

// tokenOf is a token as a client makes it that has misread the protocol.
func tokenOf(key, data string, encode func([]byte) []byte) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(data))
	return base64.StdEncoding.EncodeToString(encode(mac.Sum(nil)))
}

func hexOf(b []byte) []byte { return []byte(hex.EncodeToString(b)) }

func TestEveryWrongSignatureGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, err := h.store.AccountByEmail(t.Context(), seedEmail)
	h.must(err)
	disabled := h.account("disabled@example.net", "disabled")
	h.v2Key(disabled, "key of a disabled account", reseller.Token{})
	disabled.Disabled = true
	h.must(h.store.SaveAccount(t.Context(), disabled, reseller.Operator, "disabled"))
	h.v2Key(a, "expired", reseller.Token{ExpiresAt: morning.Add(-time.Second)})
	revoked := h.v2Key(a, "revoked", reseller.Token{})
	h.must(h.store.RevokeToken(t.Context(), a.ID, revoked.ID, reseller.Operator))
	h.account("keyless@example.net", "keyless")

	hour := seedEmail + ":" + morning.Format("06-01-02 15")
	none := map[string]string{v2.HeaderUsername: "", v2.HeaderToken: ""}
	for name, header := range map[string]map[string]string{
		"unknown account":         h.signedBy("nobody@example.net", seedKey),
		"wrong key":               h.signedBy(seedEmail, "nonsense"),
		"no key":                  h.signedBy(seedEmail, ""),
		"an account without keys": h.signedBy("keyless@example.net", ""),
		"another account's key":   h.signedBy(seedEmail, otherKey),
		"disabled account":        h.signedBy("disabled@example.net", "key of a disabled account"),
		"expired key":             h.signedBy(seedEmail, "expired"),
		"revoked key":             h.signedBy(seedEmail, "revoked"),
		"token of the action API": h.signedBy(seedEmail, seedToken),
		"the key itself":          {v2.HeaderToken: seedKey},
		"raw digest":              {v2.HeaderToken: tokenOf(hour, seedKey, slices.Clone[[]byte])},
		"swapped arguments":       {v2.HeaderToken: tokenOf(seedKey, hour, hexOf)},
		"hexadecimal in capitals": {v2.HeaderToken: tokenOf(hour, seedKey, func(b []byte) []byte { return []byte(strings.ToUpper(hex.EncodeToString(b))) })},
		"no base64":               {v2.HeaderToken: hex.EncodeToString([]byte(seedKey))},
		"the past hour":           signedAt(morning.Add(-2 * time.Hour)),
		"the coming hour":         signedAt(morning.Add(time.Hour)),
		"timestamp too old":       {v2.HeaderTimestamp: strconv.FormatInt(morning.Unix()-61, 10)},
		"timestamp of another hour": {v2.HeaderToken: v2.Sign(seedEmail, seedKey, morning.Add(-time.Second)),
			v2.HeaderTimestamp: strconv.FormatInt(morning.Unix(), 10)},
		"timestamp that is none": {v2.HeaderTimestamp: "today"},
		"nothing at all":         none,
		"bytes":                  {v2.HeaderUsername: "\xff\xfe", v2.HeaderToken: "\xff"},
	} {
		answer := h.credits(here, header)
		if answer.Code != 401 || answer.Body.String() != invalidToken {
			t.Errorf("%s: %d %s", name, answer.Code, answer.Body)
		}
	}
	if answer := h.credits(here, nil); answer.Code != 200 {
		t.Errorf("good credentials are refused: %s", answer.Body)
	}
}

func TestEmailMayBeWrittenInAnyCase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if answer := h.credits(here, h.signedBy("Test@ExampleDomain.com", seedKey)); answer.Code != 200 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestTokenOfThePastHourIsGoodForFiveMinutes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	old := signedAt(morning.Add(-time.Second)) // 11:59:59
	for _, c := range []struct {
		after time.Duration
		code  int
	}{{0, 200}, {5*time.Minute - time.Second, 200}, {5 * time.Minute, 401}, {59 * time.Minute, 401}} {
		h.clock.Set(morning.Add(c.after))
		if answer := h.credits(here, old); answer.Code != c.code {
			t.Errorf("%s past the hour: %d, want %d", c.after, answer.Code, c.code)
		}
	}
	// With a timestamp there is no doubt about the hour, and a minute's grace only.
	h.clock.Set(morning.Add(30 * time.Second))
	old[v2.HeaderTimestamp] = strconv.FormatInt(morning.Add(-time.Second).Unix(), 10)
	if answer := h.credits(here, old); answer.Code != 200 {
		t.Errorf("a request that crossed the hour under way: %d", answer.Code)
	}
	h.clock.Set(morning.Add(2 * time.Minute))
	if answer := h.credits(here, old); answer.Code != 401 {
		t.Errorf("two minutes later: %d", answer.Code)
	}
}

func TestGoodSignatureFromAWrongAddressIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, err := h.store.AccountByEmail(t.Context(), seedEmail)
	h.must(err)
	h.v2Key(a, "elsewhere", reseller.Token{CIDRs: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}})
	bound := h.signedBy(seedEmail, "elsewhere")
	answer := h.credits(here, bound)
	if answer.Code != 403 || !strings.HasPrefix(answer.Body.String(), `{"error":"Action is not allowed`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if answer := h.credits("198.51.100.7:1", bound); answer.Code != 200 {
		t.Errorf("from its address: %d %s", answer.Code, answer.Body)
	}
	if answer := h.credits(here, nil); answer.Code != 200 {
		t.Errorf("the other key of the account: %d %s", answer.Code, answer.Body)
	}
}

func TestV2KeyDoesOnlyWhatItsScopesAllow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, err := h.store.AccountByEmail(t.Context(), seedEmail)
	h.must(err)
	h.v2Key(a, "reader", reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead}})
	reader := h.signedBy(seedEmail, "reader")
	if answer := h.credits(here, reader); answer.Code != 200 {
		t.Errorf("it may read and does not: %s", answer.Body)
	}
	answer := h.send(v2Request{method: "POST", path: "/order/domains/renew", contentType: formType, body: "domain=a.com&regperiod=1", header: reader})
	if answer.Code != 403 || !strings.HasPrefix(answer.Body.String(), `{"error":"Action is not allowed: `) || !strings.Contains(answer.Body.String(), "spend") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestV2KeyOpensNoOtherFace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	refused(t, h.version(seedKey, seedEmail, here), 200, reseller.CodeUnauthorized)
}

func TestRevokedV2KeyIsRefusedAtOnceAndTheOthersAreNot(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, err := h.store.AccountByEmail(t.Context(), seedEmail)
	h.must(err)
	second := h.v2Key(a, "second", reseller.Token{})
	if answer := h.credits(here, h.signedBy(seedEmail, "second")); answer.Code != 200 {
		t.Fatalf("the second key: %s", answer.Body)
	}
	h.must(h.store.RevokeToken(t.Context(), a.ID, second.ID, reseller.Operator))
	if answer := h.credits(here, h.signedBy(seedEmail, "second")); answer.Code != 401 {
		t.Errorf("after the revocation: %d", answer.Code)
	}
	if answer := h.credits(here, nil); answer.Code != 200 {
		t.Errorf("the first key: %d", answer.Code)
	}
	h.must(h.open().Flush(t.Context()))
	tokens, err := h.store.Tokens(t.Context(), a.ID)
	h.must(err)
	for _, token := range tokens {
		if token.Kind == reseller.TokenV2 && !token.LastUsed.Equal(morning) {
			t.Errorf("last use of key %s is %s", token.Name, token.LastUsed)
		}
	}
}

func TestGuessingSignaturesIsSlowedDownAndLocksNobodyOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.clock.Set(morning.Add(59*time.Minute + 30*time.Second))
	if answer := h.credits(here, nil); answer.Code != 200 {
		t.Fatal("refused")
	}
	h.clock.Move(time.Minute) // another hour, other tokens
	for range 30 {
		if answer := h.credits(here, h.signedBy(seedEmail, "guess")); answer.Code != 401 {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
	}
	limited := h.credits(here, h.signedBy(seedEmail, "guess"))
	if limited.Code != 429 || limited.Header().Get("Retry-After") != "60" || !strings.Contains(limited.Body.String(), `"error":`) {
		t.Errorf("%d %s, Retry-After %q", limited.Code, limited.Body, limited.Header().Get("Retry-After"))
	}
	if answer := h.credits(here, nil); answer.Code != 200 {
		t.Errorf("a key that was good from here is locked out by a neighbour's guesses: %s", answer.Body)
	}
	if answer := h.credits(here, h.signedBy(otherEmail, otherKey)); answer.Code != 200 {
		t.Errorf("another account at the same address: %s", answer.Body)
	}
	if answer := h.credits("203.0.113.9:1", nil); answer.Code != 200 {
		t.Errorf("the account elsewhere: %s", answer.Body)
	}
}

func TestRefusalsOfTheTransportSpeakTheClientsLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	large := h.send(v2Request{method: "POST", path: "/order/domains/renew", contentType: formType, body: strings.Repeat("a", 2<<20)})
	if large.Code != 413 {
		t.Errorf("a body too large: %d", large.Code)
	}
	h.server, h.config.Credentials = nil, broken{}
	down := h.credits(here, nil)
	if down.Code != 503 || strings.Contains(down.Body.String(), "SELECT") {
		t.Errorf("storage that is away: %d %s", down.Code, down.Body)
	}
	h.open().Drain()
	for _, answer := range []*httptest.ResponseRecorder{large, down, h.credits(here, nil)} {
		var told map[string]any
		if err := json.Unmarshal(answer.Body.Bytes(), &told); err != nil || told["error"] == nil || told["error"] == "" {
			t.Errorf("%d %s: a client would take it for a success", answer.Code, answer.Body)
		}
	}
}

func TestServerWithoutASecretKeyDoesNotServeV2(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.config.Key = nil
	if answer := h.credits(here, nil); answer.Code != 404 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestKeyOfAnotherServersSecretIsRefusedAndLogged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	h.must(err)
	h.config.Key = other
	if answer := h.credits(here, nil); answer.Code != 401 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(h.log.String(), "sealed with another secret key") {
		t.Errorf("the log does not say why:\n%s", h.log)
	}
}

func TestNothingSecretOfV2IsLogged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	token := v2.Sign(seedEmail, seedKey, morning)
	h.credits(here, nil)
	h.credits(here, h.signedBy(seedEmail, "guessed key"))
	h.send(v2Request{method: "POST", path: "/order/domains/transfer", contentType: formType, body: "domain=a.com&eppcode=topsecretcode"})
	for _, secret := range []string{seedKey, token, v2.Sign(seedEmail, "guessed key", morning), "topsecretcode"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, h.log)
		}
	}
}
