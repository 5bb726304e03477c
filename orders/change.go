package orders

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Change places an order that changes a domain at its registry and costs nothing. Changes to one domain run one at a
// time, in order; a newer one takes the place of an unfinished one of its slot, and an equal one joins it. Change waits for
// the end until AnswerBy. As with Buy, how the order ended is in the Result: see Verdict.
//
// A name that the operator keeps for a court refuses what gives it away (code locked).
// ErrConflict comes back if what is desired was made from a row (Request.Guarded) that has changed since: make it anew.
func (s *Service) Change(ctx context.Context, r Request) (Result, error) {
	hash, err := s.key.HashParams(r.hashed())
	if err != nil {
		return Result{}, err
	}
	for range openTries {
		if r.Key != "" {
			if earlier, err := s.byKey(ctx, r, hash); err != nil {
				return Result{}, err
			} else if earlier != nil {
				return s.wait(ctx, *earlier, r.AnswerBy)
			}
		}
		if err := mayOrder(r); err != nil {
			return Result{}, err
		}
		order := s.newOrder(r, hash)
		leave := s.running.await(order.ClTRIDBase) // from before anybody can work on it
		defer leave()
		o, joined, err := s.openChange(ctx, r, order)
		if errors.Is(err, reseller.ErrDuplicate) {
			continue // the line or the key was taken at this very moment: look again
		}
		if err != nil {
			return Result{}, err
		}
		if !joined && o.State == reseller.OrderSending {
			s.start(o, "")
		}
		return s.wait(ctx, o, r.AnswerBy)
	}
	return Result{}, busy(r.Name)
}

// mayOrder refuses what a dispute lock stands against, before anything is on record. What nobody waits for is placed, and refused before it is
// sent: its account finds the reason among its orders.
func mayOrder(r Request) error {
	if r.Unattended {
		return nil
	}
	return r.Domain.MayOrder(r.Kind, r.Desired)
}

func (s *Service) openChange(ctx context.Context, r Request, order reseller.Order) (o reseller.Order, joined bool, err error) {
	opening := reseller.Opening{
		Order: order, LiveKey: changeKey(r.Domain.ID), Holder: s.holder, Exclusive: kinds[r.Kind].exclusive, Settle: s.set.Settle, Refund: r.refund,
		ByCaller: r.byCaller(),
	}
	if r.Guarded {
		opening.Version = r.Domain.Version
	}
	o, joined, err = s.store.OpenChange(ctx, opening)
	if errors.Is(err, reseller.ErrRefundLimit) {
		err = beyondLimit(r.Name, s.set.RefundLimit)
	}
	if errors.Is(err, reseller.ErrConflict) && !r.Guarded {
		err = busy(r.Name)
	}
	return o, joined, err
}

func busy(name reseller.Name) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
		"%s cannot be changed now: another order for it is in progress or it has left this account; nothing was done", name)
}

// LiveChange finds the newest unfinished change of a domain's slot; nil if there is none. A change that patches what is there
// starts from what that one desires.
func (s *Service) LiveChange(ctx context.Context, domain int64, slot string) (*reseller.Order, error) {
	return found(s.store.LiveChange(ctx, domain, slot))
}

// ChangesUnderWay finds the newest change of a subject that has not ended, by domain, of those of some domains that have one.
func (s *Service) ChangesUnderWay(ctx context.Context, domains []int64, slot string) (map[int64]reseller.Order, error) {
	return s.store.ChangesUnderWay(ctx, domains, slot)
}

// Fingerprint is the keyed hash by which equal requests are found; secrets may go in.
func (s *Service) Fingerprint(values ...any) (string, error) { return s.key.HashParams(values...) }

// Verdict turns an order into the error that its caller should see: nil if it is done.
func Verdict(o reseller.Order) error {
	var e *reseller.Error
	switch {
	case o.State == reseller.OrderDone:
		return nil
	case o.State == reseller.OrderRefused:
		e = reseller.Errorf(reseller.KindRefused, o.Code, "%s", o.Reason)
	case o.State == reseller.OrderSuperseded:
		e = reseller.Errorf(reseller.KindConflict, reseller.CodeSuperseded, "order %d was not carried out: %s", o.ID, o.Reason)
	default:
		e = reseller.Errorf(reseller.KindPending, reseller.CodePending, "in progress as order %d, do not order again", o.ID)
	}
	e.Order = o.ID
	return e
}

// nextChange sends the next queued change of a domain on its way, if the line is free.
func (s *Service) nextChange(ctx context.Context, domain int64) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	o, ok, err := s.store.NextChange(ctx, domain, changeKey(domain), s.holder, s.leaseEnd(), s.set.Settle)
	if err != nil {
		s.log.Error("cannot take the next change of a domain; reconcile will", "domain", domain, "err", err)
		return
	}
	if ok {
		s.start(o, "")
	}
}
