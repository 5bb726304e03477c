package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

// keepLease prolongs the lease of an order for as long as it is worked on here; a database that does not answer is asked again. Call stop at
// the end. A worker that loses its lease all the same, in a long pause of the process, can write nothing more: the fence has grown.
func (s *Service) keepLease(o reseller.Order) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	later := func(do func()) *time.Timer {
		return safely.AfterFunc(s.log, s.set.LeaseFor/3, "order", func() {
			if ctx.Err() == nil {
				do()
			}
		})
	}
	var prolong func()
	prolong = func() {
		timed, stop := s.recordContext(ctx)
		defer stop()
		err := s.store.ProlongLease(timed, o, s.leaseEnd())
		if errors.Is(err, reseller.ErrConflict) {
			// Mostly it has been ended here at this moment. Whoever is still at it then has lost it.
			later(func() {
				s.log.Warn("the lease of an order was lost: it was taken over or ended elsewhere", "order", o.ID)
			})
			return
		}
		if err != nil && ctx.Err() == nil {
			s.log.Warn("the lease of an order could not be prolonged, and is tried again", "order", o.ID, "err", err)
		}
		later(prolong)
	}
	first := later(prolong)
	return func() { first.Stop(); cancel() }
}
