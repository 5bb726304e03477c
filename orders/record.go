package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// recordContext is the time that one write or read of the store may take a worker: a database that hangs holds neither the
// worker nor the drain. Call stop afterwards.
func (s *Service) recordContext(ctx context.Context) (timed context.Context, stop context.CancelFunc) {
	return context.WithTimeout(ctx, s.set.RecordTimeout)
}

// record writes a step, guarded by the order's fence, and gives the order as it then is. Nothing else writes how an order stands
// once it is open. A worker that looks or sends again keeps its lease; otherwise the order is free.
//
// ErrConflict if the order has ended or passed to another worker; ErrDuplicate if it is to be sent and another change of its
// domain is running.
func (s *Service) record(a attempt, st step) (reseller.Order, error) {
	st.reason = reseller.Printable(st.reason) // it may be the registry's words
	st.reply.SvTRID = reseller.Printable(st.reply.SvTRID)
	if st.alarm != "" {
		s.log.Error(st.alarm, "order", a.ID, "kind", a.Kind, "name", a.Name.String(), "reason", st.reason)
	}
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	if !st.to.Live() {
		return s.end(ctx, a, st)
	}
	move := reseller.Move{Order: a.Order, To: st.to, Code: st.code, Reason: st.reason, DueAt: s.clock.Now().Add(st.wait), Send: st.to == reseller.OrderSending, Reply: st.reply}
	if a.Subject == "" || move.Send {
		move.LiveKey = liveKey(a.Order) // a change of unknown outcome gives it up, so that changes of other kinds need not wait for it
	}
	if st.again || move.Send {
		move.DueAt, move.LeaseEnd = s.clock.Now(), s.leaseEnd()
	}
	return s.store.MoveOrder(ctx, move)
}

// end records the outcome of an order.
func (s *Service) end(ctx context.Context, a attempt, st step) (reseller.Order, error) {
	ending := s.ending(a, st)
	if err := s.leftBehind(ctx, a, st, &ending); err != nil {
		return reseller.Order{}, err
	}
	o, err := s.store.EndOrder(ctx, ending)
	if err == nil {
		s.log.Info("order ended", "order", o.ID, "kind", o.Kind, "name", o.Name.String(), "state", o.State, "code", o.Code, "attempt", o.Attempt, "requestid", o.By.RequestID)
		s.noteGuess(ctx, o)
	}
	return o, err
}

// ending is what the end of an order writes. The row of a name that could not be bought shows why.
func (s *Service) ending(a attempt, st step) reseller.Ending {
	now := s.clock.Now()
	ending := reseller.Ending{Order: a.Order, To: st.to, Code: st.code, Reason: st.reason, Refunds: st.refunds, Reply: st.reply}
	switch {
	case st.to == reseller.OrderDone:
		ending.Apply = func(domain *reseller.Domain) { kinds[a.Kind].apply(domain, a.order, st.effect, now) }
	case a.Kind == reseller.OrderRegister || a.Kind == reseller.OrderTransfer:
		ending.Apply = func(domain *reseller.Domain) {
			domain.State, domain.Reason, domain.ClosedAt = reseller.DomainRefused, st.reason, now
		}
	}
	return ending
}

// liveKey is unique among unfinished orders: one registration or transfer of a name, one renewal of a term, one restore
// of a name, one change of a domain at a time.
func liveKey(o reseller.Order) string {
	switch o.Kind {
	case reseller.OrderRegister, reseller.OrderTransfer:
		return "name:" + o.Name.String()
	case reseller.OrderRenew:
		return fmt.Sprintf("renew:%d:%s", o.DomainID, o.PaidFrom.UTC().Format(time.DateOnly))
	case reseller.OrderRestore:
		return fmt.Sprintf("restore:%d", o.DomainID)
	}
	return changeKey(o.DomainID)
}

func changeKey(domain int64) string { return fmt.Sprintf("change:%d", domain) }

// asOnRecord gives an order of which the worker could write nothing more: its lease has passed to another, or the database
// fails. It stays as it is on record; reconcile finishes it.
func (s *Service) asOnRecord(o reseller.Order, err error) reseller.Order {
	if !errors.Is(err, reseller.ErrConflict) {
		s.log.Error("an outcome could not be recorded; reconcile will find it out", "order", o.ID, "err", err)
	}
	ctx, stop := s.recordContext(context.Background())
	defer stop()
	if now, err := s.store.Order(ctx, o.ID); err == nil {
		return now
	}
	return o
}

// leaseEnd is until when a worker that gives no further sign of life keeps its order. After a crash, reconcile takes the
// order on from then.
func (s *Service) leaseEnd() time.Time { return s.clock.Wall().Add(s.set.LeaseFor) }

// claim makes this process the worker of an unfinished order. ErrConflict if it has one, or has ended; code restoring if it is of a backup that
// has not been compared with the registries.
func (s *Service) claim(ctx context.Context, o reseller.Order) (reseller.Order, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.ClaimOrder(ctx, o, s.holder, s.leaseEnd())
}

// claimUncompared is claim for who looks at what happened since a backup: the comparison, and an operator.
func (s *Service) claimUncompared(ctx context.Context, o reseller.Order) (reseller.Order, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.ClaimUncompared(ctx, o, s.holder, s.leaseEnd())
}
