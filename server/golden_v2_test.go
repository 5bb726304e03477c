package server_test

import (
	"net/http/httptest"
	"strings"
	"time"

	"nameyard/server/v2"
)

// v2Script is where the second generation is in another add-on's place.
const v2Script = "/whmcs/modules/addons/DomainsReseller/api/index.php"

// call sends a request of the second generation and gives the answer's body. line is METHOD PATH and options: as=other,
// type=CONTENT-TYPE, status=CODE.
func (e *env) call(line string, body []byte) string {
	e.Helper()
	words := strings.Fields(line)
	if len(words) < 2 {
		e.Fatalf("call %q has no method and path", line)
	}
	given := e.options(words[2:], "as", "type", "status")
	r := v2Request{method: words[0], path: words[1], other: given["as"] == "other"}
	r.contentType, r.body = given.form(body)
	answer := e.send(r)
	if want := given.status(e); answer.Code != want {
		e.Errorf("%s: status %d, want %d", line, answer.Code, want)
	}
	return masked(answer.Body.String())
}

// v2Request is a request of the second generation, signed for the environment's time unless it has headers of its own.
type v2Request struct {
	method, path, contentType, body string
	other                           bool
	from                            string
	header                          map[string]string // before those that sign
}

func (e *env) send(r v2Request) *httptest.ResponseRecorder {
	e.Helper()
	email, key := exampleEmail, exampleKey
	if r.other {
		email, key = otherEmail, otherKey
	}
	request := httptest.NewRequest(r.method, v2Script+r.path, strings.NewReader(r.body))
	if strings.HasPrefix(r.path, "/api/v2") {
		request = httptest.NewRequest(r.method, r.path, strings.NewReader(r.body))
	}
	if r.from != "" {
		request.RemoteAddr = r.from
	}
	request.Header.Set("Content-Type", r.contentType)
	request.Header.Set("X-Request-Id", "golden")
	request.Header.Set(v2.HeaderUsername, email)
	request.Header.Set(v2.HeaderToken, v2.Sign(email, key, e.Clock.Wall()))
	for name, value := range r.header {
		request.Header.Set(name, value)
	}
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, request)
	return answer
}

// signedAt are the headers of a request that was signed at some time with the key of the documentation's account.
func signedAt(at time.Time) map[string]string {
	return map[string]string{v2.HeaderToken: v2.Sign(exampleEmail, exampleKey, at)}
}
