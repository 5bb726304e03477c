// Package clocktest has the clock that tests set.
package clocktest

import (
	"sync"
	"time"
)

// Clock is a clock whose business time stands still until it is moved (reseller.Clock). It is safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	now     time.Time
	machine bool          // wall time is the machine's, and not business time
	ahead   time.Duration // of wall time, by Outwait
}

// New makes a clock that shows t, as business and as wall time.
func New(t time.Time) *Clock { return &Clock{now: t.UTC()} }

// WithMachineWall makes a clock that shows t as business time. Its wall time is the machine's, for what really takes time:
// leases, deadlines, waiting callers.
func WithMachineWall(t time.Time) *Clock { return &Clock{now: t.UTC(), machine: true} }

// Now is business time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wall is wall time.
func (c *Clock) Wall() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.machine {
		return time.Now().UTC().Add(c.ahead)
	}
	return c.now.Add(c.ahead)
}

// Move puts business time ahead, and wall time with it where the two are one.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set puts business time to t, as Move does.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}

// Outwait puts wall time alone ahead, so that leases and deadlines end without waiting for them.
func (c *Clock) Outwait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
