package webhooks_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strconv"
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

// shelf keeps in memory what webhooks ask for, with the store's guards.
type shelf struct {
	mu         sync.Mutex
	clock      *clocktest.Clock
	cursor     int64
	readAt     time.Time
	events     []reseller.Event
	endpoints  []*reseller.Endpoint
	deliveries []*reseller.Delivery
	disabled   int
}

func (s *shelf) EventCursor(context.Context, string) (reseller.Reading, error) {
	return reseller.Reading{Seq: s.cursor, At: s.readAt}, nil
}

func (s *shelf) Events(_ context.Context, _, after int64, limit int) ([]reseller.Event, error) {
	return s.events[after:min(int(after)+limit, len(s.events))], nil
}

func (s *shelf) Endpoints(context.Context, int64) ([]reseller.Endpoint, error) {
	var list []reseller.Endpoint
	for _, e := range s.endpoints {
		list = append(list, *e)
	}
	return list, nil
}

func (s *shelf) SavePosts(_ context.Context, p reseller.Posts) error {
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

func (s *shelf) due(endpoint int64) (list []reseller.Delivery) {
	for _, d := range s.deliveries {
		if d.EndpointID == endpoint && d.State == reseller.DeliveryWaiting && !d.NextTry.After(s.clock.Wall()) {
			list = append(list, *d)
		}
	}
	slices.SortStableFunc(list, func(a, b reseller.Delivery) int { return a.NextTry.Compare(b.NextTry) })
	return list
}

func (s *shelf) DueEndpoints(_ context.Context, failing bool, limit int) ([]reseller.Endpoint, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []reseller.Endpoint
	for _, e := range s.endpoints {
		if e.DisabledAt.IsZero() && (e.Failures > 0) == failing && !e.RetryAt.After(s.clock.Wall()) && len(s.due(e.ID)) > 0 && len(list) < limit {
			list = append(list, *e)
		}
	}
	return list, nil
}

func (s *shelf) DueDeliveries(_ context.Context, endpoint int64, limit int) ([]reseller.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.due(endpoint)
	return list[:min(limit, len(list))], nil
}

func (s *shelf) ClaimDelivery(_ context.Context, d reseller.Delivery, until time.Time) (reseller.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.deliveries[d.ID-1]
	if kept.Attempts != d.Attempts {
		return d, reseller.ErrConflict
	}
	kept.Attempts, kept.NextTry = kept.Attempts+1, until
	return *kept, nil
}

func (s *shelf) EndAttempt(_ context.Context, a reseller.Attempt) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.deliveries[a.Delivery.ID-1] = a.Delivery
	*s.endpoints[a.Endpoint.ID-1] = a.Endpoint
	if a.Disable {
		s.disabled++
	}
	return nil
}

// world is a courier's surroundings. Its policy lets posts go to this machine.
type world struct {
	*shelf
	config webhooks.Config
	secret string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	must(t, err)
	c := clocktest.New(noon)
	w := &world{shelf: &shelf{clock: c}, secret: webhooks.NewSecret()}
	w.config = webhooks.Config{
		Store: w.shelf, Key: key, Clock: c, Log: slog.New(slog.DiscardHandler), Agent: "Nameyard/test",
		Policy: webhooks.Policy{PlainHTTP: true, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	}
	return w
}

// endpoint is an address of account 7 that wants all events.
func (w *world) endpoint(t testing.TB, url string) reseller.Endpoint {
	t.Helper()
	e := reseller.Endpoint{ID: int64(len(w.endpoints) + 1), AccountID: 7, URL: url, SealID: "s"}
	e.Secret = webhooks.Seal(w.config.Key, w.secret, e.SealID)
	return e
}

func (w *world) add(t testing.TB, url string, kinds ...string) *reseller.Endpoint {
	t.Helper()
	e := w.endpoint(t, url)
	e.Kinds = kinds
	w.endpoints = append(w.endpoints, &e)
	return &e
}

func (w *world) happens(account int64, kind string) {
	n := int64(len(w.events) + 1)
	w.events = append(w.events, reseller.Event{ID: 100 + n, Seq: n, AccountID: account, Kind: kind, At: w.clock.Now(), Detail: reseller.EventDetail{
		Name: "a.com", Total: 1250, Currency: "USD", Years: 1,
	}})
}

// verified checks a post as the specification tells receivers to: over id, timestamp and raw body, in constant time, any one
// of the signatures, with a tolerance for the clock.
func verified(secret string, q *http.Request, body string, now time.Time) error {
	id, stamp := q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || now.Sub(time.Unix(at, 0)).Abs() > 5*time.Minute {
		return fmt.Errorf("timestamp %q", stamp)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "." + body))
	for signature := range strings.FieldsSeq(q.Header.Get("webhook-signature")) {
		version, text, _ := strings.Cut(signature, ",")
		got, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(got, mac.Sum(nil)) {
			return nil
		}
	}
	return errors.New("no signature fits")
}

