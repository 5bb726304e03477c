package notices

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// floors tells accounts whose available credit has fallen below what they want to be told of: once, until it has been enough again.
func (s *Service) floors(ctx context.Context) error {
	accounts, err := s.Store.AccountsAtFloors(ctx)
	if err != nil {
		return err
	}
	for _, id := range accounts {
		if err := s.lookAtFloor(ctx, id); err != nil {
			return fmt.Errorf("credit of account %d: %w", id, err)
		}
	}
	return nil
}

func (s *Service) lookAtFloor(ctx context.Context, id int64) error {
	account, err := s.Store.Account(ctx, id)
	if err != nil {
		return err
	}
	b, err := s.Store.Balance(ctx, id)
	if err != nil {
		return err
	}
	before, err := s.Store.CreditFloor(ctx, id)
	if err != nil {
		return err
	}
	at := s.Clock.Now()
	now := reseller.LowCredit{AccountID: id, Low: account.Below(b.Available), ToldAt: before.ToldAt}
	switch {
	case now.Low == before.Low, now.Low && at.Sub(before.ToldAt) < tellAnew:
		return nil
	case now.Low:
		now.ToldAt = at
		err = s.Store.SaveCreditFloor(ctx, before, now, reseller.CreditBelow(b, at))
	default:
		err = s.Store.SaveCreditFloor(ctx, before, now)
	}
	if errors.Is(err, reseller.ErrConflict) || errors.Is(err, reseller.ErrDuplicate) {
		return nil // another server has told it
	}
	return err
}

// creditBelow tells what is left, unless the account does not want to be told any more.
func (s *Service) creditBelow(ctx context.Context, e reseller.Event, draft *mail) (bool, error) {
	account, err := s.Store.Account(ctx, e.AccountID)
	if err != nil || account.CreditFloor == nil {
		return false, err
	}
	draft.kind, draft.facts.Available = "credit_below", draft.facts.Amount
	draft.facts.Amount = reseller.Money{Minor: *account.CreditFloor, Currency: account.Currency}
	return true, nil
}

// spendCapReached tells of orders that were refused because of a cap.
func (s *Service) spendCapReached(_ context.Context, e reseller.Event, draft *mail) (bool, error) {
	draft.kind, draft.facts.Token = "spend_cap_reached", draft.facts.Reason
	draft.facts.Until = e.At.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	return true, nil
}
