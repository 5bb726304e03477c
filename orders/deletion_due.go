package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

// deletionWait is how long Reconcile waits for one step of a deletion, wall time.
const deletionWait = 5 * time.Second

// carryDeletions carries on the deletions that nobody works on, or sets them back. It tells how many were due.
func (s *Service) carryDeletions(ctx context.Context) (int, error) {
	due, err := s.dueDeletions(ctx)
	if err != nil {
		return 0, err
	}
	over := s.clock.Wall().Add(reconcileRound)
	// What goes wrong is in the log, name by name.
	_ = safely.Each(s.log, "deletion", reconcileAtOnce, due, func(_ int, d reseller.Deletion) error {
		if ctx.Err() != nil || s.closing.Err() != nil || s.clock.Wall().After(over) {
			return nil
		}
		if err := s.carryOn(ctx, d); err != nil && !errors.Is(err, reseller.ErrConflict) {
			s.log.Error("cannot carry a deletion on", "domain", d.DomainID, "err", err)
		}
		return nil
	})
	return len(due), nil
}

// carryOn takes a deletion up as it is on record. ErrConflict if somebody else works on it.
func (s *Service) carryOn(ctx context.Context, d reseller.Deletion) error {
	d, err := s.workOn(ctx, d, s.clock.Wall().Add(deletionWait))
	if err != nil {
		return err
	}
	r, rules, err := s.asPlaced(ctx, d)
	if err != nil {
		return err
	}
	switch {
	case d.Back, r.Domain.State != reseller.DomainActive, r.Domain.AccountID != d.AccountID:
		return s.setBack(ctx, d, rules)
	case !r.Domain.PaidThrough.Equal(d.PaidFrom):
		s.callOff(ctx, d, rules, errPaidFor)
		return nil
	}
	if r.refund, err = s.graceRefund(ctx, r, rules); err == nil {
		err = s.keepsPromise(ctx, r, rules)
	}
	switch {
	case isVerdict(err):
		return s.refuseOnRecord(ctx, r, d, rules, err)
	case err == nil:
		_, err = s.carry(ctx, r, d, rules)
	}
	return err
}

// refuseOnRecord ends a deletion that cannot come to what it was to come to any more. Its last step is placed for all that: if it breaks its promise, it
// is refused before it is sent, and its account finds the reason among its orders. One beyond the limit of refunds cannot be placed.
func (s *Service) refuseOnRecord(ctx context.Context, r Request, d reseller.Deletion, rules reseller.TLD, why error) error {
	told, err := s.takeStep(ctx, r, *r.Domain, lastStep())
	switch {
	case err != nil && !isVerdict(err), told.Order.State.Live():
		s.leaveDeletion(ctx, d, s.set.ReconcileWait)
		return err
	case told.Order.State != reseller.OrderDone:
		s.callOff(ctx, d, rules, why)
	}
	return nil
}

// asPlaced is the request for a deletion as its record tells it, and the name's row as it is now.
func (s *Service) asPlaced(ctx context.Context, d reseller.Deletion) (Request, reseller.TLD, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	domain, err := s.store.DomainByID(ctx, d.DomainID)
	if err != nil {
		return Request{}, reseller.TLD{}, err
	}
	account, err := s.store.Account(ctx, d.AccountID)
	if err != nil {
		return Request{}, reseller.TLD{}, err
	}
	rules, _, err := s.routes.Of(domain)
	return Request{
		Caller: reseller.Caller{Account: account}, By: d.Placed.By.Decided(), Name: domain.Name, Domain: &domain, Unattended: true, placedAt: d.Placed.At, Key: d.Placed.Key, Promise: d.Placed.Promise,
		Desired: reseller.Desired{NoRefund: d.Placed.NoRefund},
	}, rules, err
}

// workedOn waits for an order as long as this process works on it, and gives it as it then stands.
func (s *Service) workedOn(ctx context.Context, o reseller.Order) (Result, error) {
	late := time.NewTimer(deletionWait)
	defer late.Stop()
	if r := s.running.find(o.ID); r != nil {
		select {
		case <-r.ended():
		case <-late.C:
		case <-ctx.Done():
			return Result{Order: o}, ctx.Err()
		}
	}
	return s.now(ctx, o.ID)
}

// leaveDeletion leaves a deletion to Reconcile. Whoever has taken it over, or ended it, has the last word.
func (s *Service) leaveDeletion(ctx context.Context, d reseller.Deletion, wait time.Duration) {
	ctx, stop := s.recordContext(context.WithoutCancel(ctx))
	defer stop()
	d.DueAt, d.LeaseEnd = s.clock.Now().Add(wait), time.Time{}
	if _, err := s.store.SaveDeletion(ctx, d); err != nil && !errors.Is(err, reseller.ErrConflict) {
		s.log.Warn("a deletion could not be left to reconcile at once; it is taken up when its time is over", "domain", d.DomainID, "err", err)
	}
}
