package actions

import (
	"context"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// ListDomains chooses names of the account. The zero value means all names that it has or is getting.
type ListDomains struct {
	Status  string // active, pending, expired, locked, hold, unverified, redemption, pending_delete, failed, transferred_away, deleted, draft; "" = all that are or will be here
	Search  string // part of the name
	Removed bool   // names that were taken out of the account's view instead of those in it

	Names         []string  // one of these whole names, at most 1,000
	TLD           string    // under this TLD
	ExpiresBefore time.Time // paid through at most until then
	ExpiresAfter  time.Time // paid through beyond then
	AutoRenew     *bool     // renewed automatically, or not
	Locked        *bool     // locked against transfer, or not
	Nameserver    string    // has this host among its name servers, or one under it

	RegisteredBefore time.Time // registered at most at this instant
	RegisteredAfter  time.Time // registered beyond this instant

	Sort       reseller.DomainSort // "" = in the order of their ids
	Descending bool                // the other way round; of a Sort alone
	Page
}

// pageSize is how many names a page has at most.
const pageSize = 1000

// Listed is a name as lists show it. While it is pending, Domain has what its order asks for.
type Listed struct {
	Domain     reseller.Domain
	Status     string
	Registered time.Time // expected while it is pending; zero where there is no registration
	Expires    time.Time // the paid-through date; expected while it is pending; zero where there is none
	ManagedBy  string    // who runs its name servers: the operator's name in lower case, or "external"
}

// CountDomains counts what ListDomains lists in all pages.
func (s *Service) CountDomains(ctx context.Context, call Call, r ListDomains) (int64, error) {
	filter, err := s.domainFilter(r)
	if err != nil {
		return 0, err
	}
	return s.store.CountDomains(ctx, call.Caller.Account.ID, filter)
}

// CountDomainsUpTo is CountDomains that stops at most: to count a hundred thousand names takes longer than to show fifty of them.
func (s *Service) CountDomainsUpTo(ctx context.Context, call Call, r ListDomains, most int64) (int64, error) {
	filter, err := s.domainFilter(r)
	if err != nil {
		return 0, err
	}
	return s.store.CountDomainsUpTo(ctx, call.Caller.Account.ID, filter, most)
}

// ListDomains gives one page of names. Contacts and hosts are left out. Nothing of the store is held
// when it returns.
func (s *Service) ListDomains(ctx context.Context, call Call, r ListDomains) (Paged[Listed], error) {
	filter, err := s.domainFilter(r)
	if err != nil {
		return Paged[Listed]{}, err
	}
	rows, err := s.store.ListDomains(ctx, call.Caller.Account.ID, filter, r.After, r.limit()+1)
	if err != nil {
		return Paged[Listed]{}, err
	}
	orders, err := s.pendingOrders(ctx, rows)
	if err != nil {
		return Paged[Listed]{}, err
	}
	list := make([]Listed, len(rows))
	for i, d := range rows {
		list[i] = s.listed(d, orders[d.ID])
	}
	return paged(list, r.limit(), func(l Listed) int64 { return l.Domain.ID }), nil
}

// pendingOrders finds the orders of the pending names among rows.
func (s *Service) pendingOrders(ctx context.Context, rows []reseller.Domain) (map[int64]reseller.Order, error) {
	var pending []int64
	for _, d := range rows {
		if d.State == reseller.DomainPendingRegister || d.State == reseller.DomainPendingTransfer {
			pending = append(pending, d.ID)
		}
	}
	if len(pending) == 0 {
		return nil, nil
	}
	return s.store.PurchaseOrders(ctx, pending)
}

// listed shows a row; order is the one that a pending row waits for.
func (s *Service) listed(d reseller.Domain, order reseller.Order) Listed {
	l := Listed{Domain: d, Status: s.statusOf(d), Registered: d.RegisteredAt, Expires: d.PaidThrough}
	if l.Status == "pending" {
		if lock := order.Desired.Lock; lock != nil {
			l.Domain.Locked = *lock
		}
		if privacy := order.Desired.Privacy; privacy != nil {
			l.Domain.Privacy = *privacy
		}
		l.Registered = d.CreatedAt
		if !order.CreatedAt.IsZero() {
			l.Registered = order.CreatedAt
		}
		l.Expires = reseller.AddYears(l.Registered, max(order.Desired.Years, 1))
	}
	l.ManagedBy = s.managedBy(l.Domain.Nameservers)
	return l
}

// statusOf is the one word for where a name stands.
func (s *Service) statusOf(d reseller.Domain) string {
	switch d.State {
	case reseller.DomainRefused:
		return "failed"
	case reseller.DomainDeleted, reseller.DomainDraft, reseller.DomainPendingDelete:
		return string(d.State)
	case reseller.DomainReleased, reseller.DomainTransferredAway:
		return "transferred_away"
	}
	return syncState(d, s.clock.Now()).Status
}

// external is who runs name servers that are not the operator's.
const external = "external"

// managedBy tells who runs name servers: the operator, if all of them are the operator's.
func (s *Service) managedBy(nameservers []string) string {
	for _, host := range nameservers {
		if !slices.Contains(s.operator.Nameservers, host) {
			return external
		}
	}
	if len(nameservers) == 0 {
		return external
	}
	return strings.ToLower(s.operator.Name)
}
