package server_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"golang.org/x/tools/txtar"

	"nameyard/reseller"
	"nameyard/server/rest"
	"nameyard/store/storetest"
)

const restDir = "../testdata/rest"

// TestRESTGoldenCases replays testdata/rest: README.md there says how a case is written.
func TestRESTGoldenCases(t *testing.T) {
	t.Parallel()
	for _, file := range restFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			replayREST(newHouse(t), file)
		})
	}
}

func TestRESTGoldenCasesOnMariaDB(t *testing.T) {
	if *update {
		t.Skip("the answers are being rewritten; run again without -update")
	}
	t.Parallel()
	url := storetest.MariaDB(t)
	if err := migrate(url); err != nil {
		t.Fatal(err)
	}
	for _, file := range restFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			wipe(t, url)
			replayREST(openHouse(t, url), file)
		})
	}
}

func restFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(restDir + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases in %s: %v", restDir, err)
	}
	return files
}

// replayREST goes through the sections of a case in order.
func replayREST(h *house, file string) {
	h.Helper()
	archive, err := txtar.ParseFile(file)
	h.must(err)
	var last string
	for i := range archive.Files {
		section := &archive.Files[i]
		kind, rest, _ := strings.Cut(section.Name, " ")
		switch kind {
		case "given", "then":
			for line := range strings.Lines(string(section.Data)) {
				h.command(strings.TrimSpace(line))
			}
		case "request":
			last = h.restRequest(rest, section.Data)
		case "response":
			h.compare(section, last)
		case "registry":
			h.compare(section, h.shown(rest))
		case "credit":
			h.compare(section, h.credit())
		default:
			h.Fatalf("%s: there is no section %q", file, section.Name)
		}
	}
	if *update {
		h.must(os.WriteFile(file, txtar.Format(archive), 0o644))
	}
}

// shownHeaders are the headers that a golden answer shows, where they are there.
var shownHeaders = []string{"Allow", "Location", "Link", "WWW-Authenticate", "Retry-After", "Idempotent-Replayed"}

// freshCode is what differs from run to run in REST answers.
var freshCode = regexp.MustCompile(`"auth_code":"[^"]+"`)

// restRequest sends "METHOD PATH [as=other|nobody] [key=KEY]" and gives status, headers and body of the answer.
func (h *house) restRequest(line string, body []byte) string {
	h.Helper()
	words := strings.Fields(line)
	r := httptest.NewRequest(words[0], rest.Prefix+words[1], bytes.NewReader(bytes.TrimSpace(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Request-Id", "golden")
	r.Header.Set("Authorization", "Bearer "+seedToken)
	for _, option := range words[2:] {
		name, value, _ := strings.Cut(option, "=")
		switch {
		case option == "as=other":
			r.Header.Set("Authorization", "Bearer "+otherToken)
		case option == "as=nobody":
			r.Header.Del("Authorization")
		case name == "key":
			r.Header.Set("Idempotency-Key", value)
		default:
			h.Fatalf("there is no option %q of request", option)
		}
	}
	answer := httptest.NewRecorder()
	h.open().ServeHTTP(answer, r)
	h.validate(r, bytes.TrimSpace(body), answer)
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
		lines = append(lines, freshCode.ReplaceAllString(answer.Body.String(), `"auth_code":"(a code)"`))
	}
	return strings.Join(lines, "\n")
}

// contract is the OpenAPI document that the server shows.
var contract = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromData(rest.Contract()) })

// validate holds an answer against the contract, and its request too if it was not refused.
func (h *house) validate(r *http.Request, body []byte, answer *httptest.ResponseRecorder) {
	h.Helper()
	if err := offence(h.Context(), r, body, answer); err != nil {
		h.Errorf("%s %s: not in the contract: %v", r.Method, r.URL, err)
	}
}

// offence tells how a request or its answer is not in the contract. What was refused for its path or method is not looked at.
func offence(ctx context.Context, r *http.Request, body []byte, answer *httptest.ResponseRecorder) error {
	doc, err := contract()
	if err != nil {
		return err
	}
	found, parts, allowed, err := rest.Match(r.Method, r.URL.Path)
	if len(allowed) > 0 || reseller.IsKind(err, reseller.KindNotFound) {
		return nil
	}
	item := doc.Paths.Value(found.Path)
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: parts,
		Route:   &routers.Route{Spec: doc, Path: found.Path, PathItem: item, Method: found.Method, Operation: item.GetOperation(found.Method)},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if answer.Code < http.StatusBadRequest {
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := openapi3filter.ValidateRequest(ctx, input); err != nil {
			return err
		}
	}
	shown := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: answer.Code, Header: answer.Header(), Options: input.Options,
	}
	shown.SetBodyBytes(answer.Body.Bytes())
	return openapi3filter.ValidateResponse(ctx, shown)
}

func TestAnswerThatIsNotInTheContractIsNoticed(t *testing.T) {
	t.Parallel()
	for body, good := range map[string]bool{
		`{"currency":"USD","available":1.00,"held":0.00}`:              true,
		`{"currency":"USD","available":"1.00","held":0.00}`:            false,
		`{"currency":"USD","available":1.00}`:                          false,
		`{"currency":"USD","available":1.00,"held":0.00,"extra":true}`: false,
	} {
		answer := httptest.NewRecorder()
		answer.Header().Set("Content-Type", "application/json")
		answer.WriteHeader(http.StatusOK)
		answer.Body.WriteString(body)
		err := offence(t.Context(), httptest.NewRequest("GET", "/api/v1/balance/", nil), nil, answer)
		if (err == nil) != good {
			t.Errorf("%s: %v", body, err)
		}
	}
}
