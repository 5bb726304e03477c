package operator

import (
	"context"
	"errors"
	"slices"
	"strings"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/webhooks"
)

// Webhooks are the addresses that accounts' events are posted to.
type Webhooks struct {
	Store   *store.Store
	Deliver *webhooks.Deliverer // for Add, Rotate and Test; the rest needs none
}

// NewWebhook asks for a webhook.
type NewWebhook struct {
	Email string // of the account
	URL   string
	Kinds []string // only these events, such as renew.done or invoice.*; none = all
}

// Check reports what is wrong with the request.
func (n NewWebhook) Check() error { return reseller.CheckEventKinds(n.Kinds) }

// Add makes a webhook and gives its signing secret, which is shown this once.
func (u Webhooks) Add(ctx context.Context, n NewWebhook) (made reseller.Endpoint, secret string, err error) {
	if err := n.Check(); err != nil {
		return made, "", err
	}
	account, err := Accounts{u.Store}.open(ctx, n.Email)
	if err != nil {
		return made, "", err
	}
	draft, secret, err := u.Deliver.Draft(account.ID, n.URL, n.Kinds)
	if err != nil {
		return made, "", err
	}
	made, err = u.Store.AddEndpoint(ctx, draft, reseller.OperatorIn(ctx))
	return made, secret, err
}

// List lists the webhooks of an account.
func (u Webhooks) List(ctx context.Context, email string) ([]reseller.Endpoint, error) {
	account, err := Accounts{u.Store}.Find(ctx, email)
	if err != nil {
		return nil, err
	}
	return u.Store.Endpoints(ctx, account.ID)
}

// Find finds a webhook of an account.
func (u Webhooks) Find(ctx context.Context, email string, id int64) (reseller.Endpoint, error) {
	account, err := Accounts{u.Store}.Find(ctx, email)
	if err != nil {
		return reseller.Endpoint{}, err
	}
	e, err := u.Store.Endpoint(ctx, account.ID, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return e, notFound("%s has no webhook %d; %s shows them", account.Email, id, about(HintListWebhooks, account.Email))
	}
	return e, err
}

// Remove posts nothing there any more.
func (u Webhooks) Remove(ctx context.Context, email string, id int64) (reseller.Endpoint, error) {
	e, err := u.Find(ctx, email, id)
	if err != nil {
		return e, err
	}
	return e, u.Store.RemoveEndpoint(ctx, e, reseller.OperatorIn(ctx))
}

// WebhookChange asks for another address or other events of a webhook. What is nil stays.
type WebhookChange struct {
	Email string // of the account
	ID    int64
	URL   *string
	Kinds *[]string // none = all
}

// Change gives a webhook another address or other events. What waits goes to the new address.
func (u Webhooks) Change(ctx context.Context, c WebhookChange) (reseller.Endpoint, error) {
	if c.URL == nil && c.Kinds == nil {
		return reseller.Endpoint{}, refused("nothing is to be changed; give a URL or kinds of events")
	}
	e, err := u.Find(ctx, c.Email, c.ID)
	if err != nil {
		return e, err
	}
	return u.Store.ChangeEndpoint(ctx, e.AccountID, e.ID, reseller.OperatorIn(ctx), func(e *reseller.Endpoint) error {
		if c.URL != nil {
			e.URL = *c.URL
		}
		if c.Kinds != nil {
			e.Kinds = *c.Kinds
		}
		var err error
		e.URL, err = u.Deliver.Check(e.URL, e.Kinds)
		return err
	})
}

// Pause has what happens wait for a webhook until Enable.
func (u Webhooks) Pause(ctx context.Context, email string, id int64) (reseller.Endpoint, error) {
	e, err := u.Find(ctx, email, id)
	if err != nil {
		return e, err
	}
	if err = u.Store.PauseEndpoint(ctx, e, reseller.OperatorIn(ctx)); errors.Is(err, reseller.ErrConflict) {
		return e, refused("webhook %d is paused, or switched off, as it is", e.ID)
	}
	if err != nil {
		return e, err
	}
	return u.Find(ctx, email, id)
}

// Rotate gives a webhook another signing secret, which is shown this once. The old one signs, too, for webhooks.OldSecretTime.
func (u Webhooks) Rotate(ctx context.Context, email string, id int64) (e reseller.Endpoint, secret string, err error) {
	if e, err = u.Find(ctx, email, id); err != nil {
		return e, "", err
	}
	secret, sealed, oldUntil := u.Deliver.NextSecret(e)
	return e, secret, u.Store.RotateEndpoint(ctx, e, sealed, oldUntil, reseller.OperatorIn(ctx))
}

// Enable has events posted to a webhook again that failed for days, or was paused.
func (u Webhooks) Enable(ctx context.Context, email string, id int64) (reseller.Endpoint, error) {
	e, err := u.Find(ctx, email, id)
	if err != nil {
		return e, err
	}
	err = u.Store.EnableEndpoint(ctx, e, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return e, refused("webhook %d is on", e.ID)
	}
	return e, err
}

// Test posts a test event now and gives the answer's HTTP status.
func (u Webhooks) Test(ctx context.Context, email string, id int64) (e reseller.Endpoint, status int, err error) {
	if e, err = u.Find(ctx, email, id); err != nil {
		return e, 0, err
	}
	if status, err = u.Deliver.Test(ctx, e); err != nil {
		return e, 0, refused("%s: %v", e.URL, err)
	}
	return e, status, nil
}

// DeliveryChoice chooses among what was and is to be posted to a webhook. What is not set chooses all.
type DeliveryChoice struct {
	Email  string // of the account
	ID     int64  // of the webhook
	Name   string // that the event is about: a name, or a pattern with *
	Kind   string // of the event, or a group of kinds such as invoice.*
	State  reseller.DeliveryState
	Status int              // HTTP status of the last attempt
	Made   reseller.Between // wall time
	reseller.Page
}

// Deliveries lists what was and is to be posted to a webhook, newest first.
func (u Webhooks) Deliveries(ctx context.Context, c DeliveryChoice) ([]reseller.Delivery, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	if c.State != "" && !slices.Contains(reseller.DeliveryStates, c.State) {
		return nil, invalid(PathState, "%s is %q, it must be waiting, delivered or given_up", PathState, c.State)
	}
	if c.Kind != "" && !reseller.IsEventKind(c.Kind) {
		return nil, invalid(PathKind, "%s is %q, which never happens; there are %s, and groups such as invoice.*", PathKind, c.Kind,
			strings.Join(reseller.EventKinds(), ", "))
	}
	q := reseller.DeliverySearch{Kind: c.Kind, State: c.State, Status: c.Status, Made: c.Made, Page: c.Page}
	var err error
	if q.Name, err = reseller.ParseNamePattern(c.Name); err != nil {
		return nil, err
	}
	e, err := u.Find(ctx, c.Email, c.ID)
	if err != nil {
		return nil, err
	}
	q.Endpoint = e.ID
	return u.Store.SearchDeliveries(ctx, q)
}
