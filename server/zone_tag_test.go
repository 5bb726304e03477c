package server_test

import (
	"encoding/json"
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

	// The versions of both kinds are told in pages, newest first.
	var numbers []int64
	for at := "/api/v1/domains/1/dns/history/?limit=2"; at != ""; {
		var page struct {
			Versions []struct{ Version int64 }
			Next     *string `json:"next_cursor"`
		}
		answer := e.restAsk("GET", at, "")
		if err := json.Unmarshal(answer.Body.Bytes(), &page); err != nil || answer.Code != http.StatusOK || len(page.Versions) > 2 {
			t.Fatalf("the history is answered %d: %s", answer.Code, answer.Body)
		}
		for _, v := range page.Versions {
			numbers = append(numbers, v.Version)
		}
		at = ""
		if link := answer.Header().Get("Link"); page.Next != nil {
			at = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
		}
	}
	for i, n := range numbers {
		if want := numbers[0] - int64(i); n != want || len(numbers) < 5 {
			t.Errorf("the history has %v", numbers)
			break
		}
	}
}
