package epp

import (
	"sync"
	"time"
)

// How many objects are remembered, and how long: registries remove contacts and hosts that nobody uses, after months.
const (
	maxSeen  = 20000
	seenLast = time.Hour
)

// seen remembers which contacts and foreign hosts are at the registry, so that they are not made again for every name.
type seen struct {
	mu sync.Mutex
	at map[string]time.Time
}

func newSeen() *seen { return &seen{at: map[string]time.Time{}} }

func (s *seen) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.at[id]
	return ok && time.Since(at) < seenLast
}

func (s *seen) add(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.at) >= maxSeen {
		clear(s.at)
	}
	s.at[id] = time.Now()
}
