package payments

import (
	"maps"
	"sync"

	"nameyard/reseller"
)

// Outcome is how payments of a kind have ended.
type Outcome struct {
	Kind  reseller.PaymentKind
	State reseller.PaymentState
}

// outcomes counts what this process has found out.
type outcomes struct {
	mu    sync.Mutex
	count map[Outcome]int64
}

// count counts a payment that has ended.
func (s *Service) count(p reseller.Payment) {
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	if s.ended.count == nil {
		s.ended.count = map[Outcome]int64{}
	}
	s.ended.count[Outcome{p.Kind, p.State}]++
}

// Outcomes counts the payments of which this process has found out how they have ended.
func (s *Service) Outcomes() map[Outcome]int64 {
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	return maps.Clone(s.ended.count)
}
