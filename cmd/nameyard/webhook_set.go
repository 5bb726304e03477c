package main

import (
	"context"

	"nameyard/app"
	"nameyard/operator"
)

type webhookSetCmd struct {
	webhookArgs
	URL   *string   `name:"url" help:"Where events are posted to from now on, and what waits."`
	Kinds *[]string `placeholder:"KIND" help:"Only these events from now on, such as renew.done,invoice.*; all if it is empty."`
	keyFlags
	webhookFlags
}

// Run changes a webhook.
func (c *webhookSetCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		key, err := p.databaseKey(ctx, d, c.keyFlags)
		if err != nil {
			return err
		}
		u := operator.Webhooks{Store: d.Store, Deliver: d.WebhookDeliverer(c.policy(), key, thisBuild().Version)}
		e, err := u.Change(ctx, operator.WebhookChange{Email: c.Email, ID: c.ID, URL: c.URL, Kinds: c.Kinds})
		if err != nil {
			return err
		}
		return p.out.say(viewWebhook(e), "events are posted to %s by webhook %d", e.URL, e.ID)
	})
}

type webhookPauseCmd struct{ webhookArgs }

// Run has events wait for a webhook.
func (c *webhookPauseCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		e, err := operator.Webhooks{Store: d.Store}.Pause(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"id": e.ID, "state": e.State()}, "webhook %d (%s) is paused; what happens waits until \"webhook enable\"", e.ID, e.URL)
	})
}
