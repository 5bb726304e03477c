package account

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// webhooksPage is what the list of webhooks shows, with the form for another one.
type webhooksPage struct {
	List     []reseller.Endpoint
	Sections []reseller.EventSection
	Chosen   []string
}

// Ticked reports whether a kind or group of events was chosen.
func (d webhooksPage) Ticked(kind string) bool { return slices.Contains(d.Chosen, kind) }

// Word is the key of what a group of events is called: most are the ends of orders.
func (webhooksPage) Word(g reseller.EventGroup) string {
	if slices.Contains(reseller.OrderKinds, reseller.OrderKind(g.Name)) {
		return "kind." + g.Name
	}
	return "event." + g.Name
}

// Open reports whether anything of a section was chosen.
func (d webhooksPage) Open(s reseller.EventSection) bool {
	return slices.ContainsFunc(s.Groups, func(g reseller.EventGroup) bool {
		return d.Ticked(g.Name+".*") || slices.ContainsFunc(g.Kinds, d.Ticked)
	})
}

// webhooks lists the addresses that events are posted to, with a form for another one.
func (p Pages) webhooks(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showWebhooks(ctx, v, v.Typed("url"))
}

func (p Pages) showWebhooks(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	list, err := p.Actions.ListWebhooks(ctx, v.Call(), struct{}{})
	return visit.Show("account/webhooks", v.Say("webhooks.title"), webhooksPage{list, reseller.EventSections(), chosenKinds(v)}).With(form), err
}

// chosenKinds are the kinds and groups of events that were ticked, or typed with blanks or commas between them.
func chosenKinds(v *visit.Visit) []string {
	return strings.Fields(strings.ReplaceAll(strings.Join(v.Form["kinds"], " "), ",", " "))
}

// addWebhook has events posted to an address, and shows its secret, this once.
func (p Pages) addWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("url")
	made, err := p.Actions.AddWebhook(ctx, v.Call(), actions.AddWebhook{URL: v.Field("url"), Kinds: chosenKinds(v)})
	if err == nil {
		return webhookSecret(v, made), nil
	}
	if !told(v, err, &form, map[reseller.Path]string{reseller.PathURL: "url", reseller.PathEventKinds: "kinds"}) {
		return visit.Answer{}, err
	}
	if form.Errors["kinds"] != "" {
		form.Errors["kinds"] = v.Say("webhooks.bad_kinds")
	}
	return p.showWebhooks(ctx, v, form)
}

// webhookSecret shows a signing secret.
func webhookSecret(v *visit.Visit, made actions.WebhookSecret) visit.Answer {
	return visit.Show("account/webhook_secret", v.Say("webhooks.secret_made"), made)
}

// webhookPage is what the page of one webhook shows.
type webhookPage struct {
	reseller.Endpoint
	Log    []posted
	Paging paging // of the log
	Test   *actions.WebhookTest
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
	return p.showWebhook(ctx, v, nil)
}

func (p Pages) showWebhook(ctx context.Context, v *visit.Visit, test *actions.WebhookTest) (visit.Answer, error) {
	d := webhookPage{Test: test}
	var err error
	if d.Endpoint, err = p.Actions.ShowWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")}); err != nil {
		return visit.Answer{}, err
	}
	log, err := p.Actions.ListDeliveries(ctx, v.Call(), actions.ListDeliveries{Webhook: d.ID, Page: asked(v)})
	d.Paging = pagingOf(v, log.Next)
	for _, row := range log.Rows {
		d.Log = append(d.Log, postedOf(d.Endpoint, row))
	}
	return visit.Show("account/webhook", v.Say("webhooks.title_one"), d), err
}

// testWebhook posts a made-up event and shows how that went.
func (p Pages) testWebhook(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	test, err := p.Actions.TestWebhook(ctx, v.Call(), actions.WebhookByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showWebhook(ctx, v, &test)
}

// replay posts an event once more.
func (p Pages) replay(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return toWebhook(v), p.Actions.ReplayDelivery(ctx, v.Call(), actions.ReplayDelivery{Webhook: v.ID("id"), ID: v.ID("delivery")})
}

// enableWebhook switches a webhook on again.
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
