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

var update = flag.Bool("update", false, "rewrite openapi.json from openapi.yaml and the golden cases")

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
	want := whole(t, body)
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(rest.Contract(), want) {
		t.Error("openapi.json is not openapi.yaml with the examples of the golden cases; run go test ./server/rest -update")
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
		key := r.Method + " " + r.Template()
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

func TestInside(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/api/v1/domains": "/api/v1/domains/", "/api/v1/domains/7/": "/api/v1/domains/7/", "/api/v1": "/api/v1/", "/api/v1//domains//": "/api/v1//domains//",
		"/api/v10/domains/": "", "/API/v1/domains/": "", "/whmcs/api/v1/domains/": "", "/api.php": "",
	} {
		place, ok := rest.Inside(path)
		if ok != (want != "") || ok && place != want {
			t.Errorf("%s: %q, %t; want %q", path, place, ok, want)
		}
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"7": true, "999999999999999999": true, "9999999999999999999": false, "-7": false, "+7": false, "seven": false, "": false, "7/8": false, "٧": false,
	} {
		if got := rest.Fits("/orders/:id/", map[string]string{"id": id, "host": "ns1"}); got != want {
			t.Errorf("id %q: %t", id, got)
		}
	}
	for path, want := range map[string][3]bool{ // an id, a name, a number
		"/domains/:id/dns/": {true, true, false}, "/invoices/:id/": {true, false, true}, "/orders/:id/": {true, false, false},
	} {
		for i, id := range []string{"7", "example.com", "2026-00000001"} {
			if got := rest.Fits(path, map[string]string{"id": id}); got != want[i] {
				t.Errorf("%s, id %q: %t", path, id, got)
			}
		}
	}
	if rest.Fits("/domains/:id/child-nameservers/:host/", map[string]string{"id": "7", "host": ""}) {
		t.Error("a host without a name fits")
	}
}

func TestPageForPeopleShowsEveryOperation(t *testing.T) {
	t.Parallel()
	page, err := rest.Docs()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rest.Routes {
		line := `<b class="` + r.Method + `">` + r.Method + `</b> <code>` + rest.Prefix + r.Template() + `</code>`
		if !strings.Contains(string(page), line) {
			t.Errorf("the page does not show %s %s", r.Method, r.Path)
		}
	}
	if strings.Contains(string(page), "<nil>") || strings.Contains(string(page), "http-equiv") {
		t.Error("the page has holes in it")
	}
}
