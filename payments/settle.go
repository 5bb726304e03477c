package payments

import (
	"context"
	"errors"
	"net/http"
	"time"

	"nameyard/reseller"
)

// When the provider is asked again what became of a payment.
const (
	firstLook = time.Minute
	// keyGood is how long a key is certain to stand for the same payment at the provider, less an hour: a card is never charged under an older one.
	keyGood = 23 * time.Hour
	// settled is when nothing more comes of a payment that the provider has never shown, whatever was on its way.
	settled   = 26 * time.Hour
	dueAtOnce = 100
	// notFound is why a payment has ended that the provider does not have.
	notFound = "not_found"
	// withdrawn is why a charge has ended that the provider does not have, and that is not wanted any more.
	withdrawn = "withdrawn"
	// skew is how far our clock and the provider's may be apart.
	skew = 10 * time.Minute
)

// again is when the provider is asked next about a payment that is open: the older it is the more seldom.
func (s *Service) again(p reseller.Payment) time.Time {
	now := s.Clock.Wall()
	return now.Add(askAgain(now.Sub(p.AskedAt)))
}

// askAgain is how long it takes until the provider is asked again about what is of an age.
func askAgain(age time.Duration) time.Duration { return min(max(age/4, firstLook), time.Hour) }

// Look asks the provider about one payment of an account, and gives how it stands. It is what the page does to which a browser comes back.
func (s *Service) Look(ctx context.Context, account, id int64) (reseller.Payment, error) {
	p, err := s.Books.Payment(ctx, id)
	if err == nil && p.AccountID != account {
		err = reseller.ErrNotFound
	}
	if errors.Is(err, reseller.ErrNotFound) {
		return p, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no such card payment")
	}
	if err != nil || !p.Live() {
		return p, err
	}
	now, err := s.settle(ctx, p, false)
	if err != nil {
		s.Log.Warn("the payment provider does not tell how a payment stands", "payment", id, "err", err)
		return p, nil
	}
	return now, nil
}

// Settle asks the provider about every payment that is open and due to be looked at, and has it keep no longer the cards that are not kept here. It goes on where one cannot be settled.
func (s *Service) Settle(ctx context.Context) error {
	return errors.Join(s.settleDue(ctx), s.forgetCards(ctx))
}

func (s *Service) settleDue(ctx context.Context) error {
	due, err := s.Books.DuePayments(ctx, s.Clock.Wall(), dueAtOnce)
	if err != nil {
		return err
	}
	var failed error
	for _, p := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if _, err := s.settle(ctx, p, true); err != nil {
			failed = errors.Join(failed, err, s.Books.BindPayment(ctx, p.ID, "", "", "", s.again(p)))
		}
	}
	return failed
}

// settle finds out what became of a payment that is open. Only where it may charge, a card is.
func (s *Service) settle(ctx context.Context, p reseller.Payment, charge bool) (reseller.Payment, error) {
	var seen Seen
	var err error
	switch {
	case p.Session != "":
		seen, err = s.Provider.Page(ctx, p.Session)
	case p.Ref != "":
		seen, err = s.Provider.Payment(ctx, p.Ref)
	default:
		return s.findOut(ctx, p, charge)
	}
	var refused *Refused
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound && s.Clock.Wall().Sub(p.AskedAt) >= settled {
		return s.end(ctx, p, "", notFound, byJob) // the key is of another account at the provider by now
	}
	if err != nil {
		return p, err
	}
	return s.seenNow(ctx, p, seen)
}

// seenNow takes what the provider shows of a payment that is open, and notes when it is asked next.
func (s *Service) seenNow(ctx context.Context, p reseller.Payment, seen Seen) (reseller.Payment, error) {
	if !seen.Paid && !seen.Over && s.Clock.Wall().Sub(p.AskedAt) >= settled {
		return s.giveUp(ctx, p, seen)
	}
	now, err := s.take(ctx, seen, byJob)
	if err == nil && now.Live() && now.ID != 0 {
		err = s.Books.BindPayment(ctx, now.ID, "", "", seen.Ref, s.again(p))
	}
	return now, err
}

// giveUp ends a payment that the provider has shown as begun for longer than anything takes: a charge is cancelled there first, so that nothing comes of it later.
func (s *Service) giveUp(ctx context.Context, p reseller.Payment, seen Seen) (reseller.Payment, error) {
	if p.Kind != reseller.PaymentAutomatic {
		return s.end(ctx, p, seen.Ref, "expired", byJob) // its page has closed
	}
	seen, err := s.Provider.Cancel(ctx, seen.Ref)
	if err != nil {
		return p, err
	}
	return s.take(ctx, seen, byJob)
}

// findOut finds out what became of a payment whose answer was lost: among what the provider has, then, where it may charge, by asking the same again under the same key.
func (s *Service) findOut(ctx context.Context, p reseller.Payment, charge bool) (reseller.Payment, error) {
	var found *Seen
	err := s.Provider.Since(ctx, p.AskedAt.Add(-skew), func(seen Seen) error {
		if seen.Tag.Key == p.Key {
			found = &seen
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	if found != nil {
		return s.seenNow(ctx, p, *found)
	}
	age := s.Clock.Wall().Sub(p.AskedAt)
	switch {
	case p.Kind == reseller.PaymentOnce && age >= pageOpen+skew:
		return s.end(ctx, p, "", notFound, byJob) // its page, if there is one, has closed and never had a visitor
	case age >= settled:
		return s.endUnseen(ctx, p)
	case p.Kind == reseller.PaymentAutomatic && age < keyGood && charge:
		return s.chargeAgain(ctx, p)
	}
	return p, s.Books.BindPayment(ctx, p.ID, "", "", "", s.again(p))
}

// endUnseen ends a charge that the provider has never shown, when nothing more can come of it.
func (s *Service) endUnseen(ctx context.Context, p reseller.Payment) (reseller.Payment, error) {
	wanted, err := s.wanted(ctx, p)
	switch {
	case err != nil:
		return p, err
	case wanted:
		return s.end(ctx, p, "", notFound, byJob)
	}
	return s.end(ctx, p, "", withdrawn, byJob)
}
