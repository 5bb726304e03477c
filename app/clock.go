package app

import (
	"sync/atomic"
	"time"

	"nameyard/reseller"
)

// Clock is the time of a process. Business time is ahead of its source's by the sandbox clock's offset, which is zero where
// the sandbox clock was never moved. It is safe for concurrent use.
type Clock struct {
	source reseller.Clock
	offset atomic.Int64 // nanoseconds
}

// Wall is the source's wall time.
func (c *Clock) Wall() time.Time { return c.source.Wall() }

// Now is business time.
func (c *Clock) Now() time.Time { return c.source.Now().Add(c.Offset()) }

// Offset is how far the sandbox clock is ahead.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// SetOffset moves business time.
func (c *Clock) SetOffset(offset time.Duration) { c.offset.Store(int64(offset)) }

// Machine is the machine's time, UTC, in microseconds, as both business and wall time. Of the server's packages only this
// file and those that wait for the wall clock read it.
type Machine struct{}

// Now is the machine's time.
func (Machine) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Wall is the same time.
func (m Machine) Wall() time.Time { return m.Now() }
