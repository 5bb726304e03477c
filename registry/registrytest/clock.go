package registrytest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is moved. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock makes a clock that shows t.
func NewClock(t time.Time) *Clock { return &Clock{now: t.UTC()} }

// Now is the time shown (reseller.Clock).
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wall is the same time (reseller.Clock).
func (c *Clock) Wall() time.Time { return c.Now() }

// Move puts the clock forward.
func (c *Clock) Move(d time.Duration) { c.Set(c.Now().Add(d)) }

// Set puts the clock to a time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}
