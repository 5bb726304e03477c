package torture_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"nameyard/reseller"
)

// The judge of twins is held against servers that answer one of two equal purchases in a way that must not be.
func TestRefusedTwinIsWrongThoughTheOtherSucceeds(t *testing.T) {
	t.Parallel()
	const success, refused, waiting = `{"result":"success"}`, `{"result":"error","code":"not_available","msg":"taken"}`, `{"result":"error","code":"in_progress","msg":"wait"}`
	for what, c := range map[string]struct {
		answers [2]string
		wrong   int
	}{
		"both succeed":                    {[2]string{success, success}, 0},
		"one has to wait":                 {[2]string{success, waiting}, 0},
		"one is refused":                  {[2]string{success, refused}, 1},
		"one is refused, one has to wait": {[2]string{refused, waiting}, 1},
		"both are refused":                {[2]string{refused, refused}, 1},
	} {
		var n atomic.Int32
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, c.answers[(n.Add(1)-1)%2])
		}))
		defer s.Close()
		a := &actor{client: newClient("token", func() string { return strings.TrimPrefix(s.URL, "http://") })}
		h := &holding{name: reseller.NameOf("twin.com", "com")}
		r := &request{what: "RegisterDomain", on: h, buys: true, form: h.form("RegisterDomain", ""), did: func(*holding) {}, sent: 1}
		a.note(r, a.twice(t.Context(), r))
		if len(a.wrong) != c.wrong {
			t.Errorf("%s: %q are wrong, want %d", what, a.wrong, c.wrong)
		}
	}
}
