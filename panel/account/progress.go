package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// progressData is how a bulk act stands.
type progressData struct {
	Orders  []reseller.Order
	Refused []refusedName
	Done    int
	Waiting int
	Set     int // names that were changed here alone
}

// refusedName is a name for which nothing was ordered.
type refusedName struct {
	ID   int64
	Name reseller.Name
	Why  string // key of what is said of errors of the kind
}

// progress shows how the orders of a bulk act stand, and for which names there is none.
func (p Pages) progress(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d progressData
	ids := v.Query["order"]
	for _, text := range ids[:min(len(ids), bulkMost)] {
		id, _ := strconv.ParseInt(text, 10, 64)
		o, err := p.Actions.OrderStatus(ctx, v.Call(), actions.OrderByID{ID: id})
		if err != nil {
			return visit.Answer{}, err
		}
		switch o.State {
		case reseller.OrderDone:
			d.Done++
		case reseller.OrderRefused, reseller.OrderSuperseded:
		default:
			d.Waiting++
		}
		d.Orders = append(d.Orders, o)
	}
	d.Set, _ = strconv.Atoi(v.Query.Get("set"))
	refused := v.Query["no"]
	for _, text := range refused[:min(len(refused), bulkMost)] {
		id, kind, _ := strings.Cut(text, ":")
		r := refusedName{Why: why(kind)}
		r.ID, _ = strconv.ParseInt(id, 10, 64)
		shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: r.ID})
		if err != nil && !reseller.IsKind(err, reseller.KindNotFound) {
			return visit.Answer{}, err
		}
		r.Name = shown.Domain.Name
		d.Refused = append(d.Refused, r)
	}
	return visit.Show("account/progress", v.Say("progress.title"), d).Part("list"), nil
}

// why is what is said of errors of a kind that the address has.
func why(kind string) string {
	switch k := reseller.Kind(kind); k {
	case reseller.CodePriceChanged:
		return "progress.repriced"
	case reseller.CodePreconditionFailed:
		return "progress.changed"
	case reseller.KindFunds, reseller.KindConflict, reseller.KindRefused, reseller.KindForbidden, reseller.KindNotFound, reseller.KindUnsupported,
		reseller.KindLimited, reseller.KindUnavailable:
		return "error." + kind
	}
	return "error.invalid"
}
