package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
)

const formType = "application/x-www-form-urlencoded"

// request sends a body to the action API and gives the answer's. Options: as=other, type=CONTENT-TYPE, status=CODE. A form
// without a token gets the account's credentials.
func (e *env) request(line string, body []byte) string {
	e.Helper()
	given := e.options(strings.Fields(line), "as", "type", "status")
	contentType, text := given.form(body)
	if contentType == formType {
		text = e.signed(text, given["as"] == "other")
	}
	answer := e.post(contentType, text)
	if want := given.status(e); answer.Code != want {
		e.Errorf("status %d, want %d", answer.Code, want)
	}
	return masked(answer.Body.String())
}

func (e *env) signed(body string, other bool) string {
	email, token := exampleEmail, exampleToken
	if other {
		email, token = otherEmail, otherToken
	}
	if strings.Contains(body, "token=") {
		return body
	}
	return "token=" + token + "&authemail=" + email + "&" + body
}

func (e *env) post(contentType, body string) *httptest.ResponseRecorder {
	e.Helper()
	r := httptest.NewRequest(http.MethodPost, "/domainsResellerAPI/api.php", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Request-Id", "golden")
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, r)
	return answer
}

// succeed sends a form that must succeed.
func (e *env) succeed(form string, other bool) {
	e.Helper()
	answer := e.post(formType, e.signed(form, other)).Body.String()
	if !strings.Contains(answer, `"result":"success"`) {
		e.Fatalf("%s: %s", form, answer)
	}
}
