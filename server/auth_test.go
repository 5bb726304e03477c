package server_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
)

// version asks for the version with a token and an address from somewhere.
func (e *env) version(token, email, from string) *httptest.ResponseRecorder {
	e.Helper()
	r := httptest.NewRequest("POST", "/api.php", strings.NewReader("action=Version&token="+token+"&authemail="+email))
	r.RemoteAddr = from
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, r)
	return answer
}

func isIn(answer *httptest.ResponseRecorder) bool {
	return strings.Contains(answer.Body.String(), `"version"`)
}

const here = "192.0.2.1:1234"

func TestEveryWrongCredentialGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	disabled := e.account("disabled@example.net", "disabled")
	e.disable(disabled)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	e.AddToken(a, "elsewhere", reseller.Token{CIDRs: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}})
	e.AddToken(a, "expired", reseller.Token{ExpiresAt: morning.Add(-time.Second)})
	revoked := e.AddToken(a, "revoked", reseller.Token{})
	e.Must(e.Store.RevokeToken(t.Context(), a.ID, revoked.ID, reseller.Operator))

	var words string
	for name, c := range map[string][2]string{
		"unknown account":  {exampleToken, "nobody@example.net"},
		"wrong token":      {"nonsense", exampleEmail},
		"another account":  {exampleToken, otherEmail},
		"disabled account": {"disabled", "disabled@example.net"},
		"wrong address":    {"elsewhere", exampleEmail},
		"expired token":    {"expired", exampleEmail},
		"revoked token":    {"revoked", exampleEmail},
	} {
		got := refused(t, e.version(c[0], c[1], here), 200, reseller.CodeUnauthorized)
		if words == "" {
			words = got
		}
		if got != words {
			t.Errorf("%s: %q, others %q", name, got, words)
		}
	}
	if !isIn(e.version("elsewhere", exampleEmail, "198.51.100.7:1")) || !isIn(e.version(exampleToken, exampleEmail, here)) {
		t.Error("good credentials are refused")
	}
}

func TestRevokedTokenIsRefusedASecondLater(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	token := e.AddToken(a, "short-lived", reseller.Token{})
	if !isIn(e.version("short-lived", exampleEmail, here)) {
		t.Fatal("refused")
	}
	e.Must(e.Store.RevokeToken(t.Context(), a.ID, token.ID, reseller.Operator))
	e.Clock.Move(time.Second)
	refused(t, e.version("short-lived", exampleEmail, here), 200, reseller.CodeUnauthorized)
}

func TestTokenDoesOnlyWhatItsScopesAllow(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	e.AddToken(a, "reader", reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead}})
	if !isIn(e.version("reader", exampleEmail, here)) {
		t.Error("it may read and does not")
	}
	answer := e.ask(asked{body: "token=reader&authemail=" + exampleEmail + "&action=RenewDomain&sld=a&tld=com&regperiod=1"})
	refused(t, answer, 200, reseller.CodeForbidden)
}

func TestGuessingIsSlowedDownAndLocksNobodyOut(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for range 30 {
		refused(t, e.version("guess", exampleEmail, here), 200, reseller.CodeUnauthorized)
	}
	limited := e.version("guess", exampleEmail, here)
	refused(t, limited, 429, reseller.CodeRateLimited)
	if limited.Header().Get("Retry-After") != "60" {
		t.Errorf("Retry-After %q", limited.Header().Get("Retry-After"))
	}
	if !isIn(e.version(exampleToken, exampleEmail, here)) {
		t.Error("a good token is locked out by a neighbour's guesses, at its first use")
	}
	refused(t, e.version("guess", exampleEmail, here), 429, reseller.CodeRateLimited)
	if !isIn(e.version(otherToken, otherEmail, here)) {
		t.Error("another account is locked out at the same address")
	}
	if !isIn(e.version(exampleToken, exampleEmail, "203.0.113.9:1")) {
		t.Error("the account is locked out elsewhere")
	}
	e.Clock.Move(time.Minute)
	refused(t, e.version("guess", exampleEmail, here), 200, reseller.CodeUnauthorized)
}

func TestGuessingManyAccountsFromOneNetworkIsSlowedDown(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for i := range 300 { // every try from another address of one /64
		refused(t, e.version("guess", fmt.Sprintf("victim%d@example.net", i), fmt.Sprintf("[2001:db8::%x]:1", i+1)), 200, reseller.CodeUnauthorized)
	}
	refused(t, e.version("guess", "one-more@example.net", "[2001:db8::ffff:1]:1"), 429, reseller.CodeRateLimited)
	refused(t, e.version("guess", "one-more@example.net", "[2001:db8:0:1::1]:1"), 200, reseller.CodeUnauthorized)

	// Behind a proxy that is not declared every client has this address. None of those who are right is kept out, in no face.
	const shared = "[2001:db8::1]:1"
	if !isIn(e.version(exampleToken, exampleEmail, shared)) || e.credits(shared, nil).Code != 200 {
		t.Error("good credentials are refused where others fail")
	}
	bearer := asked{method: "GET", target: "/api/v1/balance/", from: shared, header: map[string]string{"Authorization": "Bearer " + exampleToken}}
	if answer := e.ask(bearer); answer.Code != 200 {
		t.Errorf("a good bearer token: %d %s", answer.Code, answer.Body)
	}
	bearer.header["Authorization"] = "Bearer guess"
	if answer := e.ask(bearer); answer.Code != 429 {
		t.Errorf("a wrong bearer token: %d %s", answer.Code, answer.Body)
	}
	if answer := e.credits(shared, e.signedBy(exampleEmail, "guess")); answer.Code != 429 {
		t.Errorf("a wrong signature: %d %s", answer.Code, answer.Body)
	}
}

