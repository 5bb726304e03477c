package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// ordersData is what the list of orders shows.
type ordersData struct {
	listing
	States []reseller.OrderState
	Rows   []orderLine
}

// orderLine is an order with who has the next move.
type orderLine struct {
	reseller.Order
	Account string // e-mail address
	Needs   reseller.Need
	Until   string // until when the server goes on by itself; "" = no such time is known
}

// orderStates are the states that a list can be of.
var orderStates = []reseller.OrderState{
	reseller.OrderQueued, reseller.OrderSending, reseller.OrderUnknown, reseller.OrderPending, reseller.OrderDone, reseller.OrderRefused, reseller.OrderSuperseded,
}

// orders lists orders: those that need a person, unless others are asked for.
func (p Pages) orders(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "show", "account", "name", "state")
	d := ordersData{listing: l, States: orderStates}
	choice := operator.OrderChoice{
		Account: l.Has("account"), Name: l.Has("name"), State: reseller.OrderState(l.Has("state")), Page: place,
		Unfinished: l.Has("show") == "unfinished" || l.Empty(),
	}
	if l.Empty() {
		choice.Keep = func(o reseller.Order) bool { return p.Orders.Orders.Outlook(o).NeedsOperator() }
	}
	found, err := p.Orders.List(ctx, choice)
	form := page.Form{}
	if tell(v, &form, err, beside("name").of(reseller.KindNotFound, "account")) {
		return visit.Show("staff/orders", v.Say("staff.orders"), d).With(form).Part("list"), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, found, func(o reseller.Order) int64 { return o.AccountID })
	if err != nil {
		return visit.Answer{}, err
	}
	for _, o := range shown(&d.listing, found, func(o reseller.Order) int64 { return o.ID }) {
		d.Rows = append(d.Rows, p.lineOf(v, o, emails))
	}
	return visit.Show("staff/orders", v.Say("staff.orders"), d).Part("list"), nil
}

func (p Pages) lineOf(v *visit.Visit, o reseller.Order, emails map[int64]string) orderLine {
	look := p.Orders.Orders.Outlook(o)
	return orderLine{Order: o, Account: emails[o.AccountID], Needs: look.Needs, Until: v.Times().Second(look.WorksUntil)}
}
