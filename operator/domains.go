package operator

import (
	"context"
	"errors"
	"slices"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store"
)

// Domains are the names in accounts.
type Domains struct {
	Store  *store.Store
	Routes *registry.Routes // for Show, Hold and Keep
	Clock  reseller.Clock   // for Show and Keep
	Orders *orders.Service  // for Hold and Keep
}

// DomainChoice chooses names. What is not set chooses all.
type DomainChoice struct {
	Account       string // e-mail address
	Name          string // a name, or a pattern with *
	State         reseller.DomainState
	ExpiresBefore time.Time // paid through until before it
	Came          reseller.Between
	Closed        bool // names that have left, too
	reseller.Page
}

// gone are the states of names that no account has.
var gone = []reseller.DomainState{
	reseller.DomainRefused, reseller.DomainReleased, reseller.DomainTransferredAway, reseller.DomainDeleted, reseller.DomainDraft,
}

// List lists names, newest first.
func (u Domains) List(ctx context.Context, c DomainChoice) ([]reseller.Domain, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	var bad reseller.Faults
	if s := c.State; s != "" && !s.Live() && !slices.Contains(gone, s) {
		bad.Add(invalid(PathState, "%s is %q, which no name is in", PathState, s))
	}
	q := reseller.DomainSearch{State: c.State, ExpiresBefore: c.ExpiresBefore, Came: c.Came, Closed: c.Closed, Page: c.Page}
	if q.Account, q.Name = (Accounts{Store: u.Store}).chosen(ctx, &bad, c.Account, c.Name); bad.Err() != nil {
		return nil, bad.Err()
	}
	return u.Store.SearchDomains(ctx, q)
}

// ShownDomain is a name with what is kept of it, and the registry's view beside it.
type ShownDomain struct {
	reseller.Domain
	Phase         reseller.Phase
	Registry      registry.Registration
	RegistryError error                 // why Registry is empty
	Differences   []registry.Difference // between the registry's view and ours
	Records       int
	Forwards      int
	Orders        []reseller.Order // the newest ten
	Invoices      []reseller.Invoice
}

// shownOf is how many orders and invoices are shown.
const shownOf = 10

// Show gives a name's live row, or its newest closed one, with the registry's view beside it: that is asked for a name that an
// account has.
func (u Domains) Show(ctx context.Context, name reseller.Name) (ShownDomain, error) {
	newest := reseller.Page{Limit: shownOf}
	pattern := reseller.NamePattern(name.String())
	d, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		var rows []reseller.Domain
		if rows, err = u.Store.SearchDomains(ctx, reseller.DomainSearch{Name: pattern, Closed: true, Page: newest}); err == nil && len(rows) == 0 {
			err = notFound("no account has, or had, %s", name)
		}
		if err == nil {
			d = rows[0]
		}
	}
	if err != nil {
		return ShownDomain{}, err
	}
	shown := ShownDomain{Domain: d}
	shown.Phase, _ = d.Phase(u.Routes.Rules()[name.TLD()], u.Clock.Now())
	if d.State.Live() {
		shown.compare(ctx, u.Routes)
	}
	if shown.Orders, err = u.Store.SearchOrders(ctx, reseller.OrderSearch{Account: d.AccountID, Name: pattern, Page: newest}); err != nil {
		return shown, err
	}
	if shown.Invoices, err = u.Store.SearchInvoices(ctx, reseller.InvoiceSearch{Account: d.AccountID, Domain: pattern, Page: newest}); err != nil {
		return shown, err
	}
	records, err := u.Store.Records(ctx, d.ID)
	if err != nil {
		return shown, err
	}
	forwards, err := u.Store.Forwards(ctx, d.ID)
	shown.Records, shown.Forwards = len(records), len(forwards)
	return shown, err
}

// compare asks the registry for its view.
func (d *ShownDomain) compare(ctx context.Context, routes *registry.Routes) {
	_, connector, err := routes.Of(d.Domain)
	if err == nil {
		d.Registry, err = connector.Info(ctx, d.Name)
	}
	if d.RegistryError = err; err != nil {
		return
	}
	asShown := d.Domain
	d.Differences = d.Registry.ApplyTo(&asShown, registry.AllParts)
}
