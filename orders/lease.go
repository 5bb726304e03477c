package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// leaseEnd is until when a carrier that gives no further sign of life keeps its order. After a crash, reconcile takes the
// order on from then.
func (d *Service) leaseEnd() time.Time { return d.clock.Wall().Add(d.set.LeaseFor) }

// keepLease prolongs the lease of an order for as long as it is carried here. Call stop at the end. A carrier that loses its
// lease all the same, in a long pause of the process, can write nothing more: the fence has grown.
func (d *Service) keepLease(o reseller.Order) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var prolong func()
	prolong = func() {
		if err := d.store.ProlongLease(ctx, o, d.leaseEnd()); err != nil {
			if ctx.Err() == nil {
				d.log.Warn("the lease of an order could not be prolonged", "order", o.ID, "err", err)
			}
			return
		}
		time.AfterFunc(d.set.LeaseFor/3, func() {
			if ctx.Err() == nil {
				prolong()
			}
		})
	}
	first := time.AfterFunc(d.set.LeaseFor/3, prolong)
	return func() { first.Stop(); cancel() }
}
