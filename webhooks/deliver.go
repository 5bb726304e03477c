package webhooks

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

const (
	postsOnce    = 20              // posts to one address before it is another's turn
	turnTime     = 5 * time.Second // wall time after which no further post of a turn begins
	claimTime    = time.Minute     // more than a post can take
	disableAfter = 5 * 24 * time.Hour
	answerRead   = 4 << 10 // of an answer, to leave the connection in order; nothing of it is kept
)

// backoff is how long an event waits after each attempt, and an address after each failure in a row: the schedule that the
// specification recommends. An event that fails once more after the last one is given up.
var backoff = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// deliverTo posts to one address until nothing is due, it has had its share of posts or of time, or it fails.
func (s *Deliverer) deliverTo(ctx context.Context, e reseller.Endpoint) error {
	until := s.Clock.Wall().Add(turnTime)
	due, err := s.Store.DueDeliveries(ctx, e.ID, postsOnce)
	if err != nil {
		return err
	}
	for n, d := range due {
		if ctx.Err() != nil || n > 0 && !s.Clock.Wall().Before(until) {
			return nil
		}
		d, err := s.Store.ClaimDelivery(ctx, e, d, s.Clock.Wall().Add(claimTime))
		if errors.Is(err, reseller.ErrConflict) {
			return nil // another server serves it, or it is another address by now
		}
		if err != nil {
			return err
		}
		a := s.try(ctx, e, d)
		// What was posted is on record also if the process is told to end.
		err = s.Store.EndAttempt(context.WithoutCancel(ctx), a)
		if errors.Is(err, reseller.ErrConflict) {
			return nil
		}
		if err != nil || a.Endpoint.Failures > 0 {
			return err
		}
		e = a.Endpoint
	}
	return nil
}

// try posts an event once and says what follows from how that ended.
func (s *Deliverer) try(ctx context.Context, e reseller.Endpoint, d reseller.Delivery) reseller.Attempt {
	status, err := s.safePost(ctx, e, d.WebhookID(), d.Body)
	wall := s.Clock.Wall()
	d.Status, d.Problem = status, ""
	if err == nil {
		d.State = reseller.DeliveryDelivered
		e.Failures, e.FailingAt, e.RetryAt, e.Problem = 0, time.Time{}, time.Time{}, ""
		e.DeliveredAt = wall
		return reseller.Attempt{Delivery: d, Endpoint: e}
	}
	d.Problem = err.Error()
	e.Problem = d.Problem
	e.Failures++
	if e.FailingAt.IsZero() {
		e.FailingAt = wall
	}
	e.RetryAt = wall.Add(waitFor(e.Failures, e.ID))
	d.NextTry = wall.Add(waitFor(d.Attempts, d.ID))
	if d.Attempts > len(backoff) {
		d.State = reseller.DeliveryGivenUp
	}
	a := reseller.Attempt{Delivery: d, Endpoint: e, Disable: status == http.StatusGone || wall.Sub(e.FailingAt) > disableAfter}
	if a.Disable {
		a.Endpoint.DisabledAt, a.Delivery.State = wall, reseller.DeliveryGivenUp
		s.Log.Warn("a webhook was switched off", "webhook", e.ID, "account", e.AccountID, "failing_since", e.FailingAt, "problem", e.Problem)
	}
	return a
}

// waitFor is the wait after so many attempts, with up to a tenth added, so that what failed together does not come together.
func waitFor(attempts int, id int64) time.Duration {
	wait := backoff[min(attempts, len(backoff))-1]
	return wait + wait/100*time.Duration(id%11)
}

// safePost is post with every error in words for the account. A fault that the receiver brings about is a failed attempt.
func (s *Deliverer) safePost(ctx context.Context, e reseller.Endpoint, id, body string) (status int, err error) {
	log := s.Log.With("webhook", e.ID, "post", id)
	fault := safely.Do(log, "webhook", func() error {
		status, err = s.post(ctx, e, id, body)
		return nil
	})
	if fault != nil {
		status, err = 0, fault
	}
	if err == nil {
		return status, nil
	}
	told := inWords(err)
	if cause := errors.Unwrap(told); cause != nil {
		log.Info("a webhook was not reached", "problem", told, "err", cause)
	}
	return status, told
}

// post sends a body once. The error, a problem, says nothing of what an answer held; what is none is a fault of this server.
func (s *Deliverer) post(ctx context.Context, e reseller.Endpoint, id, body string) (status int, err error) {
	if _, err := s.Policy.CheckURL(e.URL); err != nil {
		return 0, failed(nil, "%s", reseller.AsError(err).Words) // the policy may have become stricter
	}
	at := s.Clock.Wall()
	signature, err := s.signatures(e, id, at, body)
	if err != nil {
		return 0, err
	}
	ctx, stop := context.WithTimeout(ctx, postTime)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, strings.NewReader(body))
	if err != nil {
		return 0, failed(err, "its URL cannot be used")
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", s.Agent)
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	answer, err := s.client.Do(r)
	if err != nil {
		return 0, unreached(err)
	}
	defer answer.Body.Close()
	if _, err := io.CopyN(io.Discard, answer.Body, answerRead); err != nil && !errors.Is(err, io.EOF) {
		s.Log.Debug("the answer of a webhook broke off", "webhook", e.ID, "err", err)
	}
	switch {
	case answer.StatusCode >= 200 && answer.StatusCode < 300:
		return answer.StatusCode, nil
	case answer.StatusCode >= 300 && answer.StatusCode < 400:
		return answer.StatusCode, failed(nil, "it answered with a redirect (%d), which is not followed", answer.StatusCode)
	}
	return answer.StatusCode, failed(nil, "it answered with status %d", answer.StatusCode)
}

// Test posts a made-up event now, past the deliveries, and gives the status of the answer.
func (s *Deliverer) Test(ctx context.Context, e reseller.Endpoint) (int, error) {
	wall := s.Clock.Wall()
	body := Payload(reseller.Event{Kind: "webhook.test", At: s.Clock.Now(), Detail: reseller.EventDetail{Reason: "a test"}})
	return s.safePost(ctx, e, "test_"+strconv.FormatInt(wall.UnixMicro(), 10), body)
}