func TestEventIsPostedSignedAndOnce(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	w.add(t, "http://"+r.address+"/hook?x=1")
	w.happens(7, "renew.done")
	w.happens(8, "renew.done") // another account's
	c := webhooks.New(w.config)
	for range 2 {
		must(t, c.QueueDeliveries(t.Context()))
		must(t, c.Deliver(t.Context(), false))
	}
	if r.count() != 1 {
		t.Fatalf("%d posts", r.count())
	}
	q := r.got[0]
	must(t, verified(w.secret, q, r.bodies[0], w.clock.Wall()))
	if err := verified(webhooks.NewSecret(), q, r.bodies[0], w.clock.Wall()); err == nil {
		t.Error("any secret fits")
	}
	if q.Method != http.MethodPost || q.URL.String() != "/hook?x=1" || q.Header.Get("Content-Type") != "application/json" ||
		q.Header.Get("User-Agent") != "Nameyard/test" || q.Header.Get("webhook-id") != "evt_101" {
		t.Errorf("%s %s %v", q.Method, q.URL, q.Header)
	}
	want := `{"type":"renew.done","timestamp":"2026-03-01T12:00:00Z","data":{"seq":1,"domain_name":"a.com","years":1,"total":"12.50","currency":"USD"}}`
	if r.bodies[0] != want {
		t.Errorf("the body is %s", r.bodies[0])
	}
	if d := w.deliveries[0]; d.State != reseller.DeliveryDelivered || d.Status != 204 || d.Attempts != 1 {
		t.Errorf("the delivery is %+v", d)
	}
}

// TestSignatureIsTheOneOfTheSpecification uses the vector that implementations of the specification share.
func TestSignatureIsTheOneOfTheSpecification(t *testing.T) {
	t.Parallel()
	got, err := webhooks.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), `{"test": 2432232314}`)
	if err != nil || got != "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" {
		t.Errorf("signed %q, %v", got, err)
	}
}

func TestBothSecretsSignWhileOneIsReplaced(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	e := w.add(t, "http://"+r.address+"/")
	older, newer := w.secret, webhooks.NewSecret()
	e.OldSecret, e.Secret, e.OldUntil = e.Secret, webhooks.Seal(w.config.Key, newer, e.SealID), w.clock.Wall().Add(webhooks.OldSecretTime)
	c := webhooks.New(w.config)
	for i, oldFits := range []bool{true, false} {
		w.happens(7, "renew.done")
		must(t, c.QueueDeliveries(t.Context()))
		must(t, c.Deliver(t.Context(), false))
		must(t, verified(newer, r.got[i], r.bodies[i], w.clock.Wall()))
		if err := verified(older, r.got[i], r.bodies[i], w.clock.Wall()); (err == nil) != oldFits {
			t.Errorf("post %d under the old secret: %v", i, err)
		}
		w.clock.Move(webhooks.OldSecretTime + time.Second)
	}
}

func TestOnlyTheKindsThatWereAskedForArePosted(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	w.add(t, "http://"+r.address+"/", "renew.done", "invoice.*")
	for _, kind := range []string{"renew.done", "renew.refused", "invoice.created", "invoice.paid", "domain.deleted"} {
		w.happens(7, kind)
	}
	w.happens(7, "renew.done")
	w.events[5].At = noon.AddDate(0, 0, -8) // old news
	c := webhooks.New(w.config)
	must(t, c.QueueDeliveries(t.Context()))
	must(t, c.Deliver(t.Context(), false))
	if r.count() != 3 {
		t.Errorf("%d posts: %v", r.count(), r.bodies)
	}
}

