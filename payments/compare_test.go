package payments_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/payments"
	"nameyard/payments/stripe/stripetest"
	"nameyard/reseller"
	"nameyard/store"
)

// refusing is books that cannot take the payments of an account.
type refusing struct {
	payments.Books
	account int64
}

var errBooks = errors.New("the books do not take it")

func (r *refusing) CreditPayment(ctx context.Context, p reseller.Payment, a reseller.Account, by reseller.Actor) (reseller.Payment, bool, error) {
	if a.ID == r.account {
		return p, false, errBooks
	}
	return r.Books.CreditPayment(ctx, p, a, by)
}

// A payment that cannot be taken is told, holds the cards of its own account only, and is compared again until it can be.
func TestPaymentThatCannotBeTakenHoldsItsAccountOnly(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 3000, 10_000)
		a, p := e.another("held@example.com", false)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.stripe.Events() // none of them arrives
		own := e.Account
		e.Account = a
		theirs, its := e.stripe.SavedCard(stripetest.Good)
		e.saved(theirs, its, 2000, 3000, 10_000)
		e.Account = own
		books := &refusing{e.Store, a.ID}
		s := payments.New(payments.Config{Books: books, Provider: provider(e, e.stripe), Clock: e.Clock, Log: slog.New(slog.DiscardHandler), Title: "Credit"})
		for range 2 {
			if err := s.Compare(e.Context()); !errors.Is(err, errBooks) {
				e.Errorf("the comparison says %v", err)
			}
			if err := s.ChargeCards(e.Context()); !errors.Is(err, errBooks) {
				e.Errorf("who charges cards says %v", err)
			}
			e.has("while it cannot be taken", 4000, "automatic paid 3000", "once open 900")
			e.Clock.Outwait(3 * 24 * time.Hour)
		}
		books.account = 0
		e.Must(s.ChargeCards(e.Context()))
		e.has("once it can be", 4000, "automatic paid 3000", "automatic paid 3000", "once paid 900")
	})
}

// A clock that was ahead once does not end the comparison: what was missed is found, and cards are charged after it only.
func TestClockThatWasAheadEndsNoComparison(t *testing.T) {
	onBoth(t, func(e *env) {
		_, err := e.Store.Installation(e.Context())
		e.Must(err)
		p := e.begins("form", 2000, false)
		e.stripe.Pay(p.Session, stripetest.Good, 0)
		e.stripe.Events()
		e.Must(e.Store.ComparedPayments(e.Context(), e.Clock.Wall().Add(30*24*time.Hour)))
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 2000, 1500, 10_000)
		e.run(jobs.TopUps)
		e.has("compared before a card is charged", 3000, "once paid 2000")
	})
}

// Books that are put back from a backup minutes after it are compared before a card is charged, though they were compared right before the backup.
func TestBooksFromABackupOfThisMinuteAreComparedFirst(t *testing.T) {
	onBoth(t, func(e *env) {
		customer, card := e.stripe.SavedCard(stripetest.Good)
		e.saved(customer, card, 4000, 3000, 10_000)
		e.run(jobs.ComparePayments)
		file := filepath.Join(e.TempDir(), "books.nyb")
		_, err := e.Store.Backup(e.Context(), file, "test", nil)
		e.Must(err)
		e.run(jobs.TopUps)
		_, err = e.Store.Restore(e.Context(), store.RestoreOrders{Path: file, Replace: true, Leader: jobs.LeaderLease})
		e.Must(err)
		after := e.Another("after", nil)
		_, err = after.Payments.SetTopUp(e.Context(), e.Account, reseller.TopUp{State: reseller.TopUpOn, Below: 4000, Amount: 3000, MonthMax: 10_000}, anything, person)
		e.Must(err) // the restore has paused it
		e.stripe.Fail("GET /v1/payment_intents", stripetest.Early500)
		if err := after.Payments.ChargeCards(e.Context()); err == nil {
			e.Error("cards are charged from books that were not compared")
		}
		e.Must(after.Payments.Compare(e.Context()))
		e.Must(after.Payments.ChargeCards(e.Context()))
		e.has("compared", 4000, "automatic paid 3000")
		if n := e.stripe.Charges(); n != 1 {
			e.Errorf("%d charges", n)
		}
	})
}
