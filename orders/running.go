package orders

import (
	"sync"

	"nameyard/reseller"
)

// running are the orders that this process works on, by order id. The zero value is ready to use.
type running struct {
	mu   sync.Mutex
	byID map[int64]*run
}

// run is the work on one order. Whoever waits for its end reads order and secret after done is closed.
type run struct {
	done   chan struct{}
	order  reseller.Order
	secret string // an auth code that the registry set
}

func (r *running) start(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID == nil {
		r.byID = map[int64]*run{}
	}
	r.byID[id] = &run{done: make(chan struct{})}
}

func (r *running) find(id int64) *run {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

// finish ends a run with the order as far as it came and what was last observed, and wakes everybody who waits for it.
func (r *running) finish(o reseller.Order, last observation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ended := r.byID[o.ID]
	if ended == nil {
		return
	}
	ended.order = o
	if o.State == reseller.OrderDone && last.answer != nil {
		ended.secret = last.answer.receipt.Secret
	}
	delete(r.byID, o.ID)
	close(ended.done)
}

// ended is closed when the run has ended; it blocks for ever on no run.
func (r *run) ended() <-chan struct{} {
	if r == nil {
		return nil
	}
	return r.done
}
