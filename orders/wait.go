package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// pollEvery is how often an order that another server works on is read again, wall time.
const pollEvery = 200 * time.Millisecond

// Await waits until an order has ended, the registry takes its time, or the wall time comes, and gives the order as it then stands.
func (s *Service) Await(ctx context.Context, o reseller.Order, answerBy time.Time) (Result, error) {
	return s.wait(ctx, o, answerBy)
}

// wait waits until an order can be answered or the wall time comes, and gives the order as it then stands. ctx is the caller's:
// if it ends, the order goes on.
func (s *Service) wait(ctx context.Context, o reseller.Order, until time.Time) (Result, error) {
	left := until.Sub(s.clock.Wall())
	if until.IsZero() || left <= 0 {
		return s.now(ctx, o.ID)
	}
	defer s.running.await(o.ClTRIDBase)()
	deadline := time.NewTimer(left)
	defer deadline.Stop()
	for {
		if result, ended := s.running.outcome(o.ClTRIDBase); ended {
			return result, nil
		}
		r := s.running.find(o.ID)
		if r == nil { // ended just now, not begun yet, or worked on by another server
			result, err := s.nowOrEnded(ctx, o)
			if err != nil || answerable(result.Order) {
				return result, err
			}
		}
		select {
		case <-r.ended():
		case <-time.After(pollEvery):
		case <-deadline.C:
			return s.nowOrEnded(ctx, o)
		case <-ctx.Done():
			return Result{Order: o}, ctx.Err()
		}
	}
}

// nowOrEnded is an order as it stands on record, or as the work on it here has just ended.
func (s *Service) nowOrEnded(ctx context.Context, o reseller.Order) (Result, error) {
	result, err := s.now(ctx, o.ID)
	if ended, here := s.running.outcome(o.ClTRIDBase); here {
		return ended, nil
	}
	return result, err
}

// answerable reports whether waiting longer would tell a caller more: not once the order has ended, nor while the registry
// takes days to decide, or the operator to act.
func answerable(o reseller.Order) bool {
	return !o.State.Live() || o.State == reseller.OrderPending || o.Waits()
}

func (s *Service) now(ctx context.Context, id int64) (Result, error) {
	o, err := s.store.Order(ctx, id)
	return Result{Order: o}, err
}
