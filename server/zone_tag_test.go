package server_test

import (
	"net/http"
	"strings"
	"testing"

	"nameyard/reseller"
)

// Whoever sends the ETag of what was read is told if another has written meanwhile, and nothing is saved then.
func TestASetThatAnotherHasChangedIsNotReplaced(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("mine.com", false)
	for path, bodies := range map[string][3]string{
		"/api/v1/domains/1/dns/": {
			`{"records": [{"hostname": "a", "type": "A", "address": "192.0.2.1"}]}`, `{"records": [{"hostname": "b", "type": "A", "address": "192.0.2.1"}]}`, `{"records": []}`,
		},
		"/api/v1/domains/1/email-forwards/": {
			`{"forwards": [{"prefix": "a", "forward_to": ["a@example.org"]}]}`, `{"forwards": [{"prefix": "b", "forward_to": ["a@example.org"]}]}`, `{"forwards": []}`,
		},
		"/api/v1/domains/1/url-forwards/": {
			`{"forwards": [{"hostname": "u", "url": "http://example.org"}]}`, `{"forwards": [{"hostname": "v", "url": "http://example.org"}]}`, `{"forwards": []}`,
		},
	} {
		first := e.restAsk("GET", path, "").Header().Get("ETag")
		if len(first) != 34 || strings.Trim(first, `"`) == first {
			t.Errorf("%s has the ETag %s", path, first)
		}
		saved := e.restAsk("PUT", path, bodies[0], "If-Match", `W/"x", `+first)
		if saved.Code != http.StatusOK || saved.Header().Get("ETag") == first || saved.Header().Get("ETag") != e.restAsk("GET", path, "").Header().Get("ETag") {
			t.Errorf("%s: %d %s with the ETag %s", path, saved.Code, saved.Body, saved.Header().Get("ETag"))
		}
		for _, tag := range []string{first, "", `W/` + saved.Header().Get("ETag"), `"x"`} {
			answer := e.restAsk("PUT", path, bodies[1], "If-Match", tag)
			problem(t, answer, http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
		}
		if now := e.restAsk("GET", path, "").Header().Get("ETag"); now != saved.Header().Get("ETag") {
			t.Errorf("%s: something was saved", path)
		}
		if answer := e.restAsk("PUT", path, bodies[2], "If-Match", "*"); answer.Code != http.StatusOK || answer.Header().Get("ETag") != first {
			t.Errorf("%s: %d with the ETag %s, want the first again, %s", path, answer.Code, answer.Header().Get("ETag"), first)
		}
	}
	single := "/api/v1/domains/1/dns/records/"
	row := `{"hostname": "a", "type": "A", "address": "192.0.2.1"}`
	problem(t, e.restAsk("POST", single, row, "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	added := e.restAsk("POST", single, row)
	id := strings.Split(added.Body.String(), `"`)[3]
	problem(t, e.restAsk("DELETE", single+id+"/", "", "If-Match", `"x"`), http.StatusPreconditionFailed, reseller.CodePreconditionFailed)
	if answer := e.restAsk("DELETE", single+id+"/", "", "If-Match", added.Header().Get("ETag")); answer.Code != http.StatusNoContent || answer.Header().Get("ETag") == "" {
		t.Errorf("removed: %d", answer.Code)
	}
}
