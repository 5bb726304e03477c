package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/server/phpvalue"
)

// asked is one request with everything that a hostile client can choose.
type asked struct {
	method, target, contentType, body, from string
	header                                  map[string]string
}

func (e *env) ask(a asked) *httptest.ResponseRecorder {
	e.Helper()
	if a.method == "" {
		a.method = http.MethodPost
	}
	if a.target == "" {
		a.target = "/api.php"
	}
	r := httptest.NewRequest(a.method, a.target, strings.NewReader(a.body))
	if a.contentType != "" {
		r.Header.Set("Content-Type", a.contentType)
	}
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	if a.from != "" {
		r.RemoteAddr = a.from
	}
	answer := httptest.NewRecorder()
	e.open().ServeHTTP(answer, r)
	return answer
}

// refused checks that an answer is an error in words, of a status and a code, and gives its words.
func refused(t *testing.T, answer *httptest.ResponseRecorder, status int, code string) string {
	t.Helper()
	var body map[string]string
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
		t.Fatalf("not a JSON object of texts: %s: %v", answer.Body, err)
	}
	if answer.Code != status || body["result"] != "error" || body["msg"] == "" || body["code"] != code || body["requestid"] == "" {
		t.Errorf("status %d: %s, want status %d and code %s", answer.Code, answer.Body, status, code)
	}
	if got := answer.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %q", got)
	}
	return body["msg"]
}

func TestHostileRequestsGetAnErrorInWordsAndChangeNothing(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("exampledomain.com", false)
	before := e.shown("exampledomain.com") + e.credit()
	good := "token=" + exampleToken + "&authemail=" + exampleEmail + "&"
	renew := good + "action=RenewDomain&sld=exampledomain&tld=com&regperiod=1"
	for name, c := range map[string]struct {
		asked
		status int
		code   string
	}{
		"GET":                          {asked{method: "GET", body: renew}, 405, "method_not_allowed"},
		"GET with a token":             {asked{method: "GET", target: "/api.php?" + renew}, 405, "method_not_allowed"},
		"a method that nobody knows":   {asked{method: "BREW", body: renew}, 405, "method_not_allowed"},
		"PUT":                          {asked{method: "PUT", body: renew}, 405, "method_not_allowed"},
		"credentials in the URL":       {asked{target: "/api.php?token=x", body: renew}, 200, "credentials_in_url"},
		"escaped name in the URL":      {asked{target: "/api.php?%74oken%5b%5d=x", body: renew}, 200, "credentials_in_url"},
		"AUTHEMAIL in the URL":         {asked{target: "/api.php?a=b&AUTHEMAIL=x", body: renew}, 200, "credentials_in_url"},
		"action in the URL":            {asked{target: "/api.php?action=RenewDomain", body: good}, 200, "missing_parameter"},
		"nothing":                      {asked{}, 200, "missing_parameter"},
		"text":                         {asked{contentType: "text/plain", body: renew}, 200, "invalid_parameter"},
		"broken content type":          {asked{contentType: ";;", body: renew}, 200, "invalid_parameter"},
		"another charset":              {asked{contentType: formType + "; charset=utf-7", body: renew}, 200, "invalid_parameter"},
		"compressed":                   {asked{body: renew, header: map[string]string{"Content-Encoding": "gzip"}}, 200, "invalid_parameter"},
		"too large":                    {asked{body: renew + "&x=" + strings.Repeat("x", 1<<20)}, 413, "too_large"},
		"too many parameters":          {asked{body: renew + strings.Repeat("&x[]=1", phpvalue.MaxParameters)}, 200, "invalid_parameter"},
		"deep brackets":                {asked{body: renew + "&x" + strings.Repeat("[a]", 5000) + "=1"}, 200, "invalid_parameter"},
		"deep JSON":                    {asked{contentType: "application/json", body: strings.Repeat(`{"a":`, 100_000)}, 200, "invalid_parameter"},
		"a JSON list":                  {asked{contentType: "application/json", body: `["token"]`}, 200, "invalid_parameter"},
		"JSON that is cut off":         {asked{contentType: "application/json", body: `{"token":`}, 200, "invalid_parameter"},
		"multipart without a boundary": {asked{contentType: "multipart/form-data", body: renew}, 200, "invalid_parameter"},
		"multipart cut off":            {asked{contentType: "multipart/form-data; boundary=b", body: "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx"}, 200, "invalid_parameter"},
		"token as an array":            {asked{body: strings.Replace(renew, "token=", "token[]=", 1)}, 200, "invalid_parameter"},
		"e-mail as an array":           {asked{body: strings.Replace(renew, "authemail=", "authemail[a][b]=", 1)}, 200, "invalid_parameter"},
		"two tokens":                   {asked{body: renew + "&TOKEN=other"}, 200, "ambiguous_parameter"},
		"two actions":                  {asked{body: renew + "&Action=Version"}, 200, "ambiguous_parameter"},
		"no such action":               {asked{body: good + "action=DropTables"}, 200, "unknown_action"},
		"an action that is no text":    {asked{body: good + "action[x]=RenewDomain"}, 200, "invalid_parameter"},
		"period as an array":           {asked{body: strings.Replace(renew, "regperiod=1", "regperiod[]=1", 1)}, 200, "invalid_parameter"},
		"broken UTF-8":                 {asked{body: strings.Replace(renew, "sld=exampledomain", "sld=example%ff", 1)}, 200, "invalid_parameter"},
		"NUL":                          {asked{body: strings.Replace(renew, "sld=exampledomain", "sld=exampledomain%00", 1)}, 200, "invalid_parameter"},
		"line breaks":                  {asked{body: strings.Replace(renew, "sld=exampledomain", "sld=example%0d%0aSet-Cookie:x", 1)}, 200, "invalid_parameter"},
		"a name of a megabyte":         {asked{body: strings.Replace(renew, "sld=exampledomain", "sld="+strings.Repeat("a", 1<<19), 1)}, 200, "invalid_parameter"},
		"period without end":           {asked{body: renew + strings.Repeat("0", 100)}, 200, "invalid_parameter"},
		"serialised bomb":              {asked{body: good + "action=SaveDNS&sld=exampledomain&tld=com&dnsrecords=YTo5OTk5OTk5OntpOjA7YTo5OTk5OTk5Ont9"}, 200, "invalid_parameter"},
		"serialised object":            {asked{body: good + "action=SaveDNS&sld=exampledomain&tld=com&dnsrecords=Tzo4OiJzdGRDbGFzcyI6MDp7fQ"}, 200, "invalid_parameter"},
		"mass assignment":              {asked{body: good + "action=RenewDomain&sld=exampledomain&tld=com&account_id=2&price=0&state=active&balance=1"}, 200, "missing_parameter"},
		"another path":                 {asked{target: "/", body: renew}, 404, "not_found"},
		"a path that only looks alike": {asked{target: "/xapi.php", body: renew}, 404, "not_found"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := e.ask(c.asked)
			words := refused(t, answer, c.status, c.code)
			if len(words) > 700 || strings.Contains(answer.Body.String(), exampleToken) {
				t.Errorf("words: %.1000s", words)
			}
		})
	}
	if after := e.shown("exampledomain.com") + e.credit(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
	if log := e.log.String(); strings.Contains(log, exampleToken) || strings.Contains(log, "token=") {
		t.Error("the log has a credential")
	}
}

