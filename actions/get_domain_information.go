package actions

import (
	"context"
	"errors"
	"time"

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
	Phase         reseller.Phase // where it is in its life, by the rules of its TLD
	PhaseEnds     time.Time      // when that ends if nobody does anything; zero where only the registry knows
	LockSupported bool
	Transfer      *reseller.Order // the last transfer order of the row, if it came by one
	AskedFor      string          // by another registrar, in the registry's words; empty = nobody asks for the name
	Published     *Published      // nil where nobody publishes zones

	TransferableFrom     time.Time // before it the registry lets the name go to nobody: never zero, past if it can go
	RenewableAfterExpiry bool      // the TLD lets an expired name be renewed
}

// transferableFrom counts the TLD's days from the registration or the last transfer.
func (i DomainInformation) transferableFrom(rules reseller.TLD) time.Time {
	from := i.Domain.RegisteredAt
	if from.IsZero() {
		from = i.Domain.CreatedAt
	}
	if i.Transfer != nil && i.Transfer.EndedAt.After(from) {
		from = i.Transfer.EndedAt
	}
	return from.Add(reseller.Days(rules.TransferLockDays))
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
	if found.Sync, err = s.syncOf(ctx, found.Domain); err != nil {
		return found, err
	}
	found.Phase, found.PhaseEnds = found.Domain.Phase(rules, s.clock.Now())
	if found.Domain.State == reseller.DomainActive {
		found.AskedFor = found.Domain.Reason
	}
	if found.Published, err = s.published(ctx, found.Domain); err != nil {
		return found, err
	}
	found.RenewableAfterExpiry = rules.GraceDays() > 0
	transfer, err := s.store.DomainOrder(ctx, found.Domain.ID, reseller.OrderTransfer)
	if err == nil {
		found.Transfer = &transfer
	}
	found.TransferableFrom = found.transferableFrom(rules)
	if errors.Is(err, reseller.ErrNotFound) {
		return found, nil
	}
	return found, err
}
