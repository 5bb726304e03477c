package server_test

import (
	"net/http"
	"strings"
	"testing"

	"nameyard/reseller"
)

// net/url leaves out what it cannot read of a query without a word. Every face refuses it, in its own form and with the name alone.
func TestAQueryThatCannotBeReadIsRefusedByEveryFace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Burst = 1_000
	e.registered("mine.com", false)
	for query, want := range map[string]string{
		"limit=1;cursor=secret":   `semicolon at \"limit\"`,
		"status=active&a;b":       `semicolon at \"a\"`,
		"limit=1&status=%zz":      `cannot be read at \"status\"`,
		"status=active&lim%it=5":  `cannot be read at \"lim%it\"`,
		"limit=secret%":           `cannot be read at \"limit\"`,
		"limit=1&&status=active&": "",
		"":                        "",
		"limit=1%3B":              "",
	} {
		faces := map[string]string{"rest": "/api/v1/domains/", "action": "/api.php", "v2": v2Script + "/domains/mine.com/lock"}
		for face, path := range faces {
			method := map[string]string{"rest": "GET", "action": "POST", "v2": "GET"}[face]
			answer := e.anyFace(method, path+"?"+query)
			text := answer.Body.String()
			switch {
			case want == "" && strings.Contains(text, "the query"):
				t.Errorf("%s with %q: %d %s", face, query, answer.Code, text)
			case want == "":
			case !strings.Contains(text, want) || strings.Contains(text, "secret") || formOf(t, answer) != face:
				t.Errorf("%s with %q: %d %s", face, query, answer.Code, text)
			}
			if want != "" && face == "rest" {
				problem(t, answer, http.StatusBadRequest, reseller.CodeInvalidParameter)
			}
		}
	}
}
