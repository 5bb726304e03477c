package webhooks_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"nameyard/reseller"
	"nameyard/webhooks"
)

// stumbling is a way to receivers on which the program stumbles over those of one host.
type stumbling struct{ posted atomic.Int32 }

func (s *stumbling) RoundTrip(q *http.Request) (*http.Response, error) {
	if strings.HasPrefix(q.URL.Host, "poison") {
		panic("an answer that nobody thought of")
	}
	s.posted.Add(1)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: q}, nil
}

// A receiver that shows a fault of the program has a failed attempt, after which it waits as others do; all others get their posts.
func TestAFaultThatAReceiverShowsIsAFailedAttempt(t *testing.T) {
	t.Parallel()
	w, way := newFixture(t), new(stumbling)
	w.add(t, "http://poison.example.net/")
	w.add(t, "http://well.example.net/")
	w.happens(7, "renew.done")
	w.happens(7, "renew.done")
	c := webhooks.New(w.config)
	c.Through(way)
	must(t, c.QueueDeliveries(t.Context()))
	must(t, c.Deliver(t.Context(), false))
	if n := way.posted.Load(); n != 2 {
		t.Errorf("%d posts were made to the receiver that is well, want 2", n)
	}
	poison := w.endpoints[0]
	if poison.Failures != 1 || !poison.RetryAt.After(w.clock.Wall()) || strings.Contains(poison.Problem, "nobody thought of") {
		t.Errorf("the receiver is %+v", poison)
	}
}

// stumblingStore stumbles where the deliveries of one endpoint are read.
type stumblingStore struct {
	*fakeStore
	poison int64
}

func (s stumblingStore) DueDeliveries(ctx context.Context, endpoint int64, limit int) ([]reseller.Delivery, error) {
	if endpoint == s.poison {
		panic("a row that nobody thought of")
	}
	return s.fakeStore.DueDeliveries(ctx, endpoint, limit)
}

// A fault beside the post ends the endpoint's turn, and is the run's error; the others have had theirs.
func TestAFaultThatARowShowsEndsOneTurn(t *testing.T) {
	t.Parallel()
	w, way := newFixture(t), new(stumbling)
	w.add(t, "http://well.example.net/")
	w.add(t, "http://also.example.net/")
	w.happens(7, "renew.done")
	w.config.Store = stumblingStore{w.fakeStore, 1}
	c := webhooks.New(w.config)
	c.Through(way)
	must(t, c.QueueDeliveries(t.Context()))
	if err := c.Deliver(t.Context(), false); err == nil || !strings.Contains(err.Error(), "a fault in the program") {
		t.Errorf("the run ends with %v", err)
	}
	if n := way.posted.Load(); n != 1 {
		t.Errorf("%d posts were made to the other receiver, want 1", n)
	}
}
