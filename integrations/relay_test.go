package integrations_test

import (
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// relay stands between a client and the API, and loses answers on purpose.
type relay struct {
	t      *testing.T
	to     string
	server *httptest.Server

	mu   sync.Mutex
	lost map[string]bool // actions whose next answer gets lost
	used map[string]bool // idempotency keys that have passed
}

// newRelay puts a relay before an API.
func newRelay(t *testing.T, to string) *relay {
	t.Helper()
	r := &relay{t: t, to: to, lost: map[string]bool{}, used: map[string]bool{}}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

// URL is the relay's own address of the API.
func (r *relay) URL() string { return r.server.URL + "/api.php" }

// lose lets the next answer to an action get lost, after the server has carried it out.
func (r *relay) lose(action string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lost[action] = true
}

// keys lists the idempotency keys that have passed, each once.
func (r *relay) keys() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.used))
}

// ServeHTTP passes a request on, and its answer back unless that is to be lost.
func (r *relay) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		r.t.Errorf("the client sends no form: %v", err)
		return
	}
	r.mu.Lock()
	if key := form.Get("idempotencykey"); key != "" {
		r.used[key] = true
	}
	if form.Get("action") == "RenewDomain" && form.Get("idempotencykey") != "" && form.Get("currentexpirydate") == "" {
		r.t.Error("a renewal has a key and no currentexpirydate: right after another one it would buy a second year")
	}
	lose := r.lost[form.Get("action")]
	delete(r.lost, form.Get("action"))
	r.mu.Unlock()

	response, err := http.Post(r.to, request.Header.Get("Content-Type"), bytes.NewReader(body))
	if err != nil {
		r.t.Errorf("the relay cannot reach the API: %v", err)
		return
	}
	defer response.Body.Close()
	if lose {
		_, _ = io.Copy(io.Discard, response.Body)
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body)
}

// deadURL is the URL of an API where nobody listens.
func deadURL(t *testing.T) string {
	t.Helper()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	return "http://" + port.Addr().String() + "/api.php"
}

// waitUntil asks again and again until something has happened in another process.
func waitUntil(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if happened() {
			return
		}
	}
	t.Fatalf("waited in vain until %s", what)
}
