package payments

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
)

// otherName looks at what was received under another installation's name and is not in the books. Of an account of these books it was begun before they were restored from a
// backup that had no name yet, or by a copy of them: a person decides. Else it is another installation's.
func (s *Service) otherName(ctx context.Context, seen Seen, by reseller.Actor) (reseller.Payment, error) {
	a, err := s.Books.Account(ctx, seen.Tag.Account)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && !isOf(seen, a) {
		s.Log.Info("a card payment of another installation is left alone", "ref", seen.Ref, "installation", seen.Tag.Installation)
		return reseller.Payment{}, nil
	}
	if err != nil {
		return reseller.Payment{}, err
	}
	p := lost(seen, s.Clock.Now())
	p.Ref, p.Received = seen.Ref, seen.Amount
	p, _, err = s.Books.StrandPayment(ctx, p, reseller.StrandedName, by)
	if err != nil {
		return p, err
	}
	s.Log.Warn("a card payment of an account here was received under another installation's name, and is not credited", "payment", p.ID, "ref", p.Ref, "account", p.AccountID)
	return s.received(ctx, p, seen, by)
}

// isOf reports whether a payment is of an account, and not of one that had its number in other books.
func isOf(seen Seen, a reseller.Account) bool {
	return a.ID == seen.Tag.Account && a.CreatedAt.Truncate(time.Second).Equal(seen.Tag.AccountNew.Truncate(time.Second))
}
