package payments

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"nameyard/reseller"
)

const (
	// refundsYoung is how long a refund may fail after it was made, with a margin: Stripe speaks of 30 days. The provider lists what changes by when it was made.
	refundsYoung = 60 * 24 * time.Hour
	// refundsEvery is how often it is asked about young refunds, of which there may be many.
	refundsEvery = 6 * time.Hour
)

// askReturned asks the provider about each payment of which what goes back may still change, however old it is: banks take months for a dispute, and a refund may fail weeks later. It
// goes on where one cannot be asked.
func (s *Service) askReturned(ctx context.Context) error {
	disputed, err := s.Books.DisputedPayments(ctx)
	if err != nil {
		return err
	}
	failed := s.askAbout(ctx, disputed, nil)
	now := s.Clock.Wall()
	if now.Sub(s.compared.refundsAt()).Abs() < refundsEvery || ctx.Err() != nil {
		return failed
	}
	refunded, err := s.Books.RefundedPayments(ctx, now.Add(-refundsYoung))
	if err == nil {
		err = s.askAbout(ctx, refunded, disputed)
	}
	if err == nil {
		s.compared.refundsAsked(now)
	}
	return errors.Join(failed, err)
}

// askAbout asks the provider about payments, but for those of which it was asked.
func (s *Service) askAbout(ctx context.Context, list, asked []reseller.Payment) (failed error) {
	done := map[int64]bool{}
	for _, p := range asked {
		done[p.ID] = true
	}
	for _, p := range list {
		if done[p.ID] {
			continue
		}
		if ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		seen, err := s.Provider.Payment(ctx, p.Ref)
		var refused *Refused
		if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
			continue // it was paid at another account at the provider: the operator decides it by what is seen there
		}
		if err == nil {
			_, err = s.take(ctx, seen, byJob)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("what has gone back of card payment %s: %w", p.Ref, err))
		}
	}
	return failed
}