func TestEndpointThatFailsIsTriedLaterAndLaterAndSwitchedOffAfterDays(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	r.answers = func(string) int { return 500 }
	w.add(t, "http://"+r.address+"/")
	c := webhooks.New(w.config)
	var waits []time.Duration
	last := w.clock.Wall()
	for w.disabled == 0 && w.clock.Wall().Sub(noon) < 8*24*time.Hour {
		if len(w.events) < 1+int(w.clock.Wall().Sub(noon)/(24*time.Hour)) {
			w.happens(7, "renew.done") // one a day
		}
		before := r.count()
		must(t, c.QueueDeliveries(t.Context()))
		must(t, c.Deliver(t.Context(), false))
		must(t, c.Deliver(t.Context(), true))
		if r.count() > before {
			waits = append(waits, w.clock.Wall().Sub(last))
			last = w.clock.Wall()
		}
		step := 5 * time.Second
		if len(waits) > 3 {
			step = 5 * time.Minute
		}
		w.clock.Move(step)
	}
	after := w.clock.Wall().Sub(noon)
	if w.disabled != 1 || after < 5*24*time.Hour || after > 7*24*time.Hour {
		t.Errorf("switched off %d times, after %s", w.disabled, after)
	}
	for i, want := range []time.Duration{0, 5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour} {
		if i >= len(waits) || waits[i] < want || waits[i] > want+want/9+5*time.Minute {
			t.Fatalf("the waits are %v", waits)
		}
	}
}

func TestPoisonDoesNotHoldUpWhatCanBeDelivered(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	r.answers = func(kind string) int {
		if kind == "transfer.done" {
			return 500
		}
		return 200
	}
	w.add(t, "http://"+r.address+"/")
	w.happens(7, "transfer.done")
	for range 30 {
		w.happens(7, "renew.done")
	}
	c := webhooks.New(w.config)
	must(t, c.QueueDeliveries(t.Context()))
	for range 10 {
		must(t, c.Deliver(t.Context(), false))
		must(t, c.Deliver(t.Context(), true))
		w.clock.Move(3 * time.Second)
	}
	delivered := 0
	for _, d := range w.deliveries {
		if d.State == reseller.DeliveryDelivered {
			delivered++
		}
	}
	if delivered != 30 || w.deliveries[0].State != reseller.DeliveryWaiting {
		t.Errorf("%d of 30 were delivered in half a minute; the poison is %+v", delivered, w.deliveries[0])
	}
	for range 24 * 12 * 8 { // days
		w.clock.Move(5 * time.Minute)
		must(t, c.Deliver(t.Context(), true))
		must(t, c.Deliver(t.Context(), false))
	}
	if d := w.deliveries[0]; d.State != reseller.DeliveryGivenUp || d.Attempts != 10 || w.disabled != 0 {
		t.Errorf("after days the poison is %+v, the endpoint was switched off %d times", d, w.disabled)
	}
}

func TestEndpointsThatHangDoNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stuck, good := listen(t), listen(t)
	stuck.hang = make(chan struct{})
	for range 40 {
		w.add(t, "http://"+stuck.address+"/").Failures = 1 // they failed before
	}
	w.add(t, "http://"+good.address+"/")
	w.happens(7, "renew.done")
	c := webhooks.New(w.config)
	must(t, c.QueueDeliveries(t.Context()))
	ctx, stop := context.WithCancel(t.Context())
	var retries sync.WaitGroup
	retries.Go(func() { _ = c.Deliver(ctx, true) })
	must(t, c.Deliver(t.Context(), false))
	if good.count() != 1 {
		t.Errorf("%d posts came through beside 40 addresses that hang", good.count())
	}
	stop()
	close(stuck.hang)
	retries.Wait()
	if n := stuck.count(); n > 40 {
		t.Errorf("%d posts to the addresses that hang", n)
	}
}

func TestGoneEndpointIsSwitchedOffAtOnce(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	r.answers = func(string) int { return http.StatusGone }
	e := w.add(t, "http://"+r.address+"/")
	w.happens(7, "renew.done")
	c := webhooks.New(w.config)
	must(t, c.QueueDeliveries(t.Context()))
	must(t, c.Deliver(t.Context(), false))
	if w.disabled != 1 || e.DisabledAt.IsZero() {
		t.Errorf("after 410 the endpoint is %+v", *e)
	}
}

func TestRepeatHasTheSameIDAndBody(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t), listen(t)
	r.answers = func(string) int { return 503 }
	w.add(t, "http://"+r.address+"/")
	w.happens(7, "renew.done")
	c := webhooks.New(w.config)
	must(t, c.QueueDeliveries(t.Context()))
	must(t, c.Deliver(t.Context(), false))
	w.clock.Move(10 * time.Second)
	must(t, c.Deliver(t.Context(), true))
	if r.count() != 2 || r.bodies[0] != r.bodies[1] || r.got[0].Header.Get("webhook-id") != r.got[1].Header.Get("webhook-id") ||
		r.got[0].Header.Get("webhook-timestamp") == r.got[1].Header.Get("webhook-timestamp") {
		t.Errorf("%d posts: %v", r.count(), r.bodies)
	}
	must(t, verified(w.secret, r.got[1], r.bodies[1], w.clock.Wall()))
}
