// Package stripetest is a server that behaves as Stripe's API does, as far as payments need it, and is strict: it knows no parameter that it was not taught, keeps
// idempotency keys as Stripe does, signs its events, and fails as it is told. Tests pay, decline, refund and dispute at it.
//
// It is made from Stripe's public reference (docs.stripe.com/api); where that leaves something open, it does what is worse for who asks.
package stripetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What a Server takes.
const (
	Key    = "sk_test_stripetest"
	Secret = "whsec_stripetest"
)

// keyFor is how long an idempotency key stands.
const keyFor = 24 * time.Hour

// Server is one account at Stripe. It is safe for concurrent use.
type Server struct {
	URL string
	Now func() time.Time

	mu       sync.Mutex
	n        int
	key      string
	keys     map[string]kept
	faults   []fault
	sessions map[string]*session
	intents  map[string]*intent
	order    []string // ids of intents, oldest first
	methods  map[string]*method
	refunds  []object
	disputes []object
	events   []Event
	asked    []string
	charges  int
	paused   func(what string)
}

// object is what is written as JSON.
type object map[string]any

// kept is the answer that an idempotency key stands for.
type kept struct {
	what   string
	at     time.Time
	status int
	body   []byte
}

// New starts a Server on a clock, and ends it with the test.
func New(t testing.TB, now func() time.Time) *Server {
	s := &Server{Now: now, key: Key, keys: map[string]kept{}, sessions: map[string]*session{}, intents: map[string]*intent{}, methods: map[string]*method{}}
	h := httptest.NewServer(http.HandlerFunc(s.serve))
	h.Config.SetKeepAlivesEnabled(false) // net/http sends a question with an idempotency key again by itself where a connection that was used before breaks
	t.Cleanup(h.Close)
	s.URL = h.URL
	return s
}

// Fault is how a question goes wrong.
type Fault string

// The faults.
const (
	Lost     Fault = "lost"      // done, and the connection breaks before the answer
	Saved500 Fault = "saved 500" // done, and answered with 500, which the key stands for from then on
	Early500 Fault = "early 500" // not done, and answered with 500
	Limited  Fault = "429"       // not done: too many questions
	Barred   Fault = "403"       // not done: the key may not
	Away     Fault = "away"      // not done, and the connection breaks
)

type fault struct {
	what string
	kind Fault
}

// Fail has the next question of a kind ("POST /v1/payment_intents") go wrong.
func (s *Server) Fail(what string, kind Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, fault{what, kind})
}

// Rekey has the account take another key from now on.
func (s *Server) Rekey(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = key
}

// BeforeAnswer calls do when a question is answered, once it is done and before its answer goes out.
func (s *Server) BeforeAnswer(do func(what string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = do
}

// Asked counts the questions of a kind.
func (s *Server) Asked(what string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if strings.HasPrefix(a, what) {
			n++
		}
	}
	return n
}

// Charges counts the charges that moved money.
func (s *Server) Charges() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.charges
}

// take takes the fault that is due for a question; "" = none.
func (s *Server) take(what string) Fault {
	at := slices.IndexFunc(s.faults, func(f fault) bool { return strings.HasPrefix(what, f.what) })
	if at < 0 {
		return ""
	}
	kind := s.faults[at].kind
	s.faults = slices.Delete(s.faults, at, at+1)
	return kind
}

// refusal is an error of the API.
type refusal struct {
	status int
	kind   string
	code   string
	words  string
	about  object // the PaymentIntent of a card that was declined
}

func (r *refusal) Error() string { return r.words }

