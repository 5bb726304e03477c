package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// A token may be made with a spend cap; what is no amount makes none.
func TestTokenIsMadeWithASpendCap(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.restAsk("POST", "/api/v1/tokens/", `{"name": "shop", "spend_cap": 12.50}`)
	if made.Code != http.StatusCreated || !strings.Contains(made.Body.String(), `"spend_cap":12.50`) {
		t.Errorf("%d %s", made.Code, made.Body)
	}
	for _, wrong := range []string{`-1`, `"a lot"`, `"12.50"`, `1.234`, `1e30`} {
		problem(t, e.restAsk("POST", "/api/v1/tokens/", `{"name": "shop", "spend_cap": `+wrong+`}`), http.StatusBadRequest, reseller.CodeInvalidParameter)
	}
}

// What goes beyond a spend cap is told alike by every API. A repeat of what was bought is answered as before and counts once.
func TestEveryAPIRefusesWhatGoesBeyondTheSpendCap(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("alpha.com", false)
	account, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	limit := func(most int64) {
		_, err := e.Store.ChangeAccount(t.Context(), account.ID, reseller.Operator, "cap", func(a *reseller.Account) error { a.SpendCap = &most; return nil })
		e.Must(err)
	}
	spent := func() int64 {
		today, err := e.Store.Spending(t.Context(), account.ID)
		e.Must(err)
		return today.All()
	}
	renew := e.signed("action=RenewDomain&sld=alpha&tld=com&regperiod=1&idempotencykey=one", false)
	if answer := e.post(formType, renew); !strings.Contains(answer.Body.String(), "success") {
		t.Fatalf("a renewal: %s", answer.Body)
	}
	used := spent()
	if used == 0 {
		t.Fatal("nothing was counted")
	}
	limit(used)
	if answer := e.post(formType, renew); !strings.Contains(answer.Body.String(), "success") {
		t.Errorf("its repeat: %s", answer.Body)
	}
	words := refused(t, e.post(formType, e.signed("action=RenewDomain&sld=alpha&tld=com&regperiod=2", false)), http.StatusTooManyRequests, reseller.CodeDayLimit)
	if !strings.HasPrefix(words, "nothing was charged: the account may spend ") || !strings.Contains(words, "higher cap") {
		t.Errorf("the action API says %q", words)
	}
	problem(t, e.restAsk("POST", "/api/v1/domains/1/renew/", `{"years": 2}`, "Idempotency-Key", "two"), http.StatusTooManyRequests, reseller.CodeDayLimit)
	quote := e.restAsk("GET", "/api/v1/quote/?operation=renew&domain_name=alpha.com&years=2", "").Body.String()
	if !strings.Contains(quote, `"covered":true`) || !strings.Contains(quote, `"possible":false`) || !strings.Contains(quote, `"obstacle":"nothing was charged: the account may spend `) {
		t.Errorf("the quote does not foresee it: %s", quote)
	}
	if answer := e.call("POST /order/domains/renew status=429", []byte("domain=alpha.com&regperiod=2")); !strings.Contains(answer, reseller.CodeDayLimit) {
		t.Errorf("v2 says %s", answer)
	}
	if now := spent(); now != used {
		t.Errorf("%d is spent after repeats and refusals, want %d", now, used)
	}
	e.Clock.Move(24 * time.Hour)
	limit(100_000)
	if answer := e.restAsk("POST", "/api/v1/domains/1/renew/", `{"years": 2}`, "Idempotency-Key", "two"); answer.Code != http.StatusOK {
		t.Errorf("the same key the next day: %d %s", answer.Code, answer.Body)
	}
}
