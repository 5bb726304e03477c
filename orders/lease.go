package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// leaseEnd is until when a worker that gives no further sign of life keeps its order. After a crash, reconcile takes the
// order on from then.
func (s *Service) leaseEnd() time.Time { return s.clock.Wall().Add(s.set.LeaseFor) }

// keepLease prolongs the lease of an order for as long as it is worked on here. Call stop at the end. A worker that loses its
// lease all the same, in a long pause of the process, can write nothing more: the fence has grown.
func (s *Service) keepLease(o reseller.Order) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var prolong func()
	prolong = func() {
		timed, stop := s.recordContext(ctx)
		defer stop()
		if err := s.store.ProlongLease(timed, o, s.leaseEnd()); err != nil {
			if ctx.Err() == nil {
				s.log.Warn("the lease of an order could not be prolonged", "order", o.ID, "err", err)
			}
			return
		}
		time.AfterFunc(s.set.LeaseFor/3, func() {
			if ctx.Err() == nil {
				prolong()
			}
		})
	}
	first := time.AfterFunc(s.set.LeaseFor/3, prolong)
	return func() { first.Stop(); cancel() }
}
