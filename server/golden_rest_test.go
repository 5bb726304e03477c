package server_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"

	"nameyard/server/rest"
)

// shownHeaders are the headers that a golden answer shows, where they are there.
var shownHeaders = []string{"Allow", "Location", "Link", "WWW-Authenticate", "Retry-After", "Idempotent-Replayed"}

// restRequest sends "METHOD PATH [as=other|nobody] [key=KEY]" and gives status, headers and body of the answer.
func (e *env) restRequest(line string, body []byte) string {
	e.Helper()
	words := strings.Fields(line)
	r := httptest.NewRequest(words[0], rest.Prefix+words[1], bytes.NewReader(bytes.TrimSpace(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Request-Id", "golden")
	r.Header.Set("Authorization", "Bearer "+exampleToken)
	given := e.options(words[2:], "as", "key")
	switch given["as"] {
	case "other":
		r.Header.Set("Authorization", "Bearer "+otherToken)
	case "nobody":
		r.Header.Del("Authorization")
	}
	if key, ok := given["key"]; ok {
		r.Header.Set("Idempotency-Key", key)
	}
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, r)
	e.validate(r, bytes.TrimSpace(body), answer)
	lines := []string{strconv.Itoa(answer.Code) + " " + http.StatusText(answer.Code)}
	if answer.Body.Len() > 0 {
		lines[0] += ", " + answer.Header().Get("Content-Type")
	}
	for _, name := range shownHeaders {
		if value := answer.Header().Get(name); value != "" {
			lines = append(lines, name+": "+value)
		}
	}
	if answer.Body.Len() > 0 {
		lines = append(lines, masked(answer.Body.String()))
	}
	return strings.Join(lines, "\n")
}
