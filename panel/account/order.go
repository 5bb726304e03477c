package account

import (
	"context"
	"fmt"
	"slices"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// orderPage is what the page of an order shows.
type orderPage struct {
	actions.OrderStory
	Moves  []reseller.LedgerLine // its entries, without what was on the account
	Who    string                // placed it
	Says   string                // key of the sentence on its state
	Others []placed              // that cost money for the same name
	Next   *page.Link            // what can be done now; nil = nothing

	Tried   []reseller.Attempts // the newest first
	Earlier []reseller.Attempts // those before them, which are folded
}

// triedShown is how many kinds of outcomes an order's page shows unfolded.
const triedShown = 5

// Ended reports whether nothing more will become of the order.
func (d orderPage) Ended() bool { return !d.Order.EndedAt.IsZero() }

// order shows an order: how it stands, what it moved, what it did, and what comes next.
func (p Pages) order(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	story, err := p.Actions.OrderStory(ctx, v.Call(), actions.OrderByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	d := orderPage{OrderStory: story, Moves: reseller.LedgerLines(story.Entries, reseller.Balance{}), Says: saysOfOrder(story.Order)}
	d.Tried = reseller.AttemptsOf(story.Steps)
	slices.Reverse(d.Tried)
	if len(d.Tried) > triedShown+1 {
		d.Tried, d.Earlier = d.Tried[:triedShown], d.Tried[triedShown:]
	}
	all := []reseller.Order{story.Order}
	if story.Order.Charge.Total() != 0 {
		same, err := p.Actions.ListOrders(ctx, v.Call(), actions.ListOrders{Name: story.Order.Name.String(), Page: actions.Page{Limit: pageRows}})
		if err != nil {
			return visit.Answer{}, err
		}
		for _, o := range same.Rows {
			if o.ID != story.Order.ID && o.Charge.Total() != 0 && o.State == reseller.OrderDone {
				all = append(all, o)
			}
		}
	}
	named, err := p.placedBy(ctx, v, all)
	if err != nil {
		return visit.Answer{}, err
	}
	d.Who, d.Others = named[0].Who, named[1:]
	if d.Next, err = p.afterOrder(ctx, v, story.Order); err != nil {
		return visit.Answer{}, err
	}
	if d.Next == nil {
		if d.Next, err = p.setBack(ctx, v, story.Order); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("account/order", v.Say("order.title", v.Language.Count(story.Order.ID)), d), nil
}

// afterOrder is where one goes on from an order: to another code where a transfer was refused, to the restoration of a name that it deleted.
func (p Pages) afterOrder(ctx context.Context, v *visit.Visit, o reseller.Order) (*page.Link, error) {
	if !v.May(reseller.RightSpend) {
		return nil, nil
	}
	switch {
	case o.Kind == reseller.OrderTransfer && o.State == reseller.OrderRefused:
		return &page.Link{To: fmt.Sprintf("/panel/transfers/%d/", o.ID), Words: "transfers.new_code", Icon: "key-round"}, nil
	case o.Kind == reseller.OrderDelete && o.State == reseller.OrderDone:
		shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: o.DomainID})
		if reseller.IsKind(err, reseller.KindNotFound) || err == nil && shown.Domain.State != reseller.DomainRedemption {
			return nil, nil
		}
		return &page.Link{To: fmt.Sprintf("/panel/domains/%d/", o.DomainID), Words: "restore.see", Icon: "refresh-cw"}, err
	}
	return nil, nil
}

// saysOfOrder is the sentence on where an order stands.
func saysOfOrder(o reseller.Order) string { return "order_is." + string(o.Stage()) }
