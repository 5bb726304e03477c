package actions

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"nameyard/reseller"
)

// ListDomains chooses names of the account. The zero value means all names that it has or is getting.
type ListDomains struct {
	Status  string // active, pending, expired, locked, redemption, pending_delete, failed, transferred_away, deleted, draft; "" = all that are or will be here
	Search  string // part of the name
	Removed bool   // names that were taken out of the account's view instead of those in it

	Names         []string  // one of these whole names, at most 1,000
	TLD           string    // under this TLD
	ExpiresBefore time.Time // paid through at most until then
	ExpiresAfter  time.Time // paid through beyond then
	AutoRenew     *bool     // renewed automatically, or not
	Unverified    bool      // those whose registry wants their holder verified
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

// ListDomains gives one page of names in the order of their ids. Contacts and hosts are left out. Nothing of the store is held
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

// liveStates are the states of names that an account has or is getting.
var liveStates = []reseller.DomainState{
	reseller.DomainPendingRegister, reseller.DomainPendingTransfer, reseller.DomainActive, reseller.DomainRedemption,
	reseller.DomainPendingDelete,
}

// domainFilter turns a status into rows. "locked" is a property, not a status: it chooses among live names.
func (s *Service) domainFilter(r ListDomains) (reseller.DomainFilter, error) {
	f := reseller.DomainFilter{
		Removed: r.Removed, Unverified: r.Unverified, Search: searchFor(r.Search), TLD: searchFor(r.TLD), AutoRenew: r.AutoRenew, PaidBefore: r.ExpiresBefore, PaidAfter: r.ExpiresAfter,
	}
	now := s.clock.Now()
	if len(r.Names) > maxListedNames {
		return f, reseller.Invalid(reseller.PathName, "%d names are asked for, and %d may be at once", len(r.Names), maxListedNames)
	}
	for _, name := range r.Names {
		f.Names = append(f.Names, searchFor(name))
	}
	switch r.Status {
	case "":
		if !r.Removed {
			f.States = liveStates
		}
	case "active":
		f.States, f.PaidAfter = []reseller.DomainState{reseller.DomainActive}, later(f.PaidAfter, now)
	case "expired":
		f.States = []reseller.DomainState{reseller.DomainActive}
		if f.PaidBefore.IsZero() || f.PaidBefore.After(now) {
			f.PaidBefore = now
		}
	case "pending":
		f.States = []reseller.DomainState{reseller.DomainPendingRegister, reseller.DomainPendingTransfer}
	case "locked":
		f.States, f.Locked = liveStates, true
	case "redemption":
		f.States = []reseller.DomainState{reseller.DomainRedemption}
	case "pending_delete":
		f.States = []reseller.DomainState{reseller.DomainPendingDelete}
	case "failed":
		f.States = []reseller.DomainState{reseller.DomainRefused}
	case "transferred_away":
		f.States = []reseller.DomainState{reseller.DomainReleased, reseller.DomainTransferredAway}
	case "deleted":
		f.States = []reseller.DomainState{reseller.DomainDeleted}
	case "draft":
		f.States = []reseller.DomainState{reseller.DomainDraft}
	default:
		return f, reseller.Invalid(reseller.PathStatus, "%q is not a status: use active, pending, expired or locked, or redemption, pending_delete, failed, transferred_away, deleted or draft", r.Status)
	}
	return f, nil
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// maxListedNames is how many names a list may be limited to.
const maxListedNames = 1000

// inNoName is a text that no name holds.
const inNoName = "!"

// maxSearch is how many letters can be searched for: no name has more (RFC 1035).
const maxSearch = 253

// searchFor brings what people search for to the form in which names are kept, which is ASCII. Databases do not compare that with
// other text, so what has no such form, or is longer than names, is searched for as something that finds nothing.
func searchFor(text string) string {
	text = strings.ToLower(reseller.TrimEnds(text))
	if utf8.RuneCountInString(text) > maxSearch {
		return inNoName
	}
	for _, c := range text {
		if c >= 0x80 {
			if ascii, err := reseller.ToASCII(text); err == nil {
				return ascii
			}
			return inNoName
		}
	}
	return text
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
