package payments_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/payments/stripe/stripetest"
	"nameyard/server"
)

// The provider posts its messages to the server: what is its own is taken, what is not is refused, and what cannot be acted on comes again.
func TestMessagesComeOverHTTP(t *testing.T) {
	onBoth(t, func(e *env) {
		front, err := server.New(server.Config{Actions: e.Actions, Credentials: e.Store, Clock: e.Clock, Log: e.App.Log, PaymentEvents: e.Payments})
		e.Must(err)
		listening := httptest.NewServer(front)
		e.Cleanup(listening.Close)
		post := func(header http.Header, body string) int {
			e.Helper()
			r, err := http.NewRequestWithContext(e.Context(), http.MethodPost, listening.URL+server.PaymentEventsPath, strings.NewReader(body))
			e.Must(err)
			r.Header = header.Clone()
			if r.Header == nil {
				r.Header = http.Header{}
			}
			answer, err := http.DefaultClient.Do(r)
			e.Must(err)
			e.Must(answer.Body.Close())
			return answer.StatusCode
		}
		p := e.begins("form", 2000, false)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		m := e.stripe.Events()[0]
		signed := m.Signed(e.Clock.Wall(), stripetest.Secret)
		for what, status := range map[string]int{
			"not signed": post(nil, string(m.Body)), "of another body": post(signed, "{}"), "too large": post(signed, strings.Repeat("x", 65<<10)),
		} {
			if status < 400 || status > 499 {
				e.Errorf("a message %s is answered %d", what, status)
			}
		}
		e.stripe.Fail("GET /v1/payment_intents/", stripetest.Early500)
		if status := post(signed, string(m.Body)); status != http.StatusServiceUnavailable {
			e.Errorf("a message that cannot be acted on is answered %d", status)
		}
		e.has("before", 1000, "once open 2000")
		for range 2 {
			if status := post(signed, string(m.Body)); status != http.StatusOK {
				e.Errorf("the message is answered %d", status)
			}
		}
		e.has("after", 3000, "once paid 2000")
		limited := 0
		for range 110 {
			if post(nil, "") == http.StatusTooManyRequests {
				limited++
			}
		}
		if limited == 0 {
			e.Error("messages that are not signed are refused without a limit")
		}
		for range 110 {
			if status := post(signed, string(m.Body)); status != http.StatusOK {
				e.Fatalf("after many that are not signed, one that is signed is answered %d", status)
			}
		}
	})
}
