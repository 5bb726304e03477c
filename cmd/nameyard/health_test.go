package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthAsksTheServer(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	demo := s.demo()
	at, _, _ := strings.Cut(strings.TrimPrefix(demo.url, "http://"), "/")
	s.must("health", "--listen", at)
	s.must("health", "--url", "http://"+at+"/")
	demo.stop()
	if r := s.run("health", "--listen", at); r.code != exitRefused || !strings.Contains(r.errOut, "does not answer") {
		t.Errorf("a server that is down: exit %d, %s", r.code, r.errOut)
	}
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "the database is away", http.StatusServiceUnavailable)
	}))
	defer busy.Close()
	if r := s.run("health", "--url", busy.URL); r.code != exitRefused || !strings.Contains(r.errOut, "not ready: the database is away") {
		t.Errorf("a server that is not ready: exit %d, %s", r.code, r.errOut)
	}
	if r := s.run("health", "--listen", "8080"); r.code != exitUsage {
		t.Errorf("no address: exit %d, %s", r.code, r.errOut)
	}
}

func TestHealthOfAServerOnAllAddressesIsAskedHere(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{
		"0.0.0.0:80": "http://127.0.0.1:80", ":80": "http://127.0.0.1:80", "[::]:80": "http://[::1]:80", "192.0.2.1:80": "http://192.0.2.1:80",
	} {
		if got, err := (&healthCmd{Listen: listen}).base(); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", listen, got, err, want)
		}
	}
}
