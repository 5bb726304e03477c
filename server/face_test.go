package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/server"
	"nameyard/server/v2"
)

// anyFace sends a request with the credentials of test@exampledomain.com for every face.
func (e *env) anyFace(method, target string) *httptest.ResponseRecorder {
	e.Helper()
	return e.ask(asked{method: method, target: target, body: e.signed("action=Version", false), header: map[string]string{
		"Authorization": "Bearer " + exampleToken, v2.HeaderUsername: exampleEmail, v2.HeaderToken: v2.Sign(exampleEmail, exampleKey, e.Clock.Wall()),
	}})
}

// formOf names the face whose form an error has.
func formOf(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		t.Fatalf("not a JSON object: %s", answer.Body)
	}
	switch {
	case body["result"] == "error" && body["msg"] != "" && body["code"] != "":
		return "action"
	case answer.Header().Get("Content-Type") == "application/problem+json" && body["detail"] != "" && body["code"] != "":
		return "rest"
	case body["error"] != nil && body["error"] != "":
		return "v2"
	}
	t.Fatalf("an error of no face: %s", answer.Body)
	return ""
}

func TestPathsThatAreAlmostRightAreRefusedInTheFormOfTheirFace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for request, want := range map[string]string{
		"POST /API.PHP":                                "action 404",
		"POST /api.php/":                               "action 404",
		"POST /api.phpx":                               "action 404",
		"POST /domainsresellerapi/index.php":           "action 404",
		"POST /whmcs/index.php":                        "action 404",
		"POST /index.php/":                             "action 404",
		"GET /healthz/":                                "action 404",
		"GET /HEALTHZ":                                 "action 404",
		"GET /api/docs/":                               "action 404",
		"GET /api":                                     "action 404",
		"GET /api/v10/domains/":                        "action 404",
		"GET /API/v1/domains/":                         "action 404",
		"GET /whmcs/api/v1/domains/":                   "action 404",
		"GET /api/v1":                                  "rest 404",
		"GET /api/v1/":                                 "rest 404",
		"GET /api/v1/Domains/":                         "rest 404",
		"GET /api/v1//domains/":                        "rest 404",
		"GET /api/v1/domains//":                        "rest 404",
		"GET /api/v1/domains//7/":                      "rest 404",
		"GET /api/v1/domains/seven/":                   "rest 404",
		"POST /api/v1/domains/seven/":                  "rest 404",
		"GET /api/v1/domains/9999999999999999999/":     "rest 404",
		"GET /api/v1/domains/7/dns/more/":              "rest 404",
		"GET /api/v1/orders/7/8":                       "rest 404",
		"PUT /api/v1/domains/7/child-nameservers//":    "rest 404",
		"GET /api/v1/api.php":                          "rest 404",
		"GET /api/v2":                                  "v2 404",
		"GET /api/v2/TLDS":                             "v2 404",
		"GET /api/v2/domains/information":              "v2 404",
		"GET /api/v2/domains/a.com/information/more":   "v2 404",
		"GET /api/v2/domains/../tlds":                  "v2 404",
		"GET /x" + strings.ToUpper(v2Script) + "/tlds": "action 404",
	} {
		method, target, _ := strings.Cut(request, " ")
		answer := e.anyFace(method, target)
		if got := formOf(t, answer) + " " + answer.Result().Status[:3]; got != want {
			t.Errorf("%s: %s, want %s: %s", request, got, want, answer.Body)
		}
		if allow := answer.Header().Get("Allow"); allow != "" {
			t.Errorf("%s: nothing is there, and it allows %s", request, allow)
		}
	}
}

func TestPathsAreTheSameHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("exampledomain.com", false)
	for _, request := range []string{
		"POST /%61pi.php", "POST /any%20thing/api.php", "POST //api.php", "POST /index.php", "POST //index.php", "GET /api/v1/balance", "GET /api/v1/balance/", "GET /api/v1/%62alance",
		"GET /api/v1/domains/1/dns", "GET /api/v2//tlds/", "GET /api/v2/domains/example%64omain.com/lock", "GET " + v2Script + "//domains/exampledomain.com/lock/",
	} {
		method, target, _ := strings.Cut(request, " ")
		if answer := e.anyFace(method, target); answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), "error") {
			t.Errorf("%s: %d %s", request, answer.Code, answer.Body)
		}
	}
}

