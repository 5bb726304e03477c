package operator_test

import (
	"os"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// anna is a person at the command line.
var anna = reseller.Actor{Name: "operator anna@ns1"}

// onBoth tells a story on each engine.
func onBoth(t *testing.T, story func(e *apptest.Env)) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) { story(apptest.New(t, engine)) })
}

// wantError wants an error of a kind whose words have a piece.
func wantError(t testing.TB, err error, kind reseller.Kind, words string) {
	t.Helper()
	if !reseller.IsKind(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("the error is %v, want %s with %q", err, kind, words)
	}
}
