package staff

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// quoted finds what an identifier stands for that somebody was quoted, in whichever account, and where it is seen.
func (p Pages) quoted(ctx context.Context, v *visit.Visit, d *page.Jump) ([]reseller.Quoted, error) {
	found, err := p.Audit.Quoted(ctx, d.Query)
	if err != nil {
		return nil, err
	}
	emails, err := emailsOf(ctx, p, found, func(q reseller.Quoted) int64 { return q.Account })
	if err != nil {
		return nil, err
	}
	records := 0
	for _, q := range found {
		if q.What == reseller.QuotedRecord {
			if records++; records > 1 { // one place has them all
				continue
			}
		}
		place := placeOf(v, q, d.Query)
		place.Beside = strings.TrimSpace(emails[q.Account] + " " + v.Times().Minute(q.At))
		d.Add(place)
	}
	return found, nil
}

// placeOf is where a thing is seen. Of a list it is the page that begins with it; the audit log shows all that the request did which is looked for.
func placeOf(v *visit.Visit, q reseller.Quoted, text string) page.Place {
	id, name := fmt.Sprint(q.ID), reseller.UnicodeOf(q.Name)
	from := fmt.Sprint("?before=", q.ID+1)
	account := fmt.Sprint("/operator/accounts/", q.Account, "/")
	switch q.What {
	case reseller.QuotedOrder:
		return page.Place{To: "/operator/orders/" + id + "/", Icon: "shopping-cart", Name: v.Say("jump.order", id, name)}
	case reseller.QuotedInvoice, reseller.QuotedNote:
		return page.Place{To: "/operator/invoices/" + q.Text + "/", Icon: "receipt", Name: v.Say("jump."+string(q.What), q.Text)}
	case reseller.QuotedPayment:
		return page.Place{To: "/operator/payments/" + from, Icon: "wallet", Name: v.Say("jump.payment")}
	case reseller.QuotedEntry:
		return page.Place{To: account + "ledger/" + from, Icon: "wallet", Name: v.Say("jump.entry", q.Text)}
	case reseller.QuotedToken:
		return page.Place{To: account, Icon: "key-round", Name: v.Say("jump.token", q.Text)}
	case reseller.QuotedZone:
		return page.Place{To: "/operator/domains/" + q.Name + "/", Icon: "globe", Name: v.Say("jump.zone."+q.Text, name, id)}
	case reseller.QuotedEvent:
		return page.Place{To: ofEvent(q, account), Icon: "activity", Name: strings.TrimSpace(v.Say("jump.event", q.Text) + " " + name)}
	}
	return page.Place{To: "/operator/audit/?" + url.Values{"request": {text}}.Encode(), Icon: "history", Name: v.Say("jump.records")}
}

// ofEvent is where that is seen which an event tells of.
func ofEvent(q reseller.Quoted, account string) string {
	switch {
	case q.Order != 0:
		return "/operator/orders/" + fmt.Sprint(q.Order) + "/"
	case q.Name != "":
		return "/operator/domains/" + q.Name + "/"
	}
	return account
}
