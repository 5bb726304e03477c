package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
)

const formType = "application/x-www-form-urlencoded"

// request sends a body to the action API and gives the answer's. Options: as=other, type=CONTENT-TYPE, status=CODE. A form
// without a token gets the account's credentials.
func (h *house) request(line string, body []byte) string {
	h.Helper()
	given := h.options(strings.Fields(line), "as", "type", "status")
	contentType, text := given.form(body)
	if contentType == formType {
		text = h.signed(text, given["as"] == "other")
	}
	answer := h.post(contentType, text)
	if want := given.status(h); answer.Code != want {
		h.Errorf("status %d, want %d", answer.Code, want)
	}
	return masked(answer.Body.String())
}

func (h *house) signed(body string, other bool) string {
	email, token := seedEmail, seedToken
	if other {
		email, token = otherEmail, otherToken
	}
	if strings.Contains(body, "token=") {
		return body
	}
	return "token=" + token + "&authemail=" + email + "&" + body
}

func (h *house) post(contentType, body string) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(http.MethodPost, "/domainsResellerAPI/api.php", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Request-Id", "golden")
	answer := httptest.NewRecorder()
	h.open().ServeHTTP(answer, r)
	return answer
}

// succeed sends a form that must succeed.
func (h *house) succeed(form string, other bool) {
	h.Helper()
	answer := h.post(formType, h.signed(form, other)).Body.String()
	if !strings.Contains(answer, `"result":"success"`) {
		h.Fatalf("%s: %s", form, answer)
	}
}
