package payments

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// askDisputes asks the provider about each payment with a dispute that has not ended: banks take months, and the provider lists what changes by when it began. It goes on where one cannot
// be asked.
func (s *Service) askDisputes(ctx context.Context) error {
	disputed, err := s.Books.DisputedPayments(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range disputed {
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
			failed = errors.Join(failed, fmt.Errorf("dispute of card payment %s: %w", p.Ref, err))
		}
	}
	return failed
}
