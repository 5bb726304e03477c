package account

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// webhookPage is what the page of one webhook shows.
type webhookPage struct {
	reseller.Endpoint
	Log    []posted
	Paging paging // of the log
	Test   *actions.WebhookTest

	Events  eventChoice
	Seen    string // tag of what was shown of it
	Waiting int64  // events that wait to be posted there
	Saved   bool
}

// posted is one line of what was and is to be posted.
type posted struct {
	reseller.Delivery
	Name          string
	Domain, Order int64
	Next          time.Time // zero = not again
	Pretty        string    // the body, in lines
}

func postedOf(e reseller.Endpoint, d reseller.Delivery) posted {
	row := posted{Delivery: d, Next: e.NextPost(d), Pretty: d.Body}
	row.Name, row.Domain, row.Order = d.About()
	var lines bytes.Buffer
	if json.Indent(&lines, []byte(d.Body), "", "  ") == nil {
		row.Pretty = lines.String()
	}
	return row
}

// webhook shows one webhook and what was posted there.
func (p Pages) webhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showWebhook(ctx, v, webhookPage{Saved: v.Query.Has("saved")}, page.Form{})
}

func (p Pages) showWebhook(ctx context.Context, v *visit.Visit, d webhookPage, form page.Form) (visit.Answer, error) {
	var err error
	if d.Endpoint, err = p.Actions.ShowWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")}); err != nil {
		return visit.Answer{}, err
	}
	waiting, err := p.Actions.WaitingDeliveries(ctx, v.Call(), struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Waiting, d.Seen, d.Events = waiting[d.ID], tagOf(actions.WebhookSet(d.Endpoint), form), eventChoice{reseller.EventSections(), d.Kinds}
	if form.Values == nil {
		form = v.Typed()
		form.Values["url"] = d.URL
	} else {
		d.Events.Chosen = chosenKinds(v)
	}
	log, err := p.Actions.ListDeliveries(ctx, v.Call(), actions.ListDeliveries{Webhook: d.ID, Page: asked(v)})
	d.Paging = pagingOf(v, log.Next)
	for _, row := range log.Rows {
		d.Log = append(d.Log, postedOf(d.Endpoint, row))
	}
	return visit.Show("account/webhook", v.Say("webhooks.title_one"), d).With(form), err
}

// testWebhook posts a made-up event and shows how that went.
func (p Pages) testWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	test, err := p.Actions.TestWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showWebhook(ctx, v, webhookPage{Test: &test}, page.Form{})
}

// replay posts an event once more, or now.
func (p Pages) replay(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return toWebhook(v), p.Actions.ReplayDelivery(ctx, v.Call(), actions.ReplayDelivery{Webhook: v.ID("id"), ID: v.ID("delivery")})
}

// changeWebhook gives a webhook another address or other events.
func (p Pages) changeWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("url", "seen")
	url, kinds := v.Field("url"), chosenKinds(v)
	_, err := p.Actions.ChangeWebhook(ctx, v.Call(), actions.ChangeWebhook{ID: v.ID("id"), URL: &url, Kinds: &kinds, IfMatch: seen(v)})
	if err == nil {
		return visit.Go(fmt.Sprintf("/panel/webhooks/%d/?saved=", v.ID("id"))), nil
	}
	if !moved(v, err, &form) && !badWebhook(v, err, &form) {
		return visit.Answer{}, err
	}
	return p.showWebhook(ctx, v, webhookPage{}, form)
}

// pauseWebhook has what happens wait for a webhook.
func (p Pages) pauseWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	_, err := p.Actions.PauseWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
	return toWebhook(v), err
}

// enableWebhook has events posted to a webhook again.
func (p Pages) enableWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	_, err := p.Actions.EnableWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
	return toWebhook(v), err
}

// newSecret gives a webhook another secret and shows it, this once.
func (p Pages) newSecret(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	made, err := p.Actions.RotateWebhookSecret(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
	return webhookSecret(v, made), err
}

// removeWebhook has nothing posted there any more.
func (p Pages) removeWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return visit.Go("/panel/webhooks/"), p.Actions.RemoveWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
}

func toWebhook(v *visit.Visit) visit.Answer {
	return visit.Go(fmt.Sprintf("/panel/webhooks/%d/", v.ID("id")))
}
