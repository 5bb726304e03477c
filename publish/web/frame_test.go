package web

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"nameyard/reseller"
)

// A frame with an http page is shown over HTTP; where browsers come over HTTPS alone they would be sent round, and go to the page itself.
func TestFramesOfHTTPPagesLeadNobodyRound(t *testing.T) {
	t.Parallel()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"name.com": "http://name.com/x?a=1", "www.name.dev": "http://target.example/x?a=1", "name.app": "http://target.example/x?a=1", "localhost": "http://localhost/x?a=1",
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/x?a=1", nil)
		r.TLS = &tls.ConnectionState{}
		Handler{Rules: rules}.frame(w, r, host, "http://target.example/x?a=1")
		if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != want {
			t.Errorf("%s: %d %q, want %q", host, w.Code, got, want)
		}
	}
}
