package orders

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

// recheckDue compares done changes with the registry that took the place of an unanswered one: the old command may have
// come late and set what was wanted before. Then the newer change is sent once more, as an order of its own.
func (s *Service) recheckDue(ctx context.Context) (int, error) {
	reading, stop := s.recordContext(ctx)
	orders, err := s.store.DueRechecks(reading, reconcileBatch)
	stop()
	if err != nil {
		return 0, err
	}
	for _, o := range orders {
		if err := safely.Do(s.log.With("order", o.ID), "order", func() error { return s.recheck(ctx, o) }); err != nil {
			s.log.Error("cannot recheck a change", "order", o.ID, "err", err)
		}
	}
	return len(orders), nil
}

func (s *Service) recheck(ctx context.Context, o reseller.Order) error {
	a, err := s.newAttempt(o, "")
	if err != nil {
		return err
	}
	if a.unserved != nil {
		return a.unserved
	}
	domain, err := s.domainOf(ctx, o)
	if err != nil {
		return err
	}
	if !domain.State.Held() || !stillWanted(domain, a.order) {
		return s.rechecked(ctx, o) // a newer change has come since; it is the one that counts
	}
	if newer, err := s.unfinished(ctx, o); newer || err != nil {
		return err // what the registry shows may be its effect: this one stays due until it has ended
	}
	view := s.look(a)
	if view.err != nil {
		return view.err
	}
	if find(a.order, view.shown, s.clock.Now()).verdict == absent {
		s.log.Warn("a late command undid a change; setting it again", "order", o.ID, "kind", o.Kind, "name", o.Name.String())
		err := s.setAgain(ctx, o, domain)
		if errors.Is(err, reseller.ErrConflict) {
			return nil // another change came while the registry was asked: look again in the next round
		}
		if err != nil {
			return fmt.Errorf("set it again: %w", err)
		}
	}
	return s.rechecked(ctx, o)
}

func (s *Service) domainOf(ctx context.Context, o reseller.Order) (reseller.Domain, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.DomainByID(ctx, o.DomainID)
}

func (s *Service) rechecked(ctx context.Context, o reseller.Order) error {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.Recheck(ctx, o.ID, time.Time{})
}

// stillWanted reports whether the domain row still shows what the order set.
func stillWanted(domain reseller.Domain, o order) bool {
	before := domain
	kinds[o.Kind].apply(&domain, o, effect{}, domain.CreatedAt)
	return reflect.DeepEqual(before, domain)
}

// setAgain orders the same change again, in the name of the account. ErrConflict if the domain row has changed since it was read.
func (s *Service) setAgain(ctx context.Context, o reseller.Order, domain reseller.Domain) error {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	account, err := s.store.Account(ctx, o.AccountID)
	if err != nil {
		return err
	}
	desired := o.Desired
	if desired.Leaving { // the row has it: a name that stays is not to differ from it
		desired.Leaving, desired.SetsBack = false, true
	}
	_, err = s.Change(ctx, Request{
		Caller: reseller.Caller{Account: account}, Kind: o.Kind, Name: o.Name, Domain: &domain, Guarded: true, Subject: o.Subject, Desired: desired,
	})
	return err
}
