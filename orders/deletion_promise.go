package orders

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/reseller"
)

// keepsPromise refuses a deletion that does not come to what was shown before it was asked for, before anything of the name is touched. A deletion that
// the registry has been told of is a repeat.
func (s *Service) keepsPromise(ctx context.Context, r Request, rules reseller.TLD) error {
	if r.Promise == nil {
		return nil
	}
	last, err := found(s.store.LastChange(ctx, r.Domain.ID, deleteSubject))
	if err != nil || last != nil && last.State.Live() {
		return err
	}
	return s.comesTo(ctx, *r.Domain, rules, r.Desired.NoRefund, *r.Promise)
}

// stillPromised refuses a deletion that has waited for its registry until it does not come to what was promised any more. Nothing has been sent when it
// fails.
func (s *Service) stillPromised(ctx context.Context, a attempt) error {
	if a.Kind != reseller.OrderDelete || a.Desired.Promise == nil {
		return nil
	}
	domain, err := s.store.DomainByID(ctx, a.DomainID)
	if err == nil {
		err = s.comesTo(ctx, domain, a.rules, a.Desired.NoRefund, *a.Desired.Promise)
	}
	var broken *reseller.Error
	switch {
	case errors.As(err, &broken) && !broken.Kind.LeavesOpen():
		return &refusal{code: broken.Code, words: broken.Words}
	case err != nil:
		return errors.Join(registry.ErrUnreachable, err)
	}
	return nil
}
