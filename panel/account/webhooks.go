package account

import (
	"context"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// webhooksPage is what the list of webhooks shows, with the form for another one.
type webhooksPage struct {
	List   []reseller.Endpoint
	Events eventChoice
}

// eventChoice is a choice of events: what there is, and what was chosen.
type eventChoice struct {
	Sections []reseller.EventSection
	Chosen   []string
}

// Ticked reports whether a kind or group of events was chosen.
func (d eventChoice) Ticked(kind string) bool { return slices.Contains(d.Chosen, kind) }

// Word is the key of what a group of events is called: most are the ends of orders.
func (eventChoice) Word(g reseller.EventGroup) string {
	if slices.Contains(reseller.OrderKinds, reseller.OrderKind(g.Name)) {
		return "kind." + g.Name
	}
	return "event." + g.Name
}

// Open reports whether anything of a section was chosen.
func (d eventChoice) Open(s reseller.EventSection) bool {
	return slices.ContainsFunc(s.Groups, func(g reseller.EventGroup) bool {
		return d.Ticked(g.Name+".*") || slices.ContainsFunc(g.Kinds, d.Ticked)
	})
}

// Others are chosen kinds that have no box of their own, such as a group with one kind in it.
func (d eventChoice) Others() (others []string) {
	boxes := map[string]bool{}
	for _, s := range d.Sections {
		for _, g := range s.Groups {
			boxes[g.Name+".*"] = len(g.Kinds) > 1
			for _, k := range g.Kinds {
				boxes[k] = true
			}
		}
	}
	for _, k := range d.Chosen {
		if !boxes[k] && reseller.IsEventKind(k) {
			others = append(others, k)
		}
	}
	return others
}

// webhooks lists the addresses that events are posted to, with a form for another one.
func (p Pages) webhooks(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showWebhooks(ctx, v, v.Typed("url"))
}

func (p Pages) showWebhooks(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	list, err := p.Actions.ListWebhooks(ctx, v.Call(), struct{}{})
	return visit.Show("account/webhooks", v.Say("webhooks.title"), webhooksPage{list, eventChoice{reseller.EventSections(), chosenKinds(v)}}).With(form), err
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
	if !badWebhook(v, err, &form) {
		return visit.Answer{}, err
	}
	return p.showWebhooks(ctx, v, form)
}

// badWebhook reports whether an error is about what was typed of a webhook, and tells it in the form.
func badWebhook(v *visit.Visit, err error, form *page.Form) bool {
	if !told(v, err, form, map[reseller.Path]string{reseller.PathURL: "url", reseller.PathEventKinds: "kinds"}) {
		return false
	}
	if form.Errors["kinds"] != "" {
		form.Errors["kinds"] = v.Say("webhooks.bad_kinds")
	}
	return true
}

// webhookSecret shows a signing secret.
func webhookSecret(v *visit.Visit, made actions.WebhookSecret) visit.Answer {
	return visit.Show("account/webhook_secret", v.Say("webhooks.secret_made"), made)
}
