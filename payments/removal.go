package payments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// RemoveCard removes the saved card of an account: here first, so that it is charged no more whatever the provider answers, and then at the provider, which is asked until it has confirmed.
func (s *Service) RemoveCard(ctx context.Context, a reseller.Account, by reseller.Actor) error {
	removed, err := s.Books.RemoveCard(ctx, a.ID, by)
	if err != nil || removed.Method == "" {
		return err
	}
	if err := s.forget(ctx, removed); err != nil {
		s.Log.Warn("a card that was removed is still kept at the payment provider, which is asked again", "account", a.ID, "card", removed.Method, "err", err)
	}
	return nil
}

// forgetCards has the provider keep no longer the cards that were removed or replaced, or were not kept here.
func (s *Service) forgetCards(ctx context.Context) error {
	due, err := s.Books.DueCardRemovals(ctx, s.Clock.Wall(), dueAtOnce)
	var failed error
	for _, c := range due {
		if ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		if err := s.forget(ctx, c); err != nil {
			failed = errors.Join(failed, fmt.Errorf("remove card %s of account %d: %w", c.Method, c.AccountID, err))
		}
	}
	return errors.Join(failed, err)
}

// forget asks the provider to keep a card no longer, and notes when it is asked again: not at all once it has confirmed.
func (s *Service) forget(ctx context.Context, c reseller.CardRemoval) error {
	now := s.Clock.Wall()
	failed := s.Provider.Forget(ctx, Card{Customer: c.Customer, Method: c.Method})
	var again time.Time
	if failed != nil {
		again = now.Add(askAgain(now.Sub(c.WantedAt)))
	}
	return errors.Join(failed, s.Books.CardRemovalAsked(ctx, c.Method, again))
}

// notKept notes that the provider is to keep no longer the card of a payment that is not kept here.
func (s *Service) notKept(ctx context.Context, p reseller.Payment, c Card) error {
	return s.Books.WantCardRemoved(ctx, reseller.CardRemoval{Method: c.Method, Customer: c.Customer, AccountID: p.AccountID, WantedAt: s.Clock.Wall()})
}