// TestMethodsThatAreNotAcceptedAreNamedInAllow: the second generation says 404, as its protocol has it, and says in the header what
// there is.
func TestMethodsThatAreNotAcceptedAreNamedInAllow(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for path, want := range map[string]string{
		"/api.php":                              "action 405 POST",
		"/domainsResellerAPI/index.php":         "action 405 POST",
		"/healthz":                              "action 405 GET",
		"/readyz":                               "action 405 GET",
		"/metrics":                              "action 405 GET",
		"/api/docs":                             "action 405 GET",
		"/api/openapi.json":                     "action 405 GET",
		"/api/v1/balance/":                      "rest 405 GET",
		"/api/v1/domains/7":                     "rest 405 DELETE, GET, PUT",
		"/api/v1/domains/transfers/":            "rest 405 POST",
		"/api/v1/domains/7/child-nameservers/n": "rest 405 DELETE, PUT",
		"/api/v2/tlds":                          "v2 404 GET, POST",
		"/api/v2/domains/a.com/lock":            "v2 404 GET, POST",
		v2Script + "/domains/lookup":            "v2 404 POST",
	} {
		for _, method := range []string{"PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW"} {
			answer := e.anyFace(method, path)
			got := formOf(t, answer) + " " + answer.Result().Status[:3] + " " + answer.Header().Get("Allow")
			if got != want {
				t.Errorf("%s %s: %s, want %s", method, path, got, want)
			}
		}
	}
	if answer := e.anyFace("GET", "/api/v1/domains/transfers/"); answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != "POST" {
		t.Errorf("a fixed path is taken for an id: %d %s", answer.Code, answer.Body)
	}
	words := refused(t, e.anyFace(strings.Repeat("A", 1000), "/api.php"), 405, "method_not_allowed")
	if len(words) > 200 {
		t.Errorf("a method of any length comes back: %s", words)
	}
}

func TestHeadIsWhereGetIs(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("exampledomain.com", false)
	e.config.Metrics = true
	front := httptest.NewServer(e.open())
	defer front.Close()
	send := func(method, path string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, front.URL+path, nil)
		e.Must(err)
		r.Header.Set("Authorization", "Bearer "+exampleToken)
		r.Header.Set(v2.HeaderUsername, exampleEmail)
		r.Header.Set(v2.HeaderToken, v2.Sign(exampleEmail, exampleKey, e.Clock.Wall()))
		answer, err := http.DefaultTransport.RoundTrip(r)
		e.Must(err)
		e.Must(answer.Body.Close())
		return answer
	}
	for _, path := range []string{
		"/", "/healthz", "/readyz", "/metrics", "/api/docs", "/api/openapi.json", "/api/v1/balance/", "/api/v1/domains/1", "/api/v1/orders/1/",
		"/api/v2/tlds", "/api/v2/domains/exampledomain.com/dns", "/api/v2/order/pricing/domains/renew?domain=exampledomain.com",
	} {
		head, get := send("HEAD", path), send("GET", path)
		if head.StatusCode != http.StatusOK || get.StatusCode != http.StatusOK {
			t.Errorf("%s: HEAD %d, GET %d", path, head.StatusCode, get.StatusCode)
		}
		if path != "/metrics" && head.ContentLength != get.ContentLength || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
			t.Errorf("%s: HEAD %d %v, GET %d %v", path, head.ContentLength, head.Header, get.ContentLength, get.Header)
		}
	}
	if head := send("HEAD", "/api.php"); head.StatusCode != http.StatusMethodNotAllowed || head.Header.Get("Allow") != "POST" {
		t.Errorf("the action API takes HEAD: %d", head.StatusCode)
	}
}

// panicking panics when it is asked who a caller is.
type panicking struct{ server.Credentials }

func (panicking) Credential(context.Context, string) (reseller.Token, reseller.Account, error) {
	panic("nobody expects this")
}

func (panicking) V2Keys(context.Context, string) (reseller.Account, []reseller.SealedToken, error) {
	panic("nobody expects this")
}

func TestPanicBecomesAnErrorInTheFormOfItsFaceAndALogRecord(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]string{
		"POST /api.php":        "action 200",
		"GET /api/v1/balance/": "rest 500",
		"GET /api/v2/tlds":     "v2 500",
		"GET /api/v2/nothing":  "v2 500", // who asks is found out before
	} {
		t.Run(request, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t)
			e.config.Credentials = panicking{}
			method, target, _ := strings.Cut(request, " ")
			answer := e.anyFace(method, target)
			if got := formOf(t, answer) + " " + answer.Result().Status[:3]; got != want {
				t.Errorf("%s, want %s: %s", got, want, answer.Body)
			}
			if strings.Contains(answer.Body.String(), "nobody expects") || answer.Header().Get("X-Request-Id") == "" {
				t.Errorf("%v %s", answer.Header(), answer.Body)
			}
			if log := e.log.String(); !strings.Contains(log, "nobody expects this") || !strings.Contains(log, "face_test.go") || !strings.Contains(log, `"msg":"request"`) {
				t.Errorf("the log does not say where it was:\n%s", log)
			}
		})
	}
}

func TestPanicBehindTheBeginningOfAnAnswerAddsNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Metrics = true
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(panickingWriter{answer}, httptest.NewRequest("GET", "/healthz", nil))
	if answer.Code != http.StatusOK || answer.Body.Len() > 0 || !strings.Contains(e.log.String(), "the line is cut") {
		t.Errorf("%d %s\n%s", answer.Code, answer.Body, e.log)
	}
}

// panickingWriter takes the status, and panics at the body.
type panickingWriter struct{ http.ResponseWriter }

func (panickingWriter) Write([]byte) (int, error) { panic("the line is cut") }
