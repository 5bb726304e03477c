package server_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/rest"
)

// restAsk sends a REST request of test@exampledomain.com. Headers come in pairs.
func (e *env) restAsk(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	e.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+exampleToken)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, r)
	e.validate(r, []byte(body), answer)
	return answer
}

// problem reads a problem and checks its status and code.
func problem(t testing.TB, answer *httptest.ResponseRecorder, status int, code string) string {
	t.Helper()
	var p struct{ Detail, Code string }
	if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
		t.Fatalf("%s: %v", answer.Body, err)
	}
	if answer.Code != status || p.Code != code || answer.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s: %s; want %d %s", answer.Code, p.Code, p.Detail, status, code)
	}
	return p.Detail
}

// envWithDatabase is newEnv with its SQLite database, which tests can look into.
func envWithDatabase(t testing.TB) (*env, *sql.DB) {
	t.Helper()
	e := newEnv(t)
	db, err := sql.Open("sqlite", e.URL+"?_pragma=busy_timeout(10000)")
	e.Must(err)
	t.Cleanup(func() { db.Close() })
	return e, db
}

func TestRESTLetsOnlyGoodTokensInAndTellsThePace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Burst, e.config.Rate = 3, 1
	words := problem(t, e.restAsk("GET", "/api/v1/balance/", "", "Authorization", "Bearer guess"), 401, reseller.CodeUnauthorized)
	disabled := e.account("disabled@example.net", "disabled")
	e.disable(disabled)
	if again := problem(t, e.restAsk("GET", "/api/v1/balance/", "", "Authorization", "Bearer disabled"), 401, reseller.CodeUnauthorized); again != words {
		t.Errorf("%q and %q tell apart who asks", words, again)
	}
	problem(t, e.restAsk("GET", "/api/v1/balance/", "", "Authorization", "Basic "+exampleToken), 401, reseller.CodeUnauthorized)
	for left := 2; left >= 0; left-- {
		answer := e.restAsk("GET", "/api/v1/balance/", "", "X-Request-Id", "mine-7")
		head := answer.Header()
		if answer.Code != 200 || head.Get("X-Request-Id") != "mine-7" || head.Get("RateLimit-Limit") != "3" ||
			head.Get("RateLimit-Remaining") != fmt.Sprint(left) || head.Get("RateLimit-Reset") != fmt.Sprint(3-left) {
			t.Errorf("%d %v", answer.Code, head)
		}
	}
	limited := e.restAsk("GET", "/api/v1/balance/", "")
	problem(t, limited, 429, reseller.CodeRateLimited)
	if limited.Header().Get("Retry-After") == "" || limited.Header().Get("RateLimit-Remaining") != "0" {
		t.Errorf("%v", limited.Header())
	}
}

func TestRESTTokenDoesOnlyWhatItsScopesAllow(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	e.AddToken(a, "reader", reseller.Token{Scopes: []reseller.Scope{reseller.ScopeRead}})
	for _, route := range rest.Routes {
		path := rest.Prefix + strings.NewReplacer(":id", "7", ":host", "ns1", ":delivery", "7").Replace(route.Path)
		answer := e.restAsk(route.Method, path, "", "Authorization", "Bearer reader")
		if allowed := route.Action.Scope == reseller.ScopeRead; (answer.Code != http.StatusForbidden) != allowed {
			t.Errorf("%s %s: %d for a token that may read", route.Method, path, answer.Code)
		}
	}
}

