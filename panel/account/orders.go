package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// ordersPage is what the list of orders shows.
type ordersPage struct {
	Rows     []placed
	Paging   paging
	Filtered bool
	Kinds    []reseller.OrderKind   // to choose from
	Statuses []reseller.OrderStatus // to choose from
}

// statuses are those that orders are searched by.
var statuses = []reseller.OrderStatus{
	reseller.StatusInProgress, reseller.StatusPending, reseller.StatusDone, reseller.StatusRefused, reseller.StatusSuperseded,
}

// orders lists orders, newest first.
func (p Pages) orders(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := searched(v, "q", "kind", "status", "since", "until")
	d := ordersPage{Kinds: reseller.OrderKinds, Statuses: statuses, Filtered: filtered(form)}
	r := actions.ListOrders{
		Page: asked(v), Name: form.Values["q"], Kind: reseller.OrderKind(form.Values["kind"]), Status: reseller.OrderStatus(form.Values["status"]),
		Placed: days(v, form.Errors),
	}
	found, err := p.Actions.ListOrders(ctx, v.Call(), r)
	if err != nil && !told(v, err, &form, map[reseller.Path]string{reseller.PathName: "q", reseller.PathKind: "kind", reseller.PathStatus: "status"}) {
		return visit.Answer{}, err
	}
	if !form.Wrong() {
		d.Paging = pagingOf(v, found.Next)
		if d.Rows, err = p.placedBy(ctx, v, found.Rows); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("account/orders", v.Say("orders.title"), d).With(form), nil
}

// searched is the form of a search, from the query of its page.
func searched(v *visit.Visit, fields ...string) page.Form {
	form := page.Form{Values: map[string]string{}, Errors: map[string]string{}}
	for _, f := range fields {
		form.Values[f] = reseller.TrimEnds(v.Query.Get(f))
	}
	return form
}

// filtered reports whether a search chooses anything.
func filtered(form page.Form) bool {
	for _, value := range form.Values {
		if value != "" {
			return true
		}
	}
	return false
}
