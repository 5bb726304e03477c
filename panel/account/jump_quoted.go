package account

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// quoted finds what an identifier stands for that somebody was quoted, and where it is seen.
func (p Pages) quoted(ctx context.Context, v *visit.Visit, d *page.Jump) ([]reseller.Quoted, error) {
	activity := v.May(reseller.RightSettings)
	found, err := p.Actions.WhatIs(ctx, v.Call(), actions.WhatIs{Text: d.Query, Activity: activity})
	for _, q := range found {
		if q.What == reseller.QuotedRecord && activity { // one place has them all
			d.Add(page.Place{To: "/panel/activity/?" + url.Values{"request": {d.Query}}.Encode(), Icon: "history", Name: v.Say("jump.activity")})
			continue
		}
		d.Add(placeOf(v, q))
	}
	return found, err
}

// placeOf is where a thing is seen. Of a list it is the page that begins with it.
func placeOf(v *visit.Visit, q reseller.Quoted) page.Place {
	id, at := fmt.Sprint(q.ID), v.Times().Minute(q.At)
	name := reseller.UnicodeOf(q.Name)
	from := fmt.Sprint("?after=", q.ID+1) // lists begin behind the number
	switch q.What {
	case reseller.QuotedOrder:
		return page.Place{To: "/panel/orders/" + id + "/", Icon: "shopping-cart", Name: v.Say("jump.order", id, name), Beside: at}
	case reseller.QuotedInvoice, reseller.QuotedNote:
		return page.Place{To: "/panel/invoices/" + from, Icon: "receipt", Name: v.Say("jump."+string(q.What), q.Text), Beside: at}
	case reseller.QuotedPayment:
		return page.Place{To: "/panel/credit/card/" + id + "/", Icon: "wallet", Name: v.Say("jump.payment"), Beside: at}
	case reseller.QuotedEntry:
		return page.Place{To: "/panel/credit/" + from, Icon: "wallet", Name: v.Say("jump.entry", q.Text), Beside: at}
	case reseller.QuotedToken:
		return page.Place{To: "/panel/tokens/" + id + "/", Icon: "key-round", Name: v.Say("jump.token", q.Text)}
	case reseller.QuotedDelivery:
		return page.Place{To: "/panel/webhooks/" + id + "/", Icon: "webhook", Name: v.Say("jump.delivery", q.Text), Beside: at}
	case reseller.QuotedZone:
		return page.Place{To: "/panel/domains/" + fmt.Sprint(q.Domain) + "/" + zonePages[q.Text], Icon: "globe", Name: v.Say("jump.zone."+q.Text, name, id), Beside: at}
	case reseller.QuotedEvent:
		return page.Place{To: ofEvent(q), Icon: "activity", Name: strings.TrimSpace(v.Say("jump.event", q.Text) + " " + name), Beside: at}
	}
	return page.Place{To: ofRecord(q), Icon: "history", Name: page.Capital(v.Language.Audited(q.Text)) + ": " + q.Name, Beside: at}
}

// zonePages are the pages of the kinds of zones of a name.
var zonePages = map[string]string{"dns": "dns/", "mail": "forwards/"}

// ofEvent is where that is seen which an event tells of.
func ofEvent(q reseller.Quoted) string {
	switch {
	case q.Order != 0:
		return "/panel/orders/" + fmt.Sprint(q.Order) + "/"
	case q.Domain != 0:
		return "/panel/domains/" + fmt.Sprint(q.Domain) + "/"
	}
	return "/panel/webhooks/"
}

// recordPages are the pages on which that is seen which the audit log's records are about, by the first word of their actions. Others are about a name.
var recordPages = map[string]string{
	"account": "settings/", "user": "team/", "token": "tokens/", "webhook": "webhooks/", "dns_template": "dns-templates/", "credit": "credit/", "topup": "credit/", "payment": "credit/",
	"invoice": "invoices/", "price": "prices/", "bulk": "domains/progress/", "order": "orders/",
}

// ofRecord is where that is seen which a record of the audit log is about, for whom Activity is not.
func ofRecord(q reseller.Quoted) string {
	about, _, _ := strings.Cut(q.Text, ".")
	if at, known := recordPages[about]; known {
		return "/panel/" + at
	}
	return "/panel/domains/?" + url.Values{"q": {q.Name}}.Encode()
}
