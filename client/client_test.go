package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"nameyard/client"
)

// answering is a server that gives one answer to everything and keeps the last request.
type answering struct {
	*httptest.Server
	asked map[string]any
}

func answer(t *testing.T, status int, body string) (*answering, *client.Client) {
	t.Helper()
	a := &answering{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.asked = map[string]any{}
		if err := json.NewDecoder(r.Body).Decode(&a.asked); err != nil {
			t.Errorf("the request is no JSON: %v", err)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(a.Close)
	c, err := client.New(client.Config{URL: a.URL + "/api.php", Email: "a@example.com", Token: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

func TestOnlyAnAnswerThatSaysSuccessIsOne(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", "null", "[]", `"success"`, "{}", `{"result":"ok"}`, `{"msg":"Domain has been registered"}`, "<html>502</html>",
		`{"result":"success"`, `{"result":"success","msg":7}`,
	} {
		_, c := answer(t, 200, body)
		if _, err := c.Register(t.Context(), client.Registration{Domain: "example.com", Years: 1}); !errors.Is(err, client.ErrNoAnswer) || !client.MayRepeat(err) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestRefusalHasCodeFieldAndWords(t *testing.T) {
	t.Parallel()
	_, c := answer(t, 200, `{"result":"error","msg":"no such TLD","code":"unsupported_tld","field":"tld","requestid":"r1"}`)
	err := c.Renew(t.Context(), client.Renewal{Domain: "example.nowhere", Years: 1})
	var refusal *client.Error
	if !errors.As(err, &refusal) || *refusal != (client.Error{Code: "unsupported_tld", Field: "tld", Message: "no such TLD", RequestID: "r1"}) {
		t.Fatalf("%v", err)
	}
	if !client.HasCode(err, "unsupported_tld") || client.IsPending(err) || client.MayRepeat(err) || !strings.Contains(err.Error(), "no such TLD") {
		t.Errorf("%v", err)
	}
}

// TestOpenOutcomeIsNoRefusal: whoever books an open outcome as a refusal loses a name that it pays for.
func TestOpenOutcomeIsNoRefusal(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct{ open, again bool }{
		"pending": {true, false}, "superseded": {true, false}, "in_progress": {true, true}, "internal": {true, true}, "unavailable": {true, true},
		"rate_limited": {true, true}, "insufficient_funds": {}, "not_available": {}, "registry_refused": {}, "": {},
	} {
		_, api := answer(t, 200, `{"result":"error","msg":"no","code":"`+code+`"}`)
		err := api.Renew(t.Context(), client.Renewal{Domain: "example.com", Years: 1})
		if client.IsOpen(err) != c.open || client.MayRepeat(err) != c.again {
			t.Errorf("%q: open %t, to be repeated %t", code, client.IsOpen(err), client.MayRepeat(err))
		}
	}
	if client.IsOpen(nil) || client.MayRepeat(nil) {
		t.Error("success is open")
	}
}

// TestRedirectIsNoAnswer: another page's success is not that of an order, and nobody else is given the token.
func TestRedirectIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		var reached atomic.Bool
		elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			reached.Store(true)
			_, _ = w.Write([]byte(`{"result":"success"}`))
		}))
		t.Cleanup(elsewhere.Close)
		here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL+"/api.php")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"result":"success"}`))
		}))
		t.Cleanup(here.Close)
		for _, own := range []*http.Client{nil, {CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}} {
			c, err := client.New(client.Config{URL: here.URL + "/api.php", Email: "a@example.com", Token: "secret", HTTP: own})
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Delete(t.Context(), "example.com"); !errors.Is(err, client.ErrNoAnswer) || !client.IsOpen(err) || reached.Load() {
				t.Errorf("%d: %v; the other host was asked: %t", status, err, reached.Load())
			}
		}
	}
}

func TestPendingOrdersAreToldApart(t *testing.T) {
	t.Parallel()
	_, c := answer(t, 200, `{"result":"error","msg":"in progress as order 2, do not order again","code":"pending","requestid":"r"}`)
	if err := c.Renew(t.Context(), client.Renewal{Domain: "example.com", Years: 1}); !client.IsPending(err) {
		t.Errorf("a renewal: %v", err)
	}
	_, c = answer(t, 200, `{"result":"success","msg":"Domain registration is pending (order 12)"}`)
	if p, err := c.Register(t.Context(), client.Registration{Domain: "example.com", Years: 1}); err != nil || !p.Pending || p.Order != 12 {
		t.Errorf("a registration: %+v, %v", p, err)
	}
	_, c = answer(t, 200, `{"result":"success","msg":"Domain has been registered"}`)
	if p, err := c.Register(t.Context(), client.Registration{Domain: "example.com", Years: 1}); err != nil || p.Pending || p.Order != 0 {
		t.Errorf("one that is done: %+v, %v", p, err)
	}
}

func TestOrderCarriesItsKeyAndNothingThatWasNotSaid(t *testing.T) {
	t.Parallel()
	a, c := answer(t, 200, `{"result":"success","msg":"Domain has been registered"}`)
	_, err := c.Register(t.Context(), client.Registration{
		Domain: "example.com", Years: 2, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Registrant: client.Contact{FirstName: "Jane"}, Key: "order-17",
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"token": "secret", "authemail": "a@example.com", "action": "RegisterDomain", "domain": "example.com", "regperiod": 2.0,
		"nameserver2": "ns2.example.net", "firstname": "Jane", "idempotencykey": "order-17", "lastname": nil, "adminfirstname": nil, "domainfields": nil,
	} {
		if a.asked[name] != want {
			t.Errorf("%s is %v, want %v", name, a.asked[name], want)
		}
	}
}

func TestServerThatDoesNotAnswerLeavesItOpen(t *testing.T) {
	t.Parallel()
	a, c := answer(t, 200, "")
	a.Close()
	if _, err := c.Credit(t.Context()); !errors.Is(err, client.ErrNoAnswer) {
		t.Errorf("a dead server: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Credit(ctx); !errors.Is(err, client.ErrNoAnswer) || !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
}

func TestClientRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for _, c := range []client.Config{
		{Email: "a", Token: "b"}, {URL: "example.com/api.php", Email: "a", Token: "b"}, {URL: "ftp://example.com", Email: "a", Token: "b"},
		{URL: "http://example.com/api.php", Token: "b"}, {URL: "http://example.com/api.php", Email: "a"},
	} {
		if _, err := client.New(c); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}

func TestErrorsHoldNoToken(t *testing.T) {
	t.Parallel()
	a, c := answer(t, 200, "garbage")
	_, garbage := c.Credit(t.Context())
	a.Close()
	_, dead := c.Credit(t.Context())
	if text := garbage.Error() + dead.Error(); strings.Contains(text, "secret") {
		t.Error(text)
	}
}
