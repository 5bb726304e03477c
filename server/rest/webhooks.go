package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"nameyard/actions"
	"nameyard/reseller"
)

// webhook is an address that events are posted to, on the wire. Its secret is there once, in the answer to the request that made it.
type webhook struct {
	ID           int64    `json:"id"`
	URL          string   `json:"url"`
	Kinds        []string `json:"kinds"` // empty = all
	State        string   `json:"state"` // on, failing, paused, off
	Problem      *string  `json:"problem"`
	FailingSince *string  `json:"failing_since"`
	RetryAt      *string  `json:"retry_at"`
	DisabledAt   *string  `json:"disabled_at"`
	PausedAt     *string  `json:"paused_at"`
	CreatedAt    *string  `json:"created_at"`
	Secret       string   `json:"secret,omitempty"`
}

func webhookOf(e reseller.Endpoint) webhook {
	return webhook{
		ID: e.ID, URL: e.URL, Kinds: list(e.Kinds), State: string(e.State()), Problem: some(e.Problem), FailingSince: instant(e.FailingAt), RetryAt: instant(e.RetryAt),
		DisabledAt: instant(e.DisabledAt), PausedAt: instant(e.PausedAt), CreatedAt: instant(e.CreatedAt),
	}
}

// webhookID is the webhook that the path names.
func (req *request) webhookID() actions.WebhookByID { return actions.WebhookByID{ID: req.id()} }

func (req *request) webhooks(ctx context.Context) (reply, error) {
	found, err := req.api.actions.ListWebhooks(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Results []webhook `json:"results"`
	}{each(found, webhookOf)})
}

// webhookReply shows a webhook.
func webhookReply(e reseller.Endpoint, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.WebhookSet(e))(jsonReply(http.StatusOK, webhookOf(e)))
}

// secretReply shows a webhook with its secret.
func secretReply(status int, made actions.WebhookSecret, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	w := webhookOf(made.Endpoint)
	w.Secret = made.Secret
	return tagged(actions.WebhookSet(made.Endpoint))(jsonReply(status, w))
}

func (req *request) showWebhook(ctx context.Context) (reply, error) {
	return webhookReply(req.api.actions.ShowWebhook(ctx, req.call, req.webhookID()))
}

func (req *request) addWebhook(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.AddWebhook{URL: b.need("url"), Kinds: b.texts("kinds")}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.AddWebhook(ctx, req.call, r)
	return secretReply(http.StatusCreated, made, err)
}

func (req *request) changeWebhook(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.ChangeWebhook{ID: req.id(), IfMatch: req.ifMatch()}
	if _, there := b.parts["url"]; there {
		url := b.text("url")
		r.URL = &url
	}
	if _, there := b.parts["kinds"]; there {
		kinds := b.texts("kinds")
		r.Kinds = &kinds
	}
	b.ignore("id", "state", "problem", "failing_since", "retry_at", "disabled_at", "paused_at", "created_at") // the whole of GET may come back
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return webhookReply(req.api.actions.ChangeWebhook(ctx, req.call, r))
}

func (req *request) pauseWebhook(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return webhookReply(req.api.actions.PauseWebhook(ctx, req.call, req.webhookID()))
}

func (req *request) removeWebhook(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, req.api.actions.RemoveWebhook(ctx, req.call, req.webhookID())
}

func (req *request) rotateWebhookSecret(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.RotateWebhookSecret(ctx, req.call, req.webhookID())
	return secretReply(http.StatusOK, made, err)
}

func (req *request) enableWebhook(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return webhookReply(req.api.actions.EnableWebhook(ctx, req.call, req.webhookID()))
}

func (req *request) testWebhook(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	test, err := req.api.actions.TestWebhook(ctx, req.call, req.webhookID())
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Delivered bool    `json:"delivered"`
		Status    *int    `json:"status"` // of the answer; null if none came
		Problem   *string `json:"problem"`
	}{test.Problem == "", some(test.Status), some(test.Problem)})
}

// delivery is what was or is to be posted to a webhook, on the wire.
type delivery struct {
	ID        int64           `json:"id"`
	WebhookID string          `json:"webhook_id"` // what the header webhook-id says
	Kind      string          `json:"kind"`
	State     string          `json:"state"` // waiting, delivered, given_up
	Attempts  int             `json:"attempts"`
	Status    *int            `json:"status"` // of the last answer; null if none came
	Problem   *string         `json:"problem"`
	CreatedAt *string         `json:"created_at"`
	TriedAt   *string         `json:"tried_at"`
	NextTry   *string         `json:"next_try"`
	Body      json.RawMessage `json:"body"`
}

func (req *request) deliveries(ctx context.Context) (reply, error) {
	p, err := req.page()
	if err != nil {
		return reply{}, err
	}
	found, err := req.api.actions.ListDeliveries(ctx, req.call, actions.ListDeliveries{Webhook: req.id(), Page: p})
	if err != nil {
		return reply{}, err
	}
	return req.results(each(found.Rows, func(d reseller.Delivery) delivery {
		return delivery{
			ID: d.ID, WebhookID: d.WebhookID(), Kind: d.Kind, State: string(d.State), Attempts: d.Attempts, Status: some(d.Status), Problem: some(d.Problem),
			CreatedAt: instant(d.CreatedAt), TriedAt: instant(d.TriedAt), NextTry: instant(d.NextTry), Body: json.RawMessage(d.Body),
		}
	}), found.Next)
}

func (req *request) replayDelivery(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	id, err := strconv.ParseInt(req.Params["delivery"], 10, 64)
	if err != nil {
		return reply{}, err // Fits lets only numbers through
	}
	return reply{status: http.StatusNoContent}, req.api.actions.ReplayDelivery(ctx, req.call, actions.ReplayDelivery{Webhook: req.id(), ID: id})
}
