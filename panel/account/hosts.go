package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// hostsData is what the page of a name's child name servers shows.
type hostsData struct {
	Domain reseller.Domain
	Hosts  []reseller.Host // with what an unfinished change of the typed one makes of it
	Seen   string          // tag of them, or of what was shown first
	Coming int64           // that change; 0 = there is none
	Saved  bool
}

// hosts shows the child name servers of a name.
func (p Pages) hosts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showHosts(ctx, v, page.Form{})
}

func (p Pages) showHosts(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	live, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	there, err := p.Actions.EditHost(ctx, v.Call(), live.Name, v.Field("host"))
	d := hostsData{Domain: live, Hosts: there.Hosts, Seen: tagOf(actions.HostSet(there.Domain), form), Coming: there.Order.ID, Saved: v.Query.Has("saved")}
	return onPart(v, "account/hosts", "hosts.title", live, d, form), err
}

// setHost makes a child name server, or gives one other addresses.
func (p Pages) setHost(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	o, err := p.orderOf(ctx, v, func(name reseller.Name) (reseller.Order, error) {
		addresses := listed(v.Form.Get("addresses"))
		set, err := p.Actions.SetChildNameserver(ctx, v.Call(), actions.SetChildNameserver{Name: name, Host: v.Field("host"), Addresses: addresses, IfMatch: seen(v)})
		return set.Order, err
	})
	return p.hostChanged(ctx, v, o, err)
}

// removeHost takes a child name server away.
func (p Pages) removeHost(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	o, err := p.orderOf(ctx, v, func(name reseller.Name) (reseller.Order, error) {
		removed, err := p.Actions.DeleteNameserver(ctx, v.Call(), actions.DeleteNameserver{Name: name, Host: v.Field("host"), IfMatch: seen(v)})
		return removed.Order, err
	})
	return p.hostChanged(ctx, v, o, err)
}

func (p Pages) hostChanged(ctx context.Context, v *visit.Visit, o reseller.Order, err error) (visit.Answer, error) {
	form := v.Typed("host", "addresses", "seen")
	a, ok, err := p.sent(v, o, err, &form, func(path reseller.Path) string {
		if path == reseller.PathAddresses {
			return "addresses"
		}
		return "host"
	})
	if ok || err != nil {
		return a, err
	}
	return p.showHosts(ctx, v, form)
}
