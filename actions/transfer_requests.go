package actions

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// TransferRequest is a name of the account that another registrar asks for.
type TransferRequest struct {
	ID     int64 // number of the event that told of it
	Domain reseller.Domain
	At     time.Time // when the registry told of it
	Words  string    // the registry's
	Until  time.Time // when it lets the name go by itself, unless somebody decides before
}

// requestedWithin is how far back a request can be that is still open: longer than any registry waits.
const requestedWithin = 30 // days

// TransferRequests lists requests of other registrars that nobody has decided on, newest first. A registry tells of a request, and
// some do not tell that one was taken back: a decision on it says so then.
func (s *Service) TransferRequests(ctx context.Context, call Call, page Page) (Paged[TransferRequest], error) {
	account, now := call.Caller.Account.ID, s.clock.Now()
	var open []TransferRequest
	seen := map[int64]bool{}
	read := reseller.Page{Limit: pageSize}
	for {
		told, err := s.store.EventsOfKind(ctx, account, reseller.EventTransferAwayRequested, now.Add(-reseller.Days(requestedWithin)), read)
		if err != nil {
			return Paged[TransferRequest]{}, err
		}
		for _, e := range told {
			read.Before = e.ID
			if seen[e.DomainID] {
				continue // an older request for the same name, whatever page that is on
			}
			if seen[e.DomainID] = true; page.After != 0 && e.ID >= page.After {
				continue
			}
			r, waits, err := s.transferRequest(ctx, account, e)
			if err != nil {
				return Paged[TransferRequest]{}, err
			}
			if waits && now.Before(r.Until) {
				open = append(open, r)
			}
			if len(open) > page.limit() {
				return paged(open, page.limit(), func(r TransferRequest) int64 { return r.ID }), nil
			}
		}
		if len(told) < pageSize {
			return Paged[TransferRequest]{Rows: open}, nil
		}
	}
}

// transferRequest reads what an event tells of. It reports false if the name is gone, or somebody has decided.
func (s *Service) transferRequest(ctx context.Context, account int64, e reseller.Event) (r TransferRequest, waits bool, err error) {
	d, err := s.store.AccountDomain(ctx, account, e.DomainID)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && d.State != reseller.DomainActive {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	decided, err := s.store.DomainOrder(ctx, d.ID, reseller.OrderTransferApprove, reseller.OrderTransferReject)
	switch {
	case err == nil && decided.State == reseller.OrderDone && !decided.CreatedAt.Before(e.At):
		return r, false, nil
	case err != nil && !errors.Is(err, reseller.ErrNotFound):
		return r, false, err
	}
	rules, err := s.routes.Rules().Lookup(d.Name.TLD())
	if err != nil {
		return r, false, nil // not sold any more: nobody here can decide
	}
	return TransferRequest{ID: e.ID, Domain: d, At: e.At, Words: e.Detail.Reason, Until: e.At.Add(reseller.Days(rules.TransferDays))}, true, nil
}
