package server_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// TestClosedAccountIsToldSoOnEveryFace: whoever has a token of it, and nobody else.
func TestClosedAccountIsToldSoOnEveryFace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	a := e.account("closed@example.net", "closed")
	e.v2Key(a, "key of a closed account", reseller.Token{})
	if !isIn(e.version("closed", a.Email, here)) {
		t.Fatal("refused while it is open")
	}
	balance, err := e.Store.Balance(t.Context(), a.ID)
	e.Must(err)
	if balance.Available > 0 {
		e.Must(e.Store.MoveCredit(t.Context(), a, -balance.Available, "", "paid back"))
	}
	_, err = e.Store.CloseAccount(t.Context(), a.ID, reseller.Operator)
	e.Must(err)
	e.Clock.Move(time.Second)
	answers := map[string]string{
		"action API": e.version("closed", a.Email, here).Body.String(),
		"REST":       e.restAsk("GET", "/api/v1/domains/", "", "Authorization", "Bearer closed").Body.String(),
		"v2":         e.credits(here, e.signedBy(a.Email, "key of a closed account")).Body.String(),
	}
	for face, answer := range answers {
		if !strings.Contains(answer, "the account is closed") {
			t.Errorf("%s: %s", face, answer)
		}
	}
	refused(t, e.version("wrong", a.Email, here), 200, reseller.CodeUnauthorized)
	refused(t, e.version("closed", exampleEmail, here), 200, reseller.CodeUnauthorized)
	_, err = e.Store.ReopenAccount(t.Context(), a.ID, reseller.Operator)
	e.Must(err)
	e.Clock.Move(time.Second)
	if answer := e.version("closed", a.Email, here); !isIn(answer) {
		t.Errorf("reopened: %s", answer.Body)
	}
}
