package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// ordersData is what the list of orders shows.
type ordersData struct {
	listing
	States     []reseller.OrderState // to choose from
	Kinds      []reseller.OrderKind  // to choose from
	Registries []string              // to choose from
	Rows       []orderLine
}

// orderLine is an order with who has the next move.
type orderLine struct {
	reseller.Order
	Account   string // e-mail address
	Connector string // at which its name is; "" = no name is there any more, or it is not known
	Needs     reseller.Need
	Until     string // until when the server goes on by itself; "" = no such time is known
}

// orderStates are the states that a list can be of.
var orderStates = []reseller.OrderState{
	reseller.OrderQueued, reseller.OrderSending, reseller.OrderUnknown, reseller.OrderPending, reseller.OrderDone, reseller.OrderRefused, reseller.OrderSuperseded,
}

// unfinished is what the URL says of a list of orders that have not ended.
const unfinished = "unfinished"

// orders lists orders: those that need a person, unless others are asked for.
func (p Pages) orders(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "show", "account", "name", "kind", "state", "registry", "since", "until")
	d := ordersData{listing: l, States: orderStates, Kinds: reseller.OrderKinds}
	form := l.form()
	choice := operator.OrderChoice{
		Account: l.Has("account"), Name: l.Has("name"), Kind: reseller.OrderKind(l.Has("kind")), State: reseller.OrderState(l.Has("state")), Connector: l.Has("registry"),
		Placed: v.Days(v.Times(), form.Errors), Unfinished: l.Has("show") == unfinished || l.Empty(), Page: place,
	}
	for _, c := range p.Registries.List() {
		d.Registries = append(d.Registries, c.Name)
		if c.Name == choice.Connector {
			choice.TLDs = c.TLDs
		}
	}
	if l.Empty() {
		choice.Keep = func(o reseller.Order) bool { return p.Orders.Orders.Outlook(o).NeedsOperator() }
	}
	found, err := p.Orders.List(ctx, choice)
	at := beside("name").of(reseller.KindNotFound, "account").about(map[reseller.Path]string{operator.PathKind: "kind", operator.PathState: "state"})
	if !tell(v, &form, err, at) && err != nil {
		return visit.Answer{}, err
	}
	if !form.Wrong() {
		if err := p.showOrders(ctx, v, &d, found); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("staff/orders", v.Say("staff.orders"), d).With(form).Part("list"), nil
}

// showOrders puts what is said of orders beside them.
func (p Pages) showOrders(ctx context.Context, v *visit.Visit, d *ordersData, found []reseller.Order) error {
	emails, err := emailsOf(ctx, p, found, func(o reseller.Order) int64 { return o.AccountID })
	if err != nil {
		return err
	}
	rows := shown(&d.listing, found, func(o reseller.Order) int64 { return o.ID })
	at, err := p.Registries.Of(ctx, rows...)
	for _, o := range rows {
		line := p.lineOf(v, o, emails)
		line.Connector = at[o.ID]
		d.Rows = append(d.Rows, line)
	}
	return err
}

func (p Pages) lineOf(v *visit.Visit, o reseller.Order, emails map[int64]string) orderLine {
	look := p.Orders.Orders.Outlook(o)
	return orderLine{Order: o, Account: emails[o.AccountID], Needs: look.Needs, Until: v.Times().Minute(look.WorksUntil)}
}
