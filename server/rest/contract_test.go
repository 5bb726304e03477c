package rest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"nameyard/actions"
	"nameyard/server/rest"
)

var update = flag.Bool("update", false, "rewrite openapi.json from openapi.yaml")

// document reads the contract as people write it.
func document(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestServedContractIsTheWrittenOne(t *testing.T) {
	body, err := json.Marshal(document(t))
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Indent(&want, body, "", " "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(rest.Contract(), want.Bytes()) {
		t.Error("openapi.json is not openapi.yaml; run go test ./server/rest -update")
	}
}

func TestEveryRouteIsInTheContractAndEveryOperationHasARoute(t *testing.T) {
	t.Parallel()
	doc := document(t)
	if !doc.IsOpenAPI31OrLater() {
		t.Errorf("openapi is %q", doc.OpenAPI)
	}
	documented := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			documented[method+" "+path] = true
		}
	}
	for _, r := range rest.Routes {
		key := r.Method + " " + r.Path
		if !documented[key] {
			t.Errorf("the contract does not have %s", key)
		}
		delete(documented, key)
	}
	for key := range documented {
		t.Errorf("the contract has %s, which has no route", key)
	}
}

func TestEveryRouteHasAnActionWithAScope(t *testing.T) {
	t.Parallel()
	for _, r := range rest.Routes {
		if action, known := actions.Named(r.Action.Name); !known || action.Scope == "" {
			t.Errorf("%s %s: there is no action %q", r.Method, r.Path, r.Action.Name)
		}
	}
}

func TestChangesTakeAnIdempotencyKeyInTheContract(t *testing.T) {
	t.Parallel()
	for path, item := range document(t).Paths.Map() {
		for method, operation := range item.Operations() {
			documented := operation.Parameters.GetByInAndName("header", "Idempotency-Key") != nil
			if changes := method != "GET"; changes != documented {
				t.Errorf("%s %s: an Idempotency-Key is documented: %t", method, path, documented)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]string{
		"GET /api/v1/domains":                              "GET /domains/",
		"HEAD /api/v1/domains/":                            "GET /domains/",
		"GET /api/v1/domains/7/":                           "GET /domains/{id}/",
		"POST /api/v1/domains/transfers":                   "POST /domains/transfers/",
		"POST /api/v1/domains/7/transfer/":                 "POST /domains/{id}/transfer/",
		"DELETE /api/v1/domains/7/child-nameservers/ns1.a": "DELETE /domains/{id}/child-nameservers/{host}/",
		"GET /api/v1/domains/seven/":                       "404",
		"GET /api/v1/domains/-7/":                          "404",
		"GET /api/v1/domains/9999999999999999999/":         "404",
		"GET /api/v1/domains//7/":                          "404",
		"GET /api/v1/":                                     "404",
		"GET /api/v1/domains/transfers/":                   "405 POST",
		"PATCH /api/v1/domains/7":                          "405 DELETE, GET, PUT",
	} {
		method, path, _ := strings.Cut(request, " ")
		route, parts, allowed, err := rest.Match(method, path)
		got := route.Method + " " + route.Path
		if err != nil {
			got = "404"
		}
		if len(allowed) > 0 {
			got = "405 " + strings.Join(allowed, ", ")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", request, got, want)
		}
		if strings.Contains(route.Path, "{id}") && parts["id"] != "7" {
			t.Errorf("%s: id %q", request, parts["id"])
		}
	}
}

func TestPageForPeopleShowsEveryOperation(t *testing.T) {
	t.Parallel()
	page, err := rest.Docs()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rest.Routes {
		line := `<b class="` + r.Method + `">` + r.Method + `</b> <code>` + rest.Prefix + r.Path + `</code>`
		if !strings.Contains(string(page), line) {
			t.Errorf("the page does not show %s %s", r.Method, r.Path)
		}
	}
	if strings.Contains(string(page), "<nil>") || strings.Contains(string(page), "http-equiv") {
		t.Error("the page has holes in it")
	}
}
