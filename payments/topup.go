package payments

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

// ChargeCards charges the cards of accounts whose credit has fallen below what they have set.
func (s *Service) ChargeCards(ctx context.Context) error {
	due, err := s.Books.DueTopUps(ctx, s.Clock.Wall())
	if err != nil || len(due) == 0 {
		return err
	}
	untaken, err := s.mustBeCompared(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, account := range due {
		if ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		err := untaken[account] // what it has paid is not known as a whole
		if err == nil {
			err = s.topUp(ctx, account)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (s *Service) topUp(ctx context.Context, account int64) error {
	now := s.Clock.Wall()
	p, full, err := s.Books.OpenTopUp(ctx, account, reseller.Payment{
		Key: rand.Text(), By: byTopUp.Name, CreatedAt: s.Clock.Now(), AskedAt: now, LookAt: now.Add(firstLook),
	}, s.Most)
	switch {
	case full:
		s.Log.Debug("the credit of an account is low, and its automatic top-ups have had what they may in the month", "account", account)
		return nil
	case errors.Is(err, reseller.ErrConflict), errors.Is(err, reseller.ErrDuplicate):
		return nil // another server is at it, or there is enough by now
	case err != nil:
		return err
	}
	_, err = s.charge(ctx, p, true)
	return err
}

// chargeAgain asks again for a charge that the provider does not show, if it is still wanted. What was asked first may arrive yet; the provider is looked at until that is out of the
// question.
func (s *Service) chargeAgain(ctx context.Context, p reseller.Payment) (reseller.Payment, error) {
	wanted, err := s.wanted(ctx, p)
	if err != nil {
		return p, err
	}
	if !wanted {
		return p, s.Books.BindPayment(ctx, p.ID, "", "", "", s.again(p))
	}
	return s.charge(ctx, p, false)
}

// wanted reports whether a charge that is open is still to be made: who has switched top-up off, removed the card, paid by hand, or lowered what is charged at a time or in a month is
// charged no more; nor is an amount that may not be by now.
func (s *Service) wanted(ctx context.Context, p reseller.Payment) (bool, error) {
	may, err := s.Books.MayStillCharge(ctx, p)
	return may && s.CheckAmount(p.Amount) == nil, err
}

// charge charges the saved card for a payment that is open, under the payment's own key. What the provider does not answer stays open; so does what it refuses to hear
// when it is asked again: it may have charged the card when it was asked first.
func (s *Service) charge(ctx context.Context, p reseller.Payment, first bool) (reseller.Payment, error) {
	ask, err := s.ask(ctx, p)
	if err != nil {
		return p, err
	}
	seen, err := s.Provider.Charge(ctx, ask, Card{Customer: p.Customer, Method: p.Method})
	var declined *Declined
	var refused *Refused
	switch {
	case errors.As(err, &declined):
		return s.end(ctx, p, declined.Ref, declined.Code, byTopUp)
	case errors.As(err, &refused) && refused.OfKey(): // the card is not to blame: it stays open until the operator has given the key what it needs
		return p, fmt.Errorf("charge the card of account %d: %w", p.AccountID, err)
	case errors.As(err, &refused) && first:
		s.Log.Error("the payment provider does not charge a card", "payment", p.ID, "account", p.AccountID, "err", err)
		return s.end(ctx, p, "", refusedCode(refused), byTopUp)
	case err != nil:
		s.Log.Warn("what became of an automatic top-up is not known yet", "payment", p.ID, "account", p.AccountID, "err", err)
		return p, s.Books.BindPayment(ctx, p.ID, "", "", "", s.again(p))
	}
	return s.seenNow(ctx, p, seen)
}

// Payments lists an account's card payments, newest first.
func (s *Service) Payments(ctx context.Context, account int64, page reseller.Page) ([]reseller.Payment, error) {
	return s.Books.SearchPayments(ctx, reseller.PaymentSearch{Account: account, Page: page})
}

// openAtOnce is more than the payments of an account that are open at once.
const openAtOnce = 200

// MayHaveCharged gives the automatic payment of an account of which it is not known yet whether it has charged the card; the zero one if there is none. An account has one at a time.
func (s *Service) MayHaveCharged(ctx context.Context, account int64) (reseller.Payment, error) {
	open, err := s.Books.SearchPayments(ctx, reseller.PaymentSearch{Account: account, State: reseller.PaymentOpen, Page: reseller.Page{Limit: openAtOnce}})
	if i := slices.IndexFunc(open, reseller.Payment.MayHaveCharged); i >= 0 {
		return open[i], err
	}
	return reseller.Payment{}, err
}

// TopUp gives what an account has set of automatic top-up, and its card.
func (s *Service) TopUp(ctx context.Context, account int64) (reseller.TopUp, error) {
	return s.Books.TopUp(ctx, account)
}

// SetTopUp switches automatic top-up on, with what it does, or off. check sees what is set now; its error leaves it so. Switched on by a person, one that was paused
// because its card was declined is tried again.
func (s *Service) SetTopUp(ctx context.Context, a reseller.Account, set reseller.TopUp, check func(reseller.TopUp) error, by reseller.Actor) (reseller.TopUp, error) {
	if set.State == reseller.TopUpOn {
		if err := s.checkTopUp(set, a.Currency); err != nil {
			return set, err
		}
	}
	return s.Books.ChangeTopUp(ctx, a.ID, by, "automatic top-up", func(t *reseller.TopUp) error {
		if err := check(*t); err != nil {
			return err
		}
		if set.State == reseller.TopUpOn && !t.HasCard() {
			return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "there is no saved card; nothing was changed: pay once by card and have it saved")
		}
		t.State, t.Declines, t.TryAt = set.State, 0, time.Time{}
		if set.State == reseller.TopUpOn {
			t.Below, t.Amount, t.MonthMax = set.Below, set.Amount, set.MonthMax
		}
		return nil
	})
}

func (s *Service) checkTopUp(set reseller.TopUp, currency string) error {
	money := func(minor int64) reseller.Money { return reseller.Money{Minor: minor, Currency: currency} }
	var bad reseller.Faults
	if set.Below <= 0 {
		bad.Add(reseller.Invalid(reseller.PathTopUpBelow, "the amount below which the card is charged must be more than zero"))
	}
	if set.MonthMax < set.Amount {
		bad.Add(reseller.Invalid(reseller.PathTopUpMonth, "the most in a month, %s, is less than one charge, %s", money(set.MonthMax), money(set.Amount)))
	}
	if err := s.CheckAmount(money(set.Amount)); err != nil {
		bad.Add(reseller.AsError(err).In(reseller.PathTopUpAmount))
	}
	return bad.Err()
}
