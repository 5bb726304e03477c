package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// ordersFirst is how many of the orders, and of the messages, that need a person the first page lists.
const ordersFirst = 8

// Trouble is something that is wrong with the installation, in words, as the operator's alerts tell it.
type Trouble struct {
	Kind  string // as in docs/alerts.md
	Words string
	Todo  string
}

// seen is where the operator's pages show more of a kind of trouble.
var seen = map[string]string{
	"job_failing": "jobs/", "backup_old": "jobs/", "payments_needing_operator": "payments/", "top_ups_paused": "payments/", "dnssec_late": "nameservers/",
	"registry_down": "registries/", "registry_unpaid": "registries/", "registry_paused": "registries/", "secondary_behind": "nameservers/",
}

// Seen is the page that shows more of it; "" where none does. Orders that need a person are on the page itself.
func (t Trouble) Seen() string { return seen[t.Kind] }

// healthData is what the operator's first page shows.
type healthData struct {
	Troubles []Trouble
	Orders   []orderLine // that need a person, the newest ones
	More     bool        // there are more of them

	Messages     []reseller.RegistryMessage // that wait for somebody, the newest ones
	MoreMessages bool
}

// health shows what needs a person: what is wrong, what registries say that nobody here understands, and the orders that the server does not end by itself.
func (p Pages) health(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d healthData
	var err error
	if d.Troubles, err = p.Health(ctx); err != nil {
		return visit.Answer{}, err
	}
	found, err := p.Orders.List(ctx, operator.OrderChoice{
		Unfinished: true, Page: reseller.Page{Limit: ordersFirst + 1}, Keep: func(o reseller.Order) bool { return p.Orders.Orders.Outlook(o).NeedsOperator() },
	})
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, found, func(o reseller.Order) int64 { return o.AccountID })
	if err != nil {
		return visit.Answer{}, err
	}
	d.More = len(found) > ordersFirst
	for _, o := range found[:min(len(found), ordersFirst)] {
		d.Orders = append(d.Orders, p.lineOf(v, o, emails))
	}
	messages, err := p.Registries.Messages(ctx, operator.MessageChoice{Page: reseller.Page{Limit: ordersFirst + 1}})
	if err != nil {
		return visit.Answer{}, err
	}
	d.Messages, d.MoreMessages = messages[:min(len(messages), ordersFirst)], len(messages) > ordersFirst
	return visit.Show("staff/health", v.Say("nav.overview"), d), nil
}
