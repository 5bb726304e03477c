// Package webhooks posts events to addresses that accounts name, as the Standard Webhooks specification 1.0.0 says
// (standardwebhooks.com): signed, repeated until they are taken, each as often as it takes. sign.go signs, guard.go keeps the
// posts from reaching what they must not reach, deliver.go carries them out. docs/webhooks.md is the page for people.
//
// An event may be delivered more than once and in any order; its webhook-id is always the same.
package webhooks

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"time"

	"nameyard/events"
	"nameyard/reseller"
)

// Store is what webhooks need kept.
type Store interface {
	events.Store
	Endpoints(ctx context.Context, account int64) ([]reseller.Endpoint, error)
	SavePosts(ctx context.Context, p reseller.Posts) error
	Deliveries
}

// Deliveries is what deliveries are carried out with.
type Deliveries interface {
	DueEndpoints(ctx context.Context, failing bool, limit int) ([]reseller.Endpoint, error)
	DueDeliveries(ctx context.Context, endpoint int64, limit int) ([]reseller.Delivery, error)
	ClaimDelivery(ctx context.Context, e reseller.Endpoint, d reseller.Delivery, until time.Time) (reseller.Delivery, error)
	EndAttempt(ctx context.Context, a reseller.Attempt) error
}

// Config is what a Deliverer is made of.
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

// New makes a Deliverer. It goes to each address over a connection of its own, through no proxy, and follows no
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

// reader is this package among the readers of events.
const reader = "webhooks"

// QueueDeliveries writes, for new events, what is to be posted where.
func (s *Deliverer) QueueDeliveries(ctx context.Context) error {
	return events.Read(ctx, s.Store, reader, s.Clock.Now(), func(ctx context.Context, page events.Page) error {
		endpoints, err := s.Store.Endpoints(ctx, 0)
		if err != nil {
			return err
		}
		return s.Store.SavePosts(ctx, reseller.Posts{Reader: reader, From: page.From, To: page.To, Deliveries: enqueue(page.News, endpoints)})
	})
}

// enqueue makes a delivery for each event and each address of its account that wants it.
func enqueue(news []reseller.Event, endpoints []reseller.Endpoint) []reseller.Delivery {
	byAccount := map[int64][]reseller.Endpoint{}
	for _, e := range endpoints {
		if e.DisabledAt.IsZero() {
			byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
		}
	}
	var list []reseller.Delivery
	for _, event := range news {
		for _, e := range byAccount[event.AccountID] {
			if e.Wants(event.Kind) {
				list = append(list, reseller.Delivery{EndpointID: e.ID, EventID: event.ID, Kind: event.Kind, Body: Payload(event)})
			}
		}
	}
	return list
}
