package account

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// actServersBack gives names those name servers again that orders have taken the place of: one order, or all of an act on many names.
var actServersBack = bulkAct{
	name: "servers-back", earlier: true,
	foresee: func(f *actions.Foresight, ctx context.Context, _ *visit.Visit, d actData, name reseller.Name) (actions.Foreseen, error) {
		return f.Nameservers(ctx, actions.SaveNameservers{Name: name, Nameservers: d.of[name].Servers})
	},
	do: func(p Pages, ctx context.Context, call actions.Call, _ *visit.Visit, chosen chosenName) (reseller.Order, error) {
		saved, err := p.Actions.SaveNameservers(ctx, call, actions.SaveNameservers{Name: chosen.Name, Nameservers: chosen.Servers, IfMatch: actions.IfMatch{chosen.Seen}})
		return saved.Order, err
	},
}

// earlierServers are the name servers that names are to have again.
type earlierServers struct {
	ByOrder string // the number of the order, as the address and the form have it; "" = it is an act
	ByAct   string // the number of the act
	Unknown int    // orders of which it is not on record what there was before
	Undone  int    // orders of the act that are not done: they have changed nothing
	of      map[reseller.Name]actions.EarlierServers
}

// serversBack is what a name is to have again.
type serversBack struct {
	Servers []string
	Now     []string // of a name whose name servers have changed since: those that it has
}

// Changed reports whether the name servers have changed since.
func (b *serversBack) Changed() bool { return b.Now != nil }

// alike is the same of names with which the same happens.
func (b *serversBack) alike() string {
	if b == nil {
		return ""
	}
	return strings.Join(b.Servers, " ") + ";" + strings.Join(b.Now, " ")
}

// back is what a name is to have again; nil where the act is another one.
func (e earlierServers) back(d reseller.Domain) *serversBack {
	earlier, is := e.of[d.Name]
	if !is {
		return nil
	}
	b := &serversBack{Servers: earlier.Servers}
	if earlier.ChangedSince(d) {
		b.Now = append([]string{}, d.Nameservers...)
	}
	return b
}

// Chosen reports whether a name is ticked when the preview is shown first: one that has been changed since is left out.
func (r actRow) Chosen() bool { return r.Back == nil || !r.Back.Changed() }

// earlierServers reads what the orders that a query or a form names have taken the place of.
func (p Pages) earlierServers(ctx context.Context, v *visit.Visit, from url.Values) (e earlierServers, err error) {
	e = earlierServers{ByOrder: from.Get("order"), ByAct: from.Get("act"), of: map[reseller.Name]actions.EarlierServers{}}
	var orders []int64
	switch {
	case e.ByOrder != "":
		orders = append(orders, idOf(e.ByOrder))
	case e.ByAct != "":
		act, err := p.Acts.BulkAct(ctx, v.Account.ID, idOf(e.ByAct))
		if errors.Is(err, reseller.ErrNotFound) {
			return e, visit.NotFound()
		}
		if err != nil {
			return e, err
		}
		orders = outcomesOf(act.Result).placed
	}
	all, err := p.Actions.EarlierServers(ctx, v.Call(), orders)
	for _, earlier := range all {
		switch {
		case !earlier.Done():
			e.Undone++
		case !earlier.Known:
			e.Unknown++
		default:
			e.of[earlier.Order.Name] = earlier
		}
	}
	return e, err
}

// namesSetBack are the names that are to have their earlier name servers again, if they are in the account still.
func (p Pages) namesSetBack(ctx context.Context, v *visit.Visit, d *actData) (names []reseller.Domain, err error) {
	if d.earlierServers, err = p.earlierServers(ctx, v, v.Query); err != nil {
		return nil, err
	}
	var ids []int64
	for _, earlier := range d.of {
		ids = append(ids, earlier.Order.DomainID)
	}
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	for _, name := range live {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b reseller.Domain) int { return strings.Compare(a.Name.String(), b.Name.String()) })
	return names, err
}

// setBack is where the name servers are set again that an order has taken the place of; nil where they cannot.
func (p Pages) setBack(ctx context.Context, v *visit.Visit, o reseller.Order) (*page.Link, error) {
	if !v.May(reseller.RightManage) || o.Kind != reseller.OrderNameservers {
		return nil, nil
	}
	earlier, err := p.Actions.EarlierServers(ctx, v.Call(), []int64{o.ID})
	if err != nil || !earlier[0].Known || !earlier[0].Done() {
		return nil, err
	}
	live, err := p.Actions.LiveDomains(ctx, v.Call(), []int64{o.DomainID})
	if err != nil || len(live) == 0 {
		return nil, err
	}
	return &page.Link{To: fmt.Sprintf("/panel/domains/servers-back/?order=%d", o.ID), Words: "act.servers-back", Icon: "history"}, nil
}
