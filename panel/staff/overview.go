package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// ordersFirst is how many of the orders, and of the messages, that need a person the first page lists.
const ordersFirst = 8

// overviewData is what the operator's first page shows.
type overviewData struct {
	Troubles []troubleLine
	Orders   []orderLine // that need a person, the newest ones
	More     bool        // there are more of them

	Messages     []reseller.RegistryMessage // that wait for somebody, the newest ones
	MoreMessages bool

	Names      int64 // that accounts have or are getting
	Numbers    operator.Numbers
	Registries []operator.RegistryState
}

// Calm reports whether nothing needs a hand.
func (d overviewData) Calm() bool {
	return len(d.Troubles)+len(d.Orders)+len(d.Messages) == 0
}

// overview shows what needs a person, first: what is wrong, what registries say that nobody here understands, and the orders that the server does not end by
// itself. Then how much there is of what.
func (p Pages) overview(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d overviewData
	var err error
	if d.Registries, d.Names, err = p.Registries.OverviewAndNames(ctx); err != nil {
		return visit.Answer{}, err
	}
	if err := p.ordersNeeding(ctx, v, &d); err != nil {
		return visit.Answer{}, err
	}
	troubles, err := p.Trouble(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	for _, t := range troubles {
		if t.Kind != "orders_needing_operator" { // they are listed
			d.Troubles = append(d.Troubles, inWords(v, t, d.Registries))
		}
	}
	messages, err := p.Registries.Messages(ctx, operator.MessageChoice{Page: reseller.Page{Limit: ordersFirst + 1}})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Messages, d.MoreMessages = messages[:min(len(messages), ordersFirst)], len(messages) > ordersFirst
	today, err := v.Times().Day(v.Times().Date(v.Now))
	if err == nil {
		d.Numbers, err = p.Health.Numbers(ctx, today)
	}
	return visit.Show("staff/overview", v.Say("nav.overview"), d), err
}

// ordersNeeding finds the newest orders that need a person.
func (p Pages) ordersNeeding(ctx context.Context, v *visit.Visit, d *overviewData) error {
	found, err := p.Orders.List(ctx, operator.OrderChoice{
		Unfinished: true, Page: reseller.Page{Limit: ordersFirst + 1}, Keep: func(o reseller.Order) bool { return p.Orders.Orders.Outlook(o).NeedsOperator() },
	})
	if err != nil {
		return err
	}
	emails, err := emailsOf(ctx, p, found, func(o reseller.Order) int64 { return o.AccountID })
	if err != nil {
		return err
	}
	d.More = len(found) > ordersFirst
	for _, o := range found[:min(len(found), ordersFirst)] {
		d.Orders = append(d.Orders, p.lineOf(v, o, emails))
	}
	return nil
}