func TestManyRequestsUnderOneKeyAreOneOrder(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.defaultContact()
	bodies := make([]string, 20)
	var all sync.WaitGroup
	e.open()
	for i := range bodies {
		all.Go(func() {
			answer := e.restAsk("POST", "/api/v1/domains/", `{"domain_name":"once.com"}`, "Idempotency-Key", "one", "X-Request-Id", "x")
			bodies[i] = fmt.Sprint(answer.Code, answer.Body)
		})
	}
	all.Wait()
	for _, body := range bodies {
		if body != bodies[0] || !strings.HasPrefix(body, "201") {
			t.Errorf("%s and %s", body, bodies[0])
		}
	}
	orders, err := e.Store.SearchOrders(t.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if len(orders) != 1 || orders[0].IdempotencyKey != "one" {
		t.Errorf("%d orders", len(orders))
	}
}

// claim notes a request under a key, as a server does that then stands still or dies.
func (e *env) claim(key, method, path, body string, until time.Time) {
	e.Helper()
	a, err := e.Store.AccountByEmail(e.Context(), exampleEmail)
	e.Must(err)
	hash, err := e.Orders.Fingerprint([]any{method, path, map[string]string{}, body})
	e.Must(err)
	_, mine, err := e.Store.ClaimKey(e.Context(), reseller.KeyedRequest{
		AccountID: a.ID, Key: key, ParamsHash: hash, Holder: "another server", LeaseEnd: until, CreatedAt: e.Clock.Now(),
	})
	e.Must(err)
	if !mine {
		e.Fatal("the key is taken")
	}
}

func TestRepeatOfARequestWhoseServerDiedFindsItsOrder(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.defaultContact()
	const body = `{"domain_name":"survivor.com"}`
	e.claim("k", "POST", "/domains/", body, morning.Add(-time.Second)) // the server noted the request …
	a, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
	e.Must(err)
	name := parseName("survivor.com")
	call := actions.Call{Caller: reseller.Caller{Account: a}, Key: "k"}
	placed, err := e.config.Actions.OrderRegistration(t.Context(), call, actions.OrderRegistration{Name: name, Years: 1, AutoRenew: true})
	e.Must(err) // … placed its order, and died before it answered
	answer := e.restAsk("POST", "/api/v1/domains/", body, "Idempotency-Key", "k")
	want := fmt.Sprintf(`{"id":%d,`, placed.Domain.ID)
	if answer.Code != 201 || !strings.HasPrefix(answer.Body.String(), want) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	orders, err := e.Store.SearchOrders(t.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 10}})
	e.Must(err)
	if len(orders) != 1 {
		t.Errorf("%d orders", len(orders))
	}
}

func TestRepeatWhileTheFirstIsUnderWayWaitsAndSaysSo(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.AnswerWithin = 300 * time.Millisecond
	e.claim("k", "POST", "/events/acknowledge/", `{"cursor":"0"}`, morning.Add(time.Hour))
	problem(t, e.restAsk("POST", "/api/v1/events/acknowledge/", `{"cursor":"0"}`, "Idempotency-Key", "k"), 409, reseller.CodeInProgress)
	problem(t, e.restAsk("POST", "/api/v1/events/acknowledge/", `{"cursor":"1"}`, "Idempotency-Key", "k"), 422, reseller.CodeKeyReused)
	problem(t, e.restAsk("POST", "/api/v1/events/acknowledge/", `{"cursor":"1"}`, "Idempotency-Key", "två"), 400, reseller.CodeInvalidParameter)
	problem(t, e.restAsk("POST", "/api/v1/events/acknowledge/", `{"cursor":"1"}`, "Idempotency-Key", strings.Repeat("k", 256)), 400, reseller.CodeInvalidParameter)
}

