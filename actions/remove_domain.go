package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// RemoveDomain takes a name out of the account's view. Its registration goes on, it renews if auto-renew is on, and notices
// go on. What the account keeps of a name that failed or has left can be removed too.
func (s *Service) RemoveDomain(ctx context.Context, call Call, r DomainByID) error {
	d, err := s.domainByID(ctx, call, r.ID)
	if err != nil {
		return err
	}
	_, err = s.setRemoved(ctx, call, d, "RemoveDomain", true)
	return err
}

// RemovedDomain finds a name that the account has taken out of its view. ErrNotFound if there is none, or it is in view.
func (s *Service) RemovedDomain(ctx context.Context, call Call, r DomainByID) (ShownDomain, error) {
	d, err := s.store.AccountDomain(ctx, call.Caller.Account.ID, r.ID)
	if err == nil && !d.Removed {
		err = reseller.ErrNotFound
	}
	if err != nil {
		return ShownDomain{}, err
	}
	return s.show(ctx, d)
}

// RestoreToAccount brings a name back into the account's view. One that is there already stays as it is.
func (s *Service) RestoreToAccount(ctx context.Context, call Call, r DomainByID) (ShownDomain, error) {
	d, err := s.domainByID(ctx, call, r.ID)
	if d.ID == 0 && err != nil {
		return ShownDomain{}, err
	}
	if d.Removed {
		if d, err = s.setRemoved(ctx, call, d, "RestoreToAccount", false); err != nil {
			return ShownDomain{}, err
		}
	}
	return s.show(ctx, d)
}

func (s *Service) setRemoved(ctx context.Context, call Call, d reseller.Domain, action string, removed bool) (reseller.Domain, error) {
	changed, err := s.store.ChangeDomain(ctx, d.ID, call.actor(), action, func(d *reseller.Domain) error {
		if d.AccountID != call.Caller.Account.ID {
			return reseller.ErrNotFound
		}
		d.Removed = removed
		return nil
	})
	if errors.Is(err, reseller.ErrNotFound) {
		err = notHere(d.Name, err)
	}
	return changed, err
}