func TestTheActionAPIAnswersUnderAnyPrefix(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, path := range []string{"/api.php", "/domainsResellerAPI/api.php", "/whmcs/domainsResellerAPI/api.php", "/domainsResellerAPI/index.php"} {
		answer := e.ask(asked{target: path, body: e.signed("action=Version", false)})
		if answer.Body.String() != `{"result":"success","version":"1.2.3"}` {
			t.Errorf("%s: %s", path, answer.Body)
		}
	}
}

func TestBodiesOfEveryKindSayTheSame(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	field := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	for name, a := range map[string]asked{
		"form":           {contentType: formType, body: e.signed("action=Version", false)},
		"no type":        {body: e.signed("action=Version", false)},
		"form, charset":  {contentType: formType + "; charset=UTF-8", body: e.signed("action=Version", false)},
		"multipart":      {contentType: "multipart/form-data; boundary=b", body: field("token", exampleToken) + field("authemail", exampleEmail) + field("action", "Version") + "--b--\r\n"},
		"JSON":           {contentType: "application/json; charset=utf-8", body: `{"token":"` + exampleToken + `","authemail":"` + exampleEmail + `","action":"Version"}`},
		"older spelling": {body: "token=" + exampleToken + "&email=" + exampleEmail + "&action=Version"},
		"capitals":       {body: "TOKEN=" + exampleToken + "&AuthEmail=TEST@ExampleDomain.com&Action=VERSION"},
	} {
		if answer := e.ask(a); answer.Body.String() != `{"result":"success","version":"1.2.3"}` {
			t.Errorf("%s: %s", name, answer.Body)
		}
	}
}
