package webhooks_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/webhooks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// receiver is an account's server.
type receiver struct {
	address     string
	connections atomic.Int32
	redirect    string
	mu          sync.Mutex
	answers     func(kind string) int // status by the event's kind, nil = 204
	hang        chan struct{}         // answers come when it is closed
	got         []*http.Request
	bodies      []string
}

func listen(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{}
	s := httptest.NewUnstartedServer(r)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			r.connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	r.address = strings.TrimPrefix(s.URL, "http://")
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	var event struct{ Type string }
	_ = json.Unmarshal(body, &event)
	r.mu.Lock()
	r.got, r.bodies = append(r.got, q), append(r.bodies, string(body))
	answers, hang := r.answers, r.hang
	r.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-q.Context().Done():
		}
	}
	switch {
	case r.redirect != "":
		http.Redirect(w, q, r.redirect, http.StatusTemporaryRedirect)
	case answers != nil:
		w.WriteHeader(answers(event.Type))
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.got)
}

// fakeStore keeps in memory what webhooks ask for, with the store's guards.
type fakeStore struct {
	mu         sync.Mutex
	clock      *clocktest.Clock
	cursor     int64
	readAt     time.Time
	events     []reseller.Event
	endpoints  []*reseller.Endpoint
	deliveries []*reseller.Delivery
	disabled   int
}

func (s *fakeStore) EventCursor(context.Context, string) (reseller.Reading, error) {
	return reseller.Reading{Seq: s.cursor, At: s.readAt}, nil
}

func (s *fakeStore) Events(_ context.Context, _, after int64, limit int) ([]reseller.Event, error) {
	return s.events[after:min(int(after)+limit, len(s.events))], nil
}

func (s *fakeStore) Endpoints(context.Context, int64) ([]reseller.Endpoint, error) {
	var list []reseller.Endpoint
	for _, e := range s.endpoints {
		list = append(list, *e)
	}
	return list, nil
}

func (s *fakeStore) SavePosts(_ context.Context, p reseller.Posts) error {
	if p.From != s.cursor {
		return reseller.ErrConflict
	}
	s.cursor, s.readAt = p.To, s.clock.Now()
	for _, d := range p.Deliveries {
		d.ID, d.State, d.NextTry = int64(len(s.deliveries)+1), reseller.DeliveryWaiting, s.clock.Wall()
		s.deliveries = append(s.deliveries, &d)
	}
	return nil
}

func (s *fakeStore) due(endpoint int64) (list []reseller.Delivery) {
	for _, d := range s.deliveries {
		if d.EndpointID == endpoint && d.State == reseller.DeliveryWaiting && !d.NextTry.After(s.clock.Wall()) {
			list = append(list, *d)
		}
	}
	slices.SortStableFunc(list, func(a, b reseller.Delivery) int { return a.NextTry.Compare(b.NextTry) })
	return list
}

func (s *fakeStore) DueEndpoints(_ context.Context, failing bool, limit int) ([]reseller.Endpoint, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []reseller.Endpoint
	for _, e := range s.endpoints {
		if e.DisabledAt.IsZero() && e.PausedAt.IsZero() && (e.Failures > 0) == failing && !e.RetryAt.After(s.clock.Wall()) && len(s.due(e.ID)) > 0 && len(list) < limit {
			list = append(list, *e)
		}
	}
	return list, nil
}

func (s *fakeStore) DueDeliveries(_ context.Context, endpoint int64, limit int) ([]reseller.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.due(endpoint)
	return list[:min(limit, len(list))], nil
}

func (s *fakeStore) ClaimDelivery(_ context.Context, e reseller.Endpoint, d reseller.Delivery, until time.Time) (reseller.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.deliveries[d.ID-1]
	if now := s.endpoints[e.ID-1]; kept.Attempts != d.Attempts || now.URL != e.URL || !now.PausedAt.IsZero() {
		return d, reseller.ErrConflict
	}
	kept.Attempts, kept.NextTry = kept.Attempts+1, until
	return *kept, nil
}

func (s *fakeStore) EndAttempt(_ context.Context, a reseller.Attempt) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.deliveries[a.Delivery.ID-1] = a.Delivery
	*s.endpoints[a.Endpoint.ID-1] = a.Endpoint
	if a.Disable {
		s.disabled++
	}
	return nil
}

// fixture is what a deliverer works with. Its policy lets posts go to this machine.
type fixture struct {
	*fakeStore
	config webhooks.Config
	secret string
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	must(t, err)
	c := clocktest.New(noon)
	w := &fixture{fakeStore: &fakeStore{clock: c}, secret: webhooks.NewSecret()}
	w.config = webhooks.Config{
		Store: w.fakeStore, Key: key, Clock: c, Log: slog.New(slog.DiscardHandler), Agent: "Nameyard/test",
		Policy: webhooks.Policy{PlainHTTP: true, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	}
	return w
}

// endpoint is an address of account 7 that wants all events.
func (w *fixture) endpoint(t testing.TB, url string) reseller.Endpoint {
	t.Helper()
	e := reseller.Endpoint{ID: int64(len(w.endpoints) + 1), AccountID: 7, URL: url, SealID: "s"}
	e.Secret = webhooks.Seal(w.config.Key, w.secret, e.SealID)
	return e
}

func (w *fixture) add(t testing.TB, url string, kinds ...string) *reseller.Endpoint {
	t.Helper()
	e := w.endpoint(t, url)
	e.Kinds = kinds
	w.endpoints = append(w.endpoints, &e)
	return &e
}

func (w *fixture) happens(account int64, kind string) {
	n := int64(len(w.events) + 1)
	w.events = append(w.events, reseller.Event{ID: 100 + n, Seq: n, AccountID: account, Kind: kind, At: w.clock.Now(), Detail: reseller.EventDetail{
		Name: "a.com", Total: 1250, Currency: "USD", Years: 1,
	}})
}
