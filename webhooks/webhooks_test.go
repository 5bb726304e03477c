package webhooks_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/webhooks"
)

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
	w, r := newFixture(t), listen(t)
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
	want := `{"type":"renew.done","timestamp":"2026-03-01T12:00:00Z","data":{"seq":1,"domain_name":"a.com","years":1,"total":12.50,"currency":"USD"}}`
	if r.bodies[0] != want {
		t.Errorf("the body is %s", r.bodies[0])
	}
	if d := w.deliveries[0]; d.State != reseller.DeliveryDelivered || d.Status != 204 || d.Attempts != 1 || !w.endpoints[0].DeliveredAt.Equal(w.clock.Wall()) {
		t.Errorf("the delivery is %+v, and its address took it at %s", d, w.endpoints[0].DeliveredAt)
	}
	if name, _, _ := w.deliveries[0].About(); name != "a.com" {
		t.Errorf("the delivery is about %q", name)
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
	w, r := newFixture(t), listen(t)
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
	w, r := newFixture(t), listen(t)
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
	w, r := newFixture(t), listen(t)
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
	w, r := newFixture(t), listen(t)
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
	w := newFixture(t)
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
	w, r := newFixture(t), listen(t)
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
	w, r := newFixture(t), listen(t)
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
