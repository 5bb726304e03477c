package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/publish"
	"nameyard/publish/web"
	"nameyard/reseller"
)

// stumbling zones stumble over one host, and know no other.
type stumbling struct{}

func (stumbling) Of(_ context.Context, host string) (publish.Zone, error) {
	if strings.HasPrefix(host, "poison") {
		panic("a row that nobody thought of")
	}
	return publish.Zone{}, reseller.ErrNotFound
}

func TestAFaultThatAVisitorShowsIsToldAndEndsNothing(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := web.Handler{Zones: stumbling{}, Log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, visit := range []struct {
		host string
		want int
	}{{"poison.example.net", http.StatusServiceUnavailable}, {"none.example.net", http.StatusNotFound}} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://"+visit.host+"/", nil))
		if w.Code != visit.want {
			t.Errorf("%s is answered with %d, want %d", visit.host, w.Code, visit.want)
		}
	}
	if !strings.Contains(log.String(), "host=poison.example.net") || strings.Count(log.String(), "level=ERROR") != 1 {
		t.Errorf("the log has:\n%s", &log)
	}
}
