package orders

import (
	"context"
	"sync"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

// acknowledged collects what callers have received, to be written now and then in one transaction. Until it is written, an
// order counts as unanswered: a repeat is then answered and not charged, which is the safe side.
type acknowledged struct {
	mu   sync.Mutex
	byID map[int64]reseller.AnswerState
}

// Acknowledge notes that the caller of an order has received how it stands, after the bytes went out. A connection that broke
// is noted by not calling it.
func (s *Service) Acknowledge(o reseller.Order) {
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
	s.acknowledged.mu.Lock()
	defer s.acknowledged.mu.Unlock()
	if s.acknowledged.byID == nil {
		s.acknowledged.byID = map[int64]reseller.AnswerState{}
		safely.AfterFunc(s.log, acknowledgeEvery, "order", func() {
			if err := s.FlushAcknowledged(context.Background()); err != nil {
				s.log.Warn("what callers have received could not be noted; their repeats will be answered and not charged", "err", err)
			}
		})
	}
	s.acknowledged.byID[o.ID] = answer
}

// acknowledgeEvery is how long acknowledgements are collected before they are written, wall time.
const acknowledgeEvery = 200 * time.Millisecond

// FlushAcknowledged writes what callers have received.
func (s *Service) FlushAcknowledged(ctx context.Context) error {
	s.acknowledged.mu.Lock()
	batch := s.acknowledged.byID
	s.acknowledged.byID = nil
	s.acknowledged.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.AcknowledgeOrders(ctx, batch)
}
