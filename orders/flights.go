package orders

import (
	"context"
	"sync"
	"time"

	"nameyard/reseller"
)

// flight is an order that this process carries. Whoever waits for its end reads order and secret after done is closed.
type flight struct {
	done   chan struct{}
	order  reseller.Order
	secret string
}

// flights are the orders under way here, by order id. The zero value is ready to use.
type flights struct {
	mu   sync.Mutex
	byID map[int64]*flight
}

func (f *flights) start(id int64) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byID == nil {
		f.byID = map[int64]*flight{}
	}
	fl := &flight{done: make(chan struct{})}
	f.byID[id] = fl
	return fl
}

func (f *flights) find(id int64) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byID[id]
}

// land ends a flight and wakes everybody who waits for it.
func (f *flights) land(id int64, o reseller.Order, secret string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fl := f.byID[id]
	if fl == nil {
		return
	}
	fl.order, fl.secret = o, secret
	delete(f.byID, id)
	close(fl.done)
}

// pollEvery is how often an order that another server carries is read again, wall time.
const pollEvery = 200 * time.Millisecond

// wait waits until an order can be answered or the wall time comes, and gives the order as it then stands. ctx is the caller's:
// if it ends, the order goes on.
func (d *Service) wait(ctx context.Context, o reseller.Order, until time.Time) (Result, error) {
	left := until.Sub(d.clock.Wall())
	if until.IsZero() || left <= 0 {
		return d.now(ctx, o.ID)
	}
	deadline := time.NewTimer(left)
	defer deadline.Stop()
	for {
		fl := d.flights.find(o.ID)
		if fl == nil { // ended just now, or carried elsewhere
			r, err := d.now(ctx, o.ID)
			if err != nil || answerable(r.Order) {
				return r, err
			}
		}
		select {
		case <-fl.landed():
			if answerable(fl.order) {
				return Result{fl.order, fl.secret}, nil
			}
		case <-time.After(pollEvery):
		case <-deadline.C:
			return d.now(ctx, o.ID)
		case <-ctx.Done():
			return Result{Order: o}, ctx.Err()
		}
	}
}

// answerable reports whether waiting longer would tell a caller more: not once the order has ended, nor while the registry
// takes days to decide.
func answerable(o reseller.Order) bool {
	return !o.State.Live() || o.State == reseller.OrderPending
}

// landed is closed when the flight has ended; it blocks for ever on no flight.
func (fl *flight) landed() <-chan struct{} {
	if fl == nil {
		return nil
	}
	return fl.done
}

func (d *Service) now(ctx context.Context, id int64) (Result, error) {
	o, err := d.store.Order(ctx, id)
	return Result{Order: o}, err
}
