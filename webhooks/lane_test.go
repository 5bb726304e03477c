package webhooks_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/webhooks"
)

// slowReceivers answer posts in the time of a bubble: those to /slow/ACCOUNT/WEBHOOK after a while, all others at once.
type slowReceivers struct {
	takes time.Duration

	mu        sync.Mutex
	atOnce    map[string]int // posts under way, by account and by webhook
	most      map[string]int
	came      map[string][]string // ids of events by path
	neighbour []time.Time
}

func (r *slowReceivers) RoundTrip(q *http.Request) (*http.Response, error) {
	account, slow := strings.CutPrefix(q.URL.Path, "/slow/")
	account, _, _ = strings.Cut(account, "/")
	r.mu.Lock()
	r.came[q.URL.Path] = append(r.came[q.URL.Path], q.Header.Get("webhook-id"))
	if !slow {
		r.neighbour = append(r.neighbour, time.Now())
	}
	for _, key := range []string{account, q.URL.Path} {
		r.atOnce[key]++
		r.most[key] = max(r.most[key], r.atOnce[key])
	}
	r.mu.Unlock()
	if slow {
		time.Sleep(r.takes) // of the bubble
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.atOnce[account]--
	r.atOnce[q.URL.Path]--
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: q}, nil
}

// Webhooks that answer just in time hold up their own account and nobody else's; every event still comes once, in order.
func TestSlowWebhooksHoldUpTheirOwnAccountOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accounts int
		webhooks int // of each account
		events   int // of each account
		takes    time.Duration
		waits    time.Duration // what a neighbour's event may wait
	}{
		"one account, just before the timeout":     {1, 20, 4, 14900 * time.Millisecond, 3 * time.Second},
		"more accounts than there are workers for": {6, 8, 8, 2 * time.Second, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newFixture(t)
				w.clock = clocktest.WithMachineWall(noon)
				w.config.Clock = w.clock
				for account := range int64(c.accounts) {
					for n := range c.webhooks {
						w.add(t, fmt.Sprintf("http://127.0.0.1:9000/slow/%d/%d", 100+account, n)).AccountID = 100 + account
					}
					for range c.events {
						w.happens(100+account, "renew.done")
					}
				}
				w.add(t, "http://127.0.0.1:9000/neighbour").AccountID = 8
				w.happens(8, "renew.done")
				receivers := &slowReceivers{takes: c.takes, atOnce: map[string]int{}, most: map[string]int{}, came: map[string][]string{}}
				d := webhooks.New(w.config)
				d.Through(receivers)
				must(t, d.QueueDeliveries(t.Context()))
				happened := []time.Time{time.Now()}
				ended := make(chan error)
				go func() { ended <- d.Deliver(t.Context(), false) }()
				time.Sleep(31 * time.Second) // of the bubble
				w.mu.Lock()
				w.happens(8, "renew.done")
				must(t, d.QueueDeliveries(t.Context()))
				w.mu.Unlock()
				happened = append(happened, time.Now())
				must(t, <-ended)

				for n, at := range happened {
					if n >= len(receivers.neighbour) {
						t.Fatalf("event %d of the neighbour was not posted", n)
					}
					if waited := receivers.neighbour[n].Sub(at); waited > c.waits {
						t.Errorf("event %d of the neighbour waited %s, want at most %s", n, waited, c.waits)
					}
				}
				for key, most := range receivers.most {
					if _, err := strconv.Atoi(key); err == nil && most > 4 {
						t.Errorf("account %s had %d posts at once, want 4 at most", key, most)
					} else if err != nil && most != 1 {
						t.Errorf("%s had %d posts at once, want 1", key, most)
					}
				}
				for path, ids := range receivers.came {
					if path != "/neighbour" && len(ids) != c.events {
						t.Errorf("%s was posted %d events, want %d", path, len(ids), c.events)
					}
					for n := 1; n < len(ids); n++ {
						if len(ids[n-1]) == len(ids[n]) && ids[n-1] >= ids[n] {
							t.Errorf("%s was posted %s after %s", path, ids[n], ids[n-1])
						}
					}
				}
				for _, delivery := range w.deliveries {
					if delivery.State != reseller.DeliveryDelivered || delivery.Attempts != 1 {
						t.Fatalf("left over: %+v", *delivery)
					}
				}
			})
		})
	}
}
