package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"nameyard/server/v2"
)

// v2Script is where the second generation is in another add-on's place.
const v2Script = "/whmcs/modules/addons/DomainsReseller/api/index.php"

// call sends a request of the second generation and gives the answer's body. rest is METHOD PATH and options: as=other,
// type=CONTENT-TYPE, status=CODE. The lines of a form are joined with &.
func (h *house) call(body, rest string) string {
	h.Helper()
	words := strings.Fields(rest)
	if len(words) < 2 {
		h.Fatalf("call %q has no method and path", rest)
	}
	r := v2Request{method: words[0], path: words[1], contentType: formType}
	status := http.StatusOK
	for _, option := range words[2:] {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "as":
			r.other = value == "other"
		case "type":
			r.contentType = value
		case "status":
			if _, err := fmt.Sscan(value, &status); err != nil {
				h.Fatal(err)
			}
		default:
			h.Fatalf("there is no option %q of call", name)
		}
	}
	r.body = strings.TrimSuffix(body, "\n")
	if r.contentType == formType {
		r.body = strings.ReplaceAll(r.body, "\n", "&")
	}
	answer := h.send(r)
	if answer.Code != status {
		h.Errorf("%s: status %d, want %d", rest, answer.Code, status)
	}
	return secretCode.ReplaceAllString(answer.Body.String(), `"eppcode":"(a code)"`)
}

// v2Request is a request of the second generation, signed for the house's time unless it has headers of its own.
type v2Request struct {
	method, path, contentType, body string
	other                           bool
	from                            string
	header                          map[string]string // before those that sign
}

func (h *house) send(r v2Request) *httptest.ResponseRecorder {
	h.Helper()
	email, key := seedEmail, seedKey
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
	request.Header.Set(v2.HeaderToken, v2.Sign(email, key, h.clock.Wall()))
	for name, value := range r.header {
		request.Header.Set(name, value)
	}
	answer := httptest.NewRecorder()
	h.open().ServeHTTP(answer, request)
	return answer
}

// signedAt are the headers of a request that was signed at some time with the key of the documentation's account.
func signedAt(at time.Time) map[string]string {
	return map[string]string{v2.HeaderToken: v2.Sign(seedEmail, seedKey, at)}
}
