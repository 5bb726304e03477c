package payments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// take brings the books in line with what the provider shows of a payment. What is of another installation is left alone, unless it is of an account of
// these books. The payment is the zero one where the books have, and get, none.
func (s *Service) take(ctx context.Context, seen Seen, by reseller.Actor) (reseller.Payment, error) {
	ours, err := s.Books.Installation(ctx)
	if err != nil || seen.Tag.Installation == "" || seen.Tag.Key == "" {
		return reseller.Payment{}, err
	}
	p, err := s.Books.PaymentByKey(ctx, seen.Tag.Key)
	switch {
	case errors.Is(err, reseller.ErrNotFound) && !seen.Paid:
		return reseller.Payment{}, nil // begun after the backup that these books are of, and nothing came of it
	case errors.Is(err, reseller.ErrNotFound) && seen.Tag.Installation != ours:
		return s.otherName(ctx, seen, by)
	case errors.Is(err, reseller.ErrNotFound):
		p = lost(seen, s.Clock.Now())
	case err != nil:
		return p, err
	}
	switch {
	case seen.Paid:
		return s.received(ctx, p, seen, by)
	case seen.Over && p.Live():
		return s.end(ctx, p, seen.Ref, seen.Why, by)
	case seen.Ref != "" && p.Live() && p.Ref == "":
		return p, s.Books.BindPayment(ctx, p.ID, "", "", seen.Ref, s.again(p))
	}
	return p, nil
}

// lost is a payment that the books have lost, as after a restore from a backup, of what the provider shows of it.
func lost(seen Seen, now time.Time) reseller.Payment {
	return reseller.Payment{
		AccountID: seen.Tag.Account, Kind: seen.Tag.Kind, State: reseller.PaymentOpen, Amount: seen.Amount, Key: seen.Tag.Key, By: "payment provider",
		AccountNew: seen.Tag.AccountNew, CreatedAt: now, AskedAt: seen.Begun,
	}
}

// received credits a payment, or strands it where something is not as it should be.
func (s *Service) received(ctx context.Context, p reseller.Payment, seen Seen, by reseller.Actor) (reseller.Payment, error) {
	p.Ref, p.Received = seen.Ref, seen.Amount
	done := p
	if p.State != reseller.PaymentPaid && p.State != reseller.PaymentStranded {
		a, err := s.Books.Account(ctx, p.AccountID)
		known := err == nil && isOf(seen, a)
		switch {
		case err != nil && !errors.Is(err, reseller.ErrNotFound):
			return p, err
		case !known:
			p.AccountID = 0
			done, _, err = s.Books.StrandPayment(ctx, p, reseller.StrandedAccount, by)
		case p.Amount != seen.Amount || a.Currency != seen.Amount.Currency:
			done, _, err = s.Books.StrandPayment(ctx, p, reseller.StrandedAmount, by)
		default:
			done, _, err = s.Books.CreditPayment(ctx, p, a, by)
		}
		if err != nil {
			return p, err
		}
		s.count(done)
		s.Log.Info("a card payment was received", "payment", done.ID, "ref", done.Ref, "account", done.AccountID, "state", done.State, "reason", done.Reason)
	}
	if seen.Refunded != done.Refunded || !done.KnowsDisputes(seen.Disputes) {
		if err := s.Books.NoteReturned(ctx, done.ID, seen.Refunded, seen.Disputes, by); err != nil {
			return done, err
		}
		done.Refunded, done.Disputes = seen.Refunded, seen.Disputes
		s.Log.Warn("a card payment was given back at the provider", "payment", done.ID, "ref", done.Ref, "refunded", done.Refunded, "disputes", fmt.Sprint(done.Disputes))
	}
	return done, s.keepCard(ctx, done, seen, by)
}

// keepCard keeps the card that has paid, where that was asked for, unless it is kept or was removed since. A closed account keeps none. What is not kept here is not to be kept by the
// provider either.
func (s *Service) keepCard(ctx context.Context, p reseller.Payment, seen Seen, by reseller.Actor) error {
	c := seen.Card
	if c.Method == "" || c.Customer == "" {
		return nil
	}
	if !p.SaveCard || p.State != reseller.PaymentPaid {
		return s.notKept(ctx, p, c)
	}
	set, err := s.Books.TopUp(ctx, p.AccountID)
	if err != nil || set.Method == c.Method {
		return err
	}
	if set.CardFrom >= p.ID {
		return s.notKept(ctx, p, c)
	}
	_, err = s.Books.ChangeTopUp(ctx, p.AccountID, by, "card "+c.Brand+" "+c.Last4, func(t *reseller.TopUp) error {
		if t.CardFrom >= p.ID {
			return reseller.ErrCardRemoved
		}
		t.CardFrom, t.Customer, t.Method, t.Brand, t.Last4, t.ExpMonth, t.ExpYear = p.ID, c.Customer, c.Method, c.Brand, c.Last4, c.ExpMonth, c.ExpYear
		if t.State == reseller.TopUpPaused && t.Declines > 0 { // a person has acted; not one that a restore has paused
			t.State, t.Declines, t.TryAt = reseller.TopUpOn, 0, time.Time{}
		}
		return nil
	})
	if why := reseller.AsError(err); errors.Is(err, reseller.ErrCardRemoved) || why != nil && why.Code == reseller.CodeForbidden {
		return s.notKept(ctx, p, c)
	}
	return err
}

// end ends a payment of which the provider says that nothing was received.
func (s *Service) end(ctx context.Context, p reseller.Payment, ref, why string, by reseller.Actor) (reseller.Payment, error) {
	p.Ref, p.Reason, p.State = ref, why, reseller.PaymentExpired
	var told []reseller.Event
	if p.Kind == reseller.PaymentAutomatic && why != notFound && why != withdrawn { // the provider does not have it: that says nothing of the card
		p.State = reseller.PaymentDeclined
		told = append(told, reseller.PaymentEvent(reseller.EventPaymentDeclined, p, s.Clock.Now()))
	}
	ended, err := s.Books.EndPayment(ctx, p, by, told...)
	if err != nil {
		return p, err
	}
	if ended {
		s.count(p)
	}
	s.Log.Info("a card payment has ended without money", "payment", p.ID, "account", p.AccountID, "state", p.State, "reason", why)
	return s.Books.Payment(ctx, p.ID)
}
