// Package webhooks posts events to addresses that accounts name, as the Standard Webhooks specification 1.0.0 says
// (standardwebhooks.com): signed, repeated until they are taken, each as often as it takes. sign.go signs, guard.go keeps the
// posts from reaching what they must not reach, deliver.go carries them out. docs/webhooks.md is the page for people.
//
// An event may be delivered more than once and in any order; its webhook-id is always the same.
package webhooks

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"nameyard/reseller"
)

// Store is what webhooks need kept.
type Store interface {
	EventCursor(ctx context.Context, reader string) (reseller.Reading, error)
	Events(ctx context.Context, account, after int64, limit int) ([]reseller.Event, error)
	Endpoints(ctx context.Context, account int64) ([]reseller.Endpoint, error)
	SavePosts(ctx context.Context, p reseller.Posts) error
	Deliveries
}

// Deliveries is what deliveries are carried out with.
type Deliveries interface {
	DueEndpoints(ctx context.Context, failing bool, limit int) ([]reseller.Endpoint, error)
	DueDeliveries(ctx context.Context, endpoint int64, limit int) ([]reseller.Delivery, error)
	ClaimDelivery(ctx context.Context, d reseller.Delivery, until time.Time) (reseller.Delivery, error)
	EndAttempt(ctx context.Context, a reseller.Attempt) error
}

// Config is what a Courier is made of.
type Config struct {
	Store  Store
	Key    *reseller.SecretKey
	Policy Policy
	Clock  reseller.Clock
	Log    *slog.Logger
	Agent  string // User-Agent: "Nameyard/1.2.3"

	Resolver *net.Resolver // nil = the machine's
	Trust    *tls.Config   // nil = the certificates that this machine trusts
}

// Deliverer posts events. It is safe for concurrent use.
type Deliverer struct {
	Config
	client *http.Client
}

// postTime is how long one post may take, from its first to its last byte.
const postTime = 15 * time.Second

// New makes a courier. It goes to each address over a connection of its own, through no proxy, and follows no
// redirect: where a connection ends is looked at when it is made, and nothing may lead it elsewhere afterwards.
func New(c Config) *Deliverer {
	dialer := &net.Dialer{Timeout: postTime, Control: c.Policy.control, Resolver: c.Resolver}
	return &Deliverer{c, &http.Client{
		Timeout:       postTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: c.Trust, TLSHandshakeTimeout: postTime, ResponseHeaderTimeout: postTime,
			DisableKeepAlives: true, MaxResponseHeaderBytes: 32 << 10,
		},
	}}
}

const (
	// reader is this package among the readers of events.
	reader = "webhooks"
	// eventsAtOnce is how many events one step takes up.
	eventsAtOnce = 200
)

// QueueDeliveries writes, for new events, what is to be posted where.
func (c *Deliverer) QueueDeliveries(ctx context.Context) error {
	last, err := c.Store.EventCursor(ctx, reader)
	if err != nil {
		return err
	}
	from, since := last.Seq, last.NewsSince(c.Clock.Now())
	for ctx.Err() == nil {
		events, err := c.Store.Events(ctx, 0, from, eventsAtOnce)
		if err != nil || len(events) == 0 && !last.At.IsZero() {
			return err
		}
		endpoints, err := c.Store.Endpoints(ctx, 0)
		if err != nil {
			return err
		}
		to := from
		if len(events) > 0 {
			to = events[len(events)-1].Seq
		}
		err = c.Store.SavePosts(ctx, reseller.Posts{Reader: reader, From: from, To: to, Deliveries: c.enqueue(events, endpoints, since)})
		if errors.Is(err, reseller.ErrConflict) {
			return nil // another server writes them
		}
		if err != nil {
			return err
		}
		if from = to; len(events) == 0 {
			return nil // it is noted that there was nothing yet
		}
	}
	return ctx.Err()
}

// enqueue makes a delivery for each event since a business time and each address of its account that wants it.
func (c *Deliverer) enqueue(events []reseller.Event, endpoints []reseller.Endpoint, since time.Time) []reseller.Delivery {
	byAccount := map[int64][]reseller.Endpoint{}
	for _, e := range endpoints {
		if e.DisabledAt.IsZero() {
			byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
		}
	}
	var list []reseller.Delivery
	for _, event := range events {
		if event.At.Before(since) {
			continue
		}
		for _, e := range byAccount[event.AccountID] {
			if e.Wants(event.Kind) {
				list = append(list, reseller.Delivery{EndpointID: e.ID, EventID: event.ID, Kind: event.Kind, Body: Payload(event)})
			}
		}
	}
	return list
}
