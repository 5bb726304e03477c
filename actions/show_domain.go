package actions

import (
	"context"
	"errors"
	"maps"
	"time"

	"nameyard/reseller"
)

// DomainByID names a name by its id in the account.
type DomainByID struct {
	ID int64
}

// DomainByText names a name as people write it.
type DomainByText struct {
	Name string
}

// DomainID finds the id of a name that is or was in the account: of the row that stands for it now. What is no name is not there.
func (s *Service) DomainID(ctx context.Context, call Call, r DomainByText) (int64, error) {
	name, err := s.WholeName(r.Name)
	if err != nil {
		return 0, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no domain %.253q in this account", r.Name).In(reseller.PathID)
	}
	d, err := s.anyDomain(ctx, call, name)
	if reseller.IsKind(err, reseller.KindNotFound) { // a draft has its name, and holds it from nobody
		drafts := reseller.DomainFilter{States: []reseller.DomainState{reseller.DomainDraft}, Search: name.String()}
		found, failed := s.store.ListDomains(ctx, call.Caller.Account.ID, drafts, 0, pageSize)
		for _, draft := range found {
			if draft.Name == name {
				return draft.ID, nil
			}
		}
		if failed != nil {
			err = failed
		}
	}
	return d.ID, err
}

// ShownDomain is everything that newer faces show of one name.
type ShownDomain struct {
	Listed
	Registrar  string // the operator's name
	DaysLeft   int    // whole days until it expires, negative afterwards
	Updated    time.Time
	Deleted    time.Time // when it was deleted here, of a name that has not gone yet; zero = it was not
	DNSRecords int
	Published  *Published   // nil where nobody publishes zones
	Signable   bool         // the house's name servers sign zones
	Rules      reseller.TLD // of its TLD
}

// ShowDomain gives a name that is or was in the account, by its id. A name out of view is not there.
func (s *Service) ShowDomain(ctx context.Context, call Call, r DomainByID) (ShownDomain, error) {
	d, err := s.domainByID(ctx, call, r.ID)
	if err != nil {
		return ShownDomain{}, err
	}
	return s.show(ctx, d)
}

// LiveDomain finds a name that is in the account and in its view, by its id. What has left the account is an error.
func (s *Service) LiveDomain(ctx context.Context, call Call, r DomainByID) (reseller.Domain, error) {
	d, err := s.domainByID(ctx, call, r.ID)
	if err != nil {
		return d, err
	}
	return d, mustBeLive(d.Name, d.State, nil)
}

// LiveDomains finds by their ids those names of several that LiveDomain finds.
func (s *Service) LiveDomains(ctx context.Context, call Call, ids []int64) (map[int64]reseller.Domain, error) {
	live, err := s.DomainsByID(ctx, call, ids)
	maps.DeleteFunc(live, func(_ int64, d reseller.Domain) bool { return !d.State.Live() })
	return live, err
}

// DomainsByID finds by their ids those names of several that ShowDomain finds.
func (s *Service) DomainsByID(ctx context.Context, call Call, ids []int64) (map[int64]reseller.Domain, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.store.AccountDomains(ctx, call.Caller.Account.ID, ids)
	found := make(map[int64]reseller.Domain, len(rows))
	for _, d := range rows {
		if !d.Removed {
			found[d.ID] = d
		}
	}
	return found, err
}

// domainByID finds a row of the account that is in its view.
func (s *Service) domainByID(ctx context.Context, call Call, id int64) (reseller.Domain, error) {
	d, err := s.store.AccountDomain(ctx, call.Caller.Account.ID, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return d, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no domain %d in this account", id).In(reseller.PathID)
	}
	if err == nil && d.Removed {
		err = outOfView(d)
	}
	return d, err
}

func (s *Service) show(ctx context.Context, d reseller.Domain) (ShownDomain, error) {
	orders, err := s.pendingOrders(ctx, []reseller.Domain{d})
	if err != nil {
		return ShownDomain{}, err
	}
	shown := ShownDomain{Listed: s.listed(d, orders[d.ID]), Registrar: s.operator.Name, Signable: s.operator.Signs, Rules: s.routes.Rules()[d.Name.TLD()]}
	if !shown.Expires.IsZero() {
		shown.DaysLeft = daysUntil(shown.Expires, s.clock.Now())
	}
	if shown.Updated, err = s.store.LastDone(ctx, d.ID); err != nil {
		return shown, err
	}
	if shown.Updated.IsZero() {
		shown.Updated = shown.Registered
	}
	if d.State == reseller.DomainRedemption || d.State == reseller.DomainPendingDelete {
		if shown.Deleted, err = s.orders.DeletedAt(ctx, d.ID); err != nil {
			return shown, err
		}
	}
	records, err := s.store.Records(ctx, d.ID)
	shown.DNSRecords = len(records)
	if err == nil {
		shown.Published, err = s.published(ctx, d)
	}
	return shown, err
}

// daysUntil counts whole days until an instant, rounded down.
func daysUntil(at, now time.Time) int {
	left := at.Sub(now)
	days := int(left / reseller.Days(1))
	if left < 0 && left%reseller.Days(1) != 0 {
		days--
	}
	return days
}
