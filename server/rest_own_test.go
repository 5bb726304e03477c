package server_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTokenMadeOverRESTOpensTheAccountUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	made := e.restAsk("POST", "/api/v1/tokens/", `{"name": "reader", "scopes": ["read"]}`)
	var reader struct {
		ID    int64
		Token string
	}
	e.Must(json.Unmarshal(made.Body.Bytes(), &reader))
	with := func(method, path, body string) int {
		t.Helper()
		return e.restAsk(method, path, body, "Authorization", "Bearer "+reader.Token).Code
	}
	if code := with("GET", "/api/v1/tokens/", ""); code != http.StatusOK {
		t.Fatalf("the new token is answered with %d", code)
	}
	if code := e.restAsk("DELETE", "/api/v1/tokens/"+strconv.FormatInt(reader.ID, 10)+"/", "").Code; code != http.StatusNoContent {
		t.Errorf("the revocation is answered with %d", code)
	}
	e.Clock.Move(2 * time.Second)
	if code := with("GET", "/api/v1/tokens/", ""); code != http.StatusUnauthorized {
		t.Errorf("a revoked token is answered with %d", code)
	}
}

func TestInvoiceIsPrintedByItsNumber(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.command("register mine.com")
	for _, id := range []string{"1", "2026-00000001"} {
		printed := e.restAsk("GET", "/api/v1/invoices/"+id+"/pdf", "")
		if printed.Code != http.StatusOK || printed.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(printed.Body.String(), "%PDF-") {
			t.Errorf("invoice %s: %d, %s", id, printed.Code, printed.Header().Get("Content-Type"))
		}
		e.command("numbered")
		if name := printed.Header().Get("Content-Disposition"); !strings.Contains(name, "invoice-1.pdf") && !strings.Contains(name, "2026-00000001.pdf") {
			t.Errorf("invoice %s is saved as %s", id, name)
		}
	}
}
