package fleet_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// balancer is a load balancer as HAProxy is one: it asks each server's /readyz, gives requests to the ready ones in turn over
// connections that it keeps, and gives a request to another server only if the first could not be connected to.
type balancer struct {
	*httptest.Server
	servers []*server
	up      []atomic.Bool
	turn    atomic.Uint64
	client  *http.Transport
	stopped chan struct{}

	redispatched atomic.Int64 // no connection: another server was asked
	noServer     atomic.Int64 // 503: none is ready
	badGateway   atomic.Int64 // 502: the connection broke before the answer
}

const checkEvery = 100 * time.Millisecond

func balance(t *testing.T, servers ...*server) *balancer {
	t.Helper()
	b := &balancer{
		servers: servers, up: make([]atomic.Bool, len(servers)), stopped: make(chan struct{}),
		client: &http.Transport{MaxIdleConnsPerHost: 64},
	}
	b.Server = httptest.NewServer(b)
	b.check()
	go func() {
		for {
			select {
			case <-b.stopped:
				return
			case <-time.After(checkEvery):
				b.check()
			}
		}
	}()
	t.Cleanup(func() { close(b.stopped); b.Close(); b.client.CloseIdleConnections() })
	return b
}

func (b *balancer) check() {
	var asked sync.WaitGroup
	for i, s := range b.servers {
		asked.Go(func() { b.up[i].Store(s.ready()) })
	}
	asked.Wait()
}

// ServeHTTP passes a request on.
func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	first := b.turn.Add(1)
	for i := range uint64(len(b.servers)) {
		n := (first + i) % uint64(len(b.servers))
		if !b.up[n].Load() {
			continue
		}
		answer, err := b.pass(r, b.servers[n].address, body)
		if dial := (*net.OpError)(nil); errors.As(err, &dial) && dial.Op == "dial" {
			b.redispatched.Add(1)
			continue
		}
		if err != nil {
			b.badGateway.Add(1)
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		answer.Header.Del("Connection")
		maps.Copy(w.Header(), answer.Header)
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
		return
	}
	b.noServer.Add(1)
	http.Error(w, "no server is ready", http.StatusServiceUnavailable)
}

func (b *balancer) pass(r *http.Request, address string, body []byte) (*http.Response, error) {
	out, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+address+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out.Header = r.Header.Clone()
	return b.client.RoundTrip(out)
}
