package reseller

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Endpoint is an address of an account that events are posted to. All its times are wall time.
type Endpoint struct {
	ID          int64
	AccountID   int64
	URL         string
	Kinds       []string // which events: "renew.done", "invoice.*"; empty = all
	SealID      string   // what its secrets are sealed for
	Secret      []byte   // sealed
	OldSecret   []byte   // sealed; signs, too, until OldUntil
	OldUntil    time.Time
	Failures    int // attempts in a row that failed, whatever the event
	FailingAt   time.Time
	RetryAt     time.Time // nothing is sent before
	DisabledAt  time.Time
	PausedAt    time.Time // since when events wait for it, because its account wants so; zero = they are posted
	Problem     string    // why the last attempt failed
	DeliveredAt time.Time // when it last took an event; zero = never
	CreatedAt   time.Time
}

// EndpointState is how an endpoint does.
type EndpointState string

// The states of an endpoint.
const (
	EndpointOn      EndpointState = "on"
	EndpointFailing EndpointState = "failing"
	EndpointPaused  EndpointState = "paused" // what happens waits for it
	EndpointOff     EndpointState = "off"    // it failed for days; what happens is not posted there
)

// State is how the endpoint does.
func (e Endpoint) State() EndpointState {
	switch {
	case !e.DisabledAt.IsZero():
		return EndpointOff
	case !e.PausedAt.IsZero():
		return EndpointPaused
	case e.Failures > 0:
		return EndpointFailing
	}
	return EndpointOn
}

// Wants reports whether events of a kind are posted to it.
func (e Endpoint) Wants(kind string) bool {
	return len(e.Kinds) == 0 || slices.ContainsFunc(e.Kinds, func(k string) bool {
		group, all := strings.CutSuffix(k, "*")
		return k == kind || all && strings.HasPrefix(kind, group)
	})
}

// DeliveryState is how far a delivery has come.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting   DeliveryState = "waiting"
	DeliveryDelivered DeliveryState = "delivered" // answered with a status of 200 to 299
	DeliveryGivenUp   DeliveryState = "given_up"
)

// DeliveryStates lists the states of deliveries.
var DeliveryStates = []DeliveryState{DeliveryWaiting, DeliveryDelivered, DeliveryGivenUp}

// Delivery is an event on its way to an endpoint. All its times are wall time.
type Delivery struct {
	ID         int64
	EndpointID int64
	EventID    int64
	Kind       string
	Body       string // JSON, the same bytes for every attempt
	State      DeliveryState
	Attempts   int
	NextTry    time.Time // zero once the state is final
	Status     int       // HTTP status of the last attempt, 0 = no answer
	Problem    string
	CreatedAt  time.Time
	TriedAt    time.Time
}

// About is what the event of a delivery was about, as its body says; zero where it was about none.
func (d Delivery) About() (name string, domain, order int64) {
	var body struct {
		Data struct {
			DomainID   int64  `json:"domain_id"`
			DomainName string `json:"domain_name"`
			OrderID    int64  `json:"order_id"`
		} `json:"data"`
	}
	if json.Unmarshal([]byte(d.Body), &body) != nil {
		return "", 0, 0
	}
	return body.Data.DomainName, body.Data.DomainID, body.Data.OrderID
}

// NextPost is when a delivery is tried next, its address being what it is; zero = not again.
func (e Endpoint) NextPost(d Delivery) time.Time {
	if d.State != DeliveryWaiting || !e.DisabledAt.IsZero() || !e.PausedAt.IsZero() {
		return time.Time{}
	}
	if e.RetryAt.After(d.NextTry) {
		return e.RetryAt
	}
	return d.NextTry
}

// WebhookID is what the header webhook-id says: the same for every attempt and every address.
func (d Delivery) WebhookID() string { return "evt_" + strconv.FormatInt(d.EventID, 10) }

// Posts is what one look at events led to. It is written together with how far the reader has come.
type Posts struct {
	Reader     string
	From       int64
	To         int64
	Deliveries []Delivery
}

// Attempt is how one attempt to deliver ended: the delivery and its endpoint as they are to be from then on.
type Attempt struct {
	Delivery Delivery
	Endpoint Endpoint
	// Disable ends the endpoint: what waits for it is given up, and its account is told.
	Disable bool
}