func invalid(words string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, kind: "invalid_request_error", words: fmt.Sprintf(words, args...)}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		panic(err)
	}
	what := r.Method + " " + r.URL.Path
	s.mu.Lock()
	s.asked = append(s.asked, what)
	status, body, broken := s.answer(r, what)
	paused := s.paused
	s.mu.Unlock()
	if paused != nil {
		paused(what)
	}
	if broken {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", "req_stripetest")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// answer does what is asked, if its key does not stand for an answer already.
func (s *Server) answer(r *http.Request, what string) (status int, body []byte, broken bool) {
	if r.Header.Get("Authorization") != "Bearer "+s.key {
		return written(&refusal{status: http.StatusUnauthorized, kind: "invalid_request_error", words: "Invalid API Key provided: sk_test_*****"})
	}
	kind := s.take(what)
	switch kind {
	case Limited:
		return written(&refusal{status: http.StatusTooManyRequests, kind: "invalid_request_error", code: "rate_limit", words: "Request rate limit exceeded."})
	case Barred:
		return written(&refusal{status: http.StatusForbidden, kind: "invalid_request_error", words: "The provided key does not have the required permissions for this endpoint."})
	case Early500:
		return written(&refusal{status: http.StatusInternalServerError, kind: "api_error", words: "An unknown error occurred"})
	case Away:
		return 0, nil, true
	}
	key, params := r.Header.Get("Idempotency-Key"), r.Form.Encode()
	if was, there := s.keys[key]; there && r.Method == http.MethodPost && s.Now().Sub(was.at) < keyFor {
		if was.what != what+"?"+params {
			return written(&refusal{status: http.StatusBadRequest, kind: "idempotency_error",
				words: "Keys for idempotent requests can only be used with the same parameters they were first used with."})
		}
		return was.status, was.body, kind == Lost
	}
	done, err := s.do(r.Method, strings.TrimPrefix(r.URL.Path, "/v1/"), r.Form)
	if err == nil {
		status, body = http.StatusOK, marshal(done)
	} else {
		status, body, _ = written(err)
	}
	if kind == Saved500 {
		status, body, _ = written(&refusal{status: http.StatusInternalServerError, kind: "api_error", words: "An unknown error occurred"})
	}
	if key != "" && r.Method == http.MethodPost && status != http.StatusBadRequest { // what does not pass validation is not kept
		s.keys[key] = kept{what + "?" + params, s.Now(), status, body}
	}
	return status, body, kind == Lost
}

func written(err error) (int, []byte, bool) {
	r, is := err.(*refusal)
	if !is {
		panic(err)
	}
	e := object{"type": r.kind, "message": r.words}
	if r.code != "" {
		e["code"] = r.code
	}
	if r.about != nil {
		e["payment_intent"] = r.about
	}
	return r.status, marshal(object{"error": e}), false
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// do does what is asked.
func (s *Server) do(method, path string, form url.Values) (object, error) {
	parts := strings.Split(path, "/")
	switch {
	case method == http.MethodPost && path == "checkout/sessions":
		return s.makeSession(form)
	case method == http.MethodGet && strings.HasPrefix(path, "checkout/sessions/"):
		return s.showSession(parts[2], form)
	case method == http.MethodPost && path == "payment_intents":
		return s.makeIntent(form)
	case method == http.MethodGet && path == "payment_intents":
		return s.listIntents(form)
	case method == http.MethodGet && parts[0] == "payment_intents" && len(parts) == 2:
		return s.showIntent(parts[1], form)
	case method == http.MethodPost && parts[0] == "payment_intents" && len(parts) == 3 && parts[2] == "cancel":
		return s.cancelIntent(parts[1])
	case method == http.MethodPost && parts[0] == "payment_methods" && len(parts) == 3 && parts[2] == "detach":
		return s.detach(parts[1])
	case method == http.MethodGet && path == "refunds":
		return s.listReturned(s.refunds, form)
	case method == http.MethodGet && path == "disputes":
		return s.listReturned(s.disputes, form)
	}
	return nil, &refusal{status: http.StatusNotFound, kind: "invalid_request_error", words: "Unrecognized request URL"}
}

// only refuses parameters beside those named; one that ends in "[" stands for all that begin so.
func only(form url.Values, names ...string) error {
	for name := range form {
		if !slices.ContainsFunc(names, func(n string) bool { return n == name || strings.HasSuffix(n, "[") && strings.HasPrefix(name, n) }) {
			return invalid("Received unknown parameter: %s", name)
		}
	}
	return nil
}

// id makes an id.
func (s *Server) id(prefix string) string {
	s.n++
	return fmt.Sprintf("%s_test%06d", prefix, s.n)
}
