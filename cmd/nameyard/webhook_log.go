package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// postView is a delivery as it is printed. Times are wall time.
type postView struct {
	ID        int64      `json:"id"`
	WebhookID string     `json:"webhook_id"` // what its webhook-id header says
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Attempts  int        `json:"attempts"`
	Status    int        `json:"status"` // HTTP status of the last attempt, 0 = no answer
	Problem   string     `json:"problem,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	TriedAt   *time.Time `json:"tried_at"`
	NextTry   *time.Time `json:"next_try"`
	Body      string     `json:"body"`
}

func viewPost(d reseller.Delivery) postView {
	return postView{
		ID: d.ID, WebhookID: d.WebhookID(), Kind: d.Kind, State: string(d.State), Attempts: d.Attempts, Status: d.Status,
		Problem: d.Problem, CreatedAt: d.CreatedAt, TriedAt: optional(d.TriedAt), NextTry: optional(d.NextTry), Body: d.Body,
	}
}

type webhookLogCmd struct {
	webhookArgs
	Name   string `env:"NAMEYARD_LIST_NAME" placeholder:"PATTERN" help:"Only events of this name, or of names that a pattern fits: *.se"`
	Kind   string `env:"NAMEYARD_LIST_KIND" help:"Only events of this kind or group: renew.done, invoice.*"`
	State  string `env:"NAMEYARD_LIST_STATE" help:"Only those that are waiting, delivered or given_up."`
	Status int    `env:"NAMEYARD_LIST_ANSWER" help:"Only those that were last answered with this HTTP status."`
	timeFlags
	pageFlags
}

// Run lists deliveries.
func (c *webhookLogCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		choice := operator.DeliveryChoice{
			Email: c.Email, ID: c.webhookArgs.ID, Name: c.Name, Kind: c.Kind, State: reseller.DeliveryState(c.State), Status: c.Status, Made: c.between(),
		}
		return listing[reseller.Delivery]{
			get: func(page reseller.Page) ([]reseller.Delivery, error) {
				choice.Page = page
				return operator.Webhooks{Store: d.Store}.Deliveries(ctx, choice)
			},
			id: func(v reseller.Delivery) int64 { return v.ID }, view: func(v reseller.Delivery) any { return viewPost(v) },
			columns: "ID EVENT AT KIND STATE ATTEMPTS STATUS TRIED NEXT PROBLEM",
			row: func(d reseller.Delivery) []any {
				v := viewPost(d)
				return []any{v.ID, v.WebhookID, v.CreatedAt, v.Kind, v.State, v.Attempts, v.Status, v.TriedAt, v.NextTry, v.Problem}
			},
		}.print(p, c.pageFlags)
	})
}