func TestAnswerThatDecidedNothingIsNotKept(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.AnswerWithin = 300 * time.Millisecond
	e.registered("mine.com", false)
	e.fault("lost-request", "renew", "1")
	first := e.restAsk("POST", "/api/v1/domains/1/renew/", `{}`, "Idempotency-Key", "k")
	problem(t, first, 409, reseller.CodePending)
	if first.Header().Get("Location") == "" {
		t.Error("it does not say where to look")
	}
	e.Clock.Move(11 * time.Minute)
	_, err := e.Orders.Reconcile(t.Context())
	e.Must(err)
	answer := e.restAsk("POST", "/api/v1/domains/1/renew/", `{}`, "Idempotency-Key", "k")
	for range 50 { // reconcile carries it in a goroutine
		if answer.Code == http.StatusOK {
			break
		}
		answer = e.restAsk("POST", "/api/v1/domains/1/renew/", `{}`, "Idempotency-Key", "k")
	}
	if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"expiration_date":"2028-03-10T12:00:00Z"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestKeptAnswersHoldNoSecret(t *testing.T) {
	t.Parallel()
	e, db := envWithDatabase(t)
	e.registered("mine.com", false)
	e.Must(e.Sandbox.AddForeign(t.Context(), parseName("wanted.com"), "Very-Secret-1", time.Time{}, false))
	var shown struct {
		AuthCode string `json:"auth_code"`
	}
	e.Must(json.Unmarshal(e.restAsk("POST", "/api/v1/domains/1/auth-code/", "", "Idempotency-Key", "a").Body.Bytes(), &shown))
	moved := e.restAsk("POST", "/api/v1/domains/transfers/", `{"domain_name":"wanted.com","auth_code":"Very-Secret-1"}`, "Idempotency-Key", "b")
	if shown.AuthCode == "" || moved.Code != http.StatusCreated {
		t.Fatalf("%q, %d %s", shown.AuthCode, moved.Code, moved.Body)
	}
	var kept string
	e.Must(db.QueryRow("SELECT group_concat(request_key || params_hash || ifnull(CAST(answer AS TEXT), '')) FROM keyed_requests").Scan(&kept))
	if !strings.Contains(kept, "transfer_status") {
		t.Fatalf("nothing is kept: %s", kept)
	}
	for _, secret := range []string{shown.AuthCode, "Very-Secret-1", exampleToken} {
		if strings.Contains(kept, secret) {
			t.Errorf("%s is kept in %s", secret, kept)
		}
	}
}

func TestNameOfAnotherAccountHereMovesUnderTheIDThatWasGiven(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("theirs.com", true)
	other := []string{"Authorization", "Bearer " + otherToken}
	e.restAsk("PUT", "/api/v1/domains/1/", `{"locked":false}`, other...)
	var shown struct {
		AuthCode string `json:"auth_code"`
	}
	e.Must(json.Unmarshal(e.restAsk("POST", "/api/v1/domains/1/auth-code/", "", other...).Body.Bytes(), &shown))
	e.restAsk("POST", "/api/v1/domains/transfers/", `{"domain_name":"theirs.com"}`)
	answer := e.restAsk("POST", "/api/v1/domains/2/transfer/", `{"auth_code":"`+shown.AuthCode+`"}`)
	if !strings.Contains(answer.Body.String(), `{"id":2,"domain_name":"theirs.com","transfer_status":"completed"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if body := e.restAsk("GET", "/api/v1/domains/2/", "").Body.String(); !strings.Contains(body, `"status":"active"`) || !strings.Contains(body, `"auto_renew":true`) {
		t.Error(body)
	}
	if body := e.restAsk("GET", "/api/v1/domains/1/", "", other...).Body.String(); !strings.Contains(body, `"status":"transferred_away"`) {
		t.Error(body)
	}
}

// manyNames puts names into an account by one statement. Nobody bought them, so the books cannot be right.
func manyNames(e *env, db *sql.DB, count int) {
	e.Helper()
	e.Unclean = true
	_, err := db.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO domains (account_id, name, tld, live_name, state, version, registered_at, registry_expiry, paid_through, nameservers,
			contacts, fields, hosts, locked, privacy, auto_renew, dns_management, email_forwarding, reason, created_at)
		SELECT 1, 'name-' || i || '.com', 'com', 'name-' || i || '.com', 'active', 1, '2026-01-01 00:00:00+00:00', '2027-01-01 00:00:00+00:00',
			'2027-01-01 00:00:00+00:00', '["ns1.registrar.example","ns2.registrar.example"]', '{}', '{}', '[]', 1, 1, 1, 1, 1, '',
			'2026-01-01 00:00:00+00:00' FROM n`, count)
	e.Must(err)
}

// gauge is a client that measures the server's live heap while it reads.
type gauge struct {
	http.ResponseWriter
	bytes, writes int
	most          uint64 // heap in use, after collecting
	tail          []byte
}

func (g *gauge) Write(p []byte) (int, error) {
	g.bytes += len(p)
	if g.writes++; g.writes%20 == 0 {
		g.most = max(g.most, heap())
	}
	g.tail = append(g.tail[:0], p[max(len(p)-20, 0):]...)
	return len(p), nil
}

// Flush has nothing to do.
func (g *gauge) Flush() {}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Not parallel: it measures the heap of the whole process.
func TestListOfAHundredThousandNamesTakesNoMoreMemoryThanAPage(t *testing.T) {
	const names = 100_000
	e, db := envWithDatabase(t)
	manyNames(e, db, names)
	r := httptest.NewRequest("GET", "/api/v1/domains/", nil)
	r.Header.Set("Authorization", "Bearer "+exampleToken)
	g := &gauge{ResponseWriter: httptest.NewRecorder()}
	server := e.open()
	before := heap()
	server.ServeHTTP(g, r)
	if string(g.tail[len(g.tail)-2:]) != "]}" || g.writes < names/1000 {
		t.Fatalf("%d bytes in %d writes, ending in %s", g.bytes, g.writes, g.tail)
	}
	grown := int64(g.most) - int64(before)
	t.Logf("%d names, %d bytes in %d writes; the heap grew by %d bytes at most", names, g.bytes, g.writes, grown)
	if grown > 8<<20 {
		t.Errorf("the heap grew by %d bytes for a list of %d bytes", grown, g.bytes)
	}
}

func TestListOverARealConnectionIsWholeAndInTheContract(t *testing.T) {
	t.Parallel()
	e, db := envWithDatabase(t)
	manyNames(e, db, 2_500)
	e.Clock.Move(time.Since(morning)) // deadlines of a connection are the machine's time
	front := httptest.NewServer(e.open())
	defer front.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, front.URL+"/api/v1/domains", nil)
	e.Must(err)
	r.Header.Set("Authorization", "Bearer "+exampleToken)
	answer, err := http.DefaultClient.Do(r)
	e.Must(err)
	defer answer.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(answer.Body)
	e.Must(err)
	recorded := httptest.NewRecorder()
	recorded.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
	recorded.WriteHeader(answer.StatusCode)
	recorded.Body = &body
	e.validate(httptest.NewRequest("GET", "/api/v1/domains/", nil), nil, recorded)
	var list struct {
		Count   int
		Results []struct{ ID int64 }
	}
	e.Must(json.Unmarshal(body.Bytes(), &list))
	if list.Count != 2_500 || len(list.Results) != 2_500 || list.Results[2_499].ID != 2_500 {
		t.Errorf("count %d, %d results", list.Count, len(list.Results))
	}
}

func TestContractIsServed(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	answer := e.ask(asked{method: "GET", target: "/api/openapi.json"})
	if answer.Code != 200 || !json.Valid(answer.Body.Bytes()) || answer.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
	landing := e.ask(asked{method: "GET", target: "/"})
	if landing.Code != 200 || !strings.Contains(landing.Body.String(), `href="/api/docs"`) || !strings.HasPrefix(landing.Header().Get("Content-Type"), "text/html") {
		t.Errorf("the landing page: %d %s", landing.Code, landing.Body)
	}
	page := e.ask(asked{method: "GET", target: "/api/docs"})
	if page.Code != 200 || !strings.HasPrefix(page.Header().Get("Content-Type"), "text/html") || !strings.Contains(page.Body.String(), "/api/v1/domains/{id}/transfer/") {
		t.Errorf("%d %v", page.Code, page.Header())
	}
}
