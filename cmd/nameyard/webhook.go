package main

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/webhooks"
)

// webhookFlags say where webhooks may go.
type webhookFlags struct {
	WebhookHTTP  bool           `name:"webhook-http" help:"Let webhooks go over plain http, too: for tests."`
	WebhookAllow []netip.Prefix `placeholder:"CIDR" help:"Addresses that webhooks may go to although they are not public."`
}

// policy is where webhooks may go.
func (f webhookFlags) policy() webhooks.Policy {
	return webhooks.Policy{PlainHTTP: f.WebhookHTTP, Allow: f.WebhookAllow}
}

type webhookCmd struct {
	Add    webhookAddCmd    `cmd:"" changes:"" help:"Post an account's events to a URL, and show the signing secret, once."`
	List   webhookListCmd   `cmd:"" help:"List the webhooks of an account."`
	Set    webhookSetCmd    `cmd:"" changes:"" help:"Give a webhook another URL or other events; what waits goes to the new URL."`
	Pause  webhookPauseCmd  `cmd:"" changes:"" help:"Post nothing there until it is enabled again; what happens waits."`
	Remove webhookRemoveCmd `cmd:"" changes:"" help:"Post nothing there any more."`
	Rotate webhookRotateCmd `cmd:"" changes:"" help:"Make another secret; the old one signs, too, for a day."`
	Enable webhookEnableCmd `cmd:"" changes:"" help:"Post to a webhook again that is paused, or was switched off because it failed for days."`
	Test   webhookTestCmd   `cmd:"" help:"Post a test event now and show the answer's status."`
	Log    webhookLogCmd    `cmd:"" help:"List what was and is to be posted to one, newest first."`
}

// webhookView is a webhook as it is printed. The secret is there when it is made and never again.
type webhookView struct {
	Secret     string     `json:"secret,omitempty"`
	ID         int64      `json:"id"`
	URL        string     `json:"url"`
	Kinds      []string   `json:"kinds"` // empty = all
	State      string     `json:"state"` // on, failing, paused, off
	Problem    string     `json:"problem,omitempty"`
	FailingAt  *time.Time `json:"failing_since"`
	RetryAt    *time.Time `json:"retry_at"`
	DisabledAt *time.Time `json:"disabled_at"`
	PausedAt   *time.Time `json:"paused_at"`
	CreatedAt  time.Time  `json:"created_at"`
}

func viewWebhook(e reseller.Endpoint) webhookView {
	return webhookView{
		ID: e.ID, URL: e.URL, Kinds: append([]string{}, e.Kinds...), State: string(e.State()), Problem: e.Problem, FailingAt: optional(e.FailingAt),
		RetryAt: optional(e.RetryAt), DisabledAt: optional(e.DisabledAt), PausedAt: optional(e.PausedAt), CreatedAt: e.CreatedAt,
	}
}

type webhookAddCmd struct {
	Email string   `arg:"" help:"E-mail address of the account."`
	URL   string   `arg:"" name:"url" help:"Where events are posted to: https://…"`
	Kinds []string `placeholder:"KIND" help:"Only these events, such as renew.done,invoice.*; all if none is given."`
	keyFlags
	webhookFlags
}

// Run makes a webhook.
func (c *webhookAddCmd) Run(ctx context.Context, p *program) error {
	n := operator.NewWebhook{Email: c.Email, URL: c.URL, Kinds: c.Kinds}
	if err := n.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		key, err := p.databaseKey(ctx, d, c.keyFlags)
		if err != nil {
			return err
		}
		u := operator.Webhooks{Store: d.Store, Deliver: d.WebhookDeliverer(c.policy(), key, thisBuild().Version)}
		made, secret, err := u.Add(ctx, n)
		if err != nil {
			return err
		}
		return p.showSecret(made, secret)
	})
}

// showSecret prints a secret, once.
func (p *program) showSecret(e reseller.Endpoint, secret string) error {
	v := viewWebhook(e)
	v.Secret = secret
	return p.out.print(v, func(w io.Writer) {
		fmt.Fprintln(w, secret)
		fmt.Fprintf(p.stderr, "signing secret of webhook %d (%s); it is shown this once\n", e.ID, e.URL)
	})
}

type webhookListCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run lists the webhooks of an account.
func (c *webhookListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		endpoints, err := operator.Webhooks{Store: d.Store}.List(ctx, c.Email)
		if err != nil {
			return err
		}
		views := make([]webhookView, len(endpoints))
		for i, e := range endpoints {
			views[i] = viewWebhook(e)
		}
		return table(p.out, views, "ID STATE URL KINDS RETRY PROBLEM", func(v webhookView) []any {
			return []any{v.ID, v.State, v.URL, v.Kinds, v.RetryAt, v.Problem}
		})
	})
}

// webhookArgs name one webhook.
type webhookArgs struct {
	Email string `arg:"" help:"E-mail address of the account."`
	ID    int64  `arg:"" help:"Number of the webhook, as \"webhook list\" shows it."`
}

type webhookRemoveCmd struct{ webhookArgs }

// Run removes a webhook.
func (c *webhookRemoveCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		e, err := operator.Webhooks{Store: d.Store}.Remove(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"id": e.ID, "removed": true}, "webhook %d (%s) is removed", e.ID, e.URL)
	})
}

type webhookRotateCmd struct {
	webhookArgs
	keyFlags
}

// Run gives a webhook another secret.
func (c *webhookRotateCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		key, err := p.databaseKey(ctx, d, c.keyFlags)
		if err != nil {
			return err
		}
		e, secret, err := operator.Webhooks{Store: d.Store, Deliver: d.WebhookDeliverer(webhooks.Policy{}, key, thisBuild().Version)}.Rotate(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.showSecret(e, secret)
	})
}

type webhookEnableCmd struct{ webhookArgs }

// Run switches a webhook on again.
func (c *webhookEnableCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		e, err := operator.Webhooks{Store: d.Store}.Enable(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"id": e.ID, "state": "on"}, "webhook %d (%s) is on", e.ID, e.URL)
	})
}

type webhookTestCmd struct {
	webhookArgs
	keyFlags
	webhookFlags
}

// Run posts a test event.
func (c *webhookTestCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		key, err := p.databaseKey(ctx, d, c.keyFlags)
		if err != nil {
			return err
		}
		u := operator.Webhooks{Store: d.Store, Deliver: d.WebhookDeliverer(c.policy(), key, thisBuild().Version)}
		e, status, err := u.Test(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"id": e.ID, "status": status}, "%s answered with status %d", e.URL, status)
	})
}
