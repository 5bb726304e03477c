package orders

import (
	"context"
	"sync"
	"time"

	"nameyard/reseller"
)

// answers collects what callers were told, to be written now and then in one transaction. Until it is written, an order
// counts as unanswered: a repeat is then answered and not charged, which is the safe side.
type answers struct {
	mu   sync.Mutex
	byID map[int64]reseller.AnswerState
}

// Acknowledge notes what the caller of an order was told, after the bytes went out. A connection that broke is noted by not
// calling it.
func (d *Service) Acknowledge(o reseller.Order) {
	if o.Kind != reseller.OrderRenew && o.Kind != reseller.OrderRestore {
		return // the repeat window of other kinds does not depend on it
	}
	answer := reseller.AnsweredFinal
	if o.State.Live() {
		answer = reseller.AnsweredPending
	}
	if o.Answer == answer {
		return
	}
	d.told.mu.Lock()
	defer d.told.mu.Unlock()
	if d.told.byID == nil {
		d.told.byID = map[int64]reseller.AnswerState{}
		time.AfterFunc(tellEvery, func() {
			if err := d.FlushAcknowledged(context.Background()); err != nil {
				d.log.Warn("what callers were told could not be noted; their repeats will be answered and not charged", "err", err)
			}
		})
	}
	d.told.byID[o.ID] = answer
}

// tellEvery is how long told answers are collected before they are written, wall time.
const tellEvery = 200 * time.Millisecond

// FlushAcknowledged writes what callers were told.
func (d *Service) FlushAcknowledged(ctx context.Context) error {
	d.told.mu.Lock()
	batch := d.told.byID
	d.told.byID = nil
	d.told.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	return d.store.MarkAnswered(ctx, batch)
}