func TestUndeclaredProxyIsNamedOnceInTheLog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trusted, forwarded string
		want               int
	}{
		"no header":              {"", "", 0},
		"no proxy declared":      {"", "198.51.100.7", 1},
		"another proxy declared": {"192.0.2.99/32", "198.51.100.7", 1},
		"the proxy declared":     {"192.0.2.0/24", "198.51.100.7", 0},
	} {
		e := newEnv(t)
		if c.trusted != "" {
			e.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(c.trusted)}
		}
		header := map[string]string{}
		if c.forwarded != "" {
			header["X-Forwarded-For"] = c.forwarded
		}
		for range 3 {
			e.ask(asked{method: "GET", target: "/healthz", from: here, header: header})
		}
		if got := strings.Count(e.log.String(), "--trusted-proxies"); got != c.want || c.want > 0 && !strings.Contains(e.log.String(), `"from":"192.0.2.1"`) {
			t.Errorf("%s: %d warnings, want %d:\n%s", name, got, c.want, e.log)
		}
	}
}

func TestForgedForwardingHeaderChangesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trusted   string
		from, xff string
		in        bool
	}{
		"no proxy trusted":               {"", "192.0.2.1:1", "198.51.100.7", false},
		"trusted proxy":                  {"192.0.2.1/32", "192.0.2.1:1", "198.51.100.7", true},
		"stranger beside the proxy":      {"192.0.2.1/32", "192.0.2.2:1", "198.51.100.7", false},
		"forged behind a trusted proxy":  {"192.0.2.1/32", "192.0.2.1:1", "198.51.100.7, 203.0.113.5", false},
		"two trusted proxies":            {"192.0.2.0/24", "192.0.2.1:1", "198.51.100.7, 192.0.2.9", true},
		"loopback is not trusted either": {"192.0.2.1/32", "127.0.0.1:1", "198.51.100.7", false},
		"IPv4 in IPv6":                   {"", "[::ffff:198.51.100.7]:1", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t)
			if c.trusted != "" {
				e.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(c.trusted)}
			}
			a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
			e.Must(err)
			e.AddToken(a, "listed", reseller.Token{CIDRs: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}})
			r := httptest.NewRequest("POST", "/api.php", strings.NewReader("action=Version&token=listed&authemail="+exampleEmail))
			r.RemoteAddr = c.from
			if c.xff != "" {
				r.Header.Set("X-Forwarded-For", c.xff)
				r.Header.Set("X-Real-IP", "198.51.100.7")
			}
			answer := httptest.NewRecorder()
			e.open().ServeHTTP(answer, r)
			if isIn(answer) != c.in {
				t.Errorf("%s", answer.Body)
			}
		})
	}
}

func TestUsesOfTokensAreWrittenInBatches(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.version(exampleToken, exampleEmail, here)
	e.Must(e.open().Flush(t.Context()))
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	tokens, err := e.Store.Tokens(t.Context(), a.ID)
	e.Must(err)
	if !tokens[0].LastUsed.Equal(morning) {
		t.Errorf("last used %s, want %s", tokens[0].LastUsed, morning)
	}
}

// broken keeps no credentials.
type broken struct{}

func (broken) Credential(context.Context, string) (reseller.Token, reseller.Account, error) {
	return reseller.Token{}, reseller.Account{}, errors.New("SELECT failed at 10.1.2.3")
}

func (broken) V2Keys(context.Context, string) (reseller.Account, []reseller.SealedToken, error) {
	return reseller.Account{}, nil, errors.New("SELECT failed at 10.1.2.3")
}

func (broken) TouchTokens(context.Context, map[int64]reseller.TokenUse) error { return nil }

func TestBrokenStorageIsNotAWrongPassword(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Credentials = broken{}
	answer := e.version(exampleToken, exampleEmail, here)
	if words := refused(t, answer, 200, reseller.CodeUnavailable); strings.Contains(words, "SELECT") {
		t.Errorf("the cause is public: %s", words)
	}
	if !strings.Contains(e.log.String(), "SELECT failed") {
		t.Error("the cause is not in the log")
	}
}

// shelf holds one token.
type shelf struct {
	broken
	account reseller.Account
}

func (s shelf) Credential(_ context.Context, hash string) (reseller.Token, reseller.Account, error) {
	if hash != reseller.HashToken("right") {
		return reseller.Token{}, reseller.Account{}, reseller.ErrNotFound
	}
	return reseller.Token{ID: 1, Kind: reseller.TokenAPI}, s.account, nil
}

func TestRefusalsTakeTheSameTimeWhateverIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		token    string
		disabled bool
		want     time.Duration
	}{
		"unknown token":    {"wrong", false, 25 * time.Millisecond},
		"disabled account": {"right", true, 25 * time.Millisecond},
		"good":             {"right", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				clock, log := clocktest.New(morning), slog.New(slog.DiscardHandler)
				s, err := server.New(server.Config{
					Actions:     actions.New(actions.Config{Clock: clock, Log: log, Version: "1"}),
					Credentials: shelf{account: reseller.Account{ID: 1, Email: exampleEmail, Disabled: c.disabled}}, Clock: clock, Log: log,
				})
				if err != nil {
					t.Fatal(err)
				}
				began := time.Now() // of the bubble
				s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/api.php",
					strings.NewReader("action=Version&token="+c.token+"&authemail="+exampleEmail)))
				if took := time.Since(began); took != c.want {
					t.Errorf("it took %s, want %s", took, c.want)
				}
			})
		})
	}
}

// disable disables an account.
func (e *env) disable(a reseller.Account) {
	e.Helper()
	_, err := e.Store.ChangeAccount(e.Context(), a.ID, reseller.Operator, "disabled", func(row *reseller.Account) error { row.Disabled = true; return nil })
	e.Must(err)
}
