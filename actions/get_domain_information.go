package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// GetDomainInformation asks for everything about a name.
type GetDomainInformation struct {
	Name reseller.Name
}

// DomainInformation is everything about a name that the account has or had.
type DomainInformation struct {
	Domain        reseller.Domain
	Sync          SyncState
	LockSupported bool
	Transfer      *reseller.Order // the last transfer order of the row, if it came by one
	AskedFor      string          // by another registrar, in the registry's words; empty = nobody asks for the name
}

// GetDomainInformation gives what is known of a name.
func (s *Service) GetDomainInformation(ctx context.Context, call Call, r GetDomainInformation) (DomainInformation, error) {
	var found DomainInformation
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return found, err
	}
	found.LockSupported = rules.Lock
	if found.Domain, err = s.anyDomain(ctx, call, r.Name); err != nil {
		return found, err
	}
	if found.Sync, err = s.Sync(ctx, call, Sync(r)); err != nil {
		return found, err
	}
	if found.Domain.State == reseller.DomainActive {
		found.AskedFor = found.Domain.Reason
	}
	transfer, err := s.store.DomainOrder(ctx, found.Domain.ID, reseller.OrderTransfer)
	if errors.Is(err, reseller.ErrNotFound) {
		return found, nil
	}
	found.Transfer = &transfer
	return found, err
}
