package main

import (
	"sync/atomic"
	"time"
)

// clock is the time of a process. Business time is ahead of the wall clock by the sandbox's offset, which is zero on a
// server without a sandbox. This file is the only one that reads the machine's time.
type clock struct {
	offset atomic.Int64 // nanoseconds
}

// Wall is the machine's time, UTC, in microseconds.
func (c *clock) Wall() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Now is business time, UTC, in microseconds.
func (c *clock) Now() time.Time { return c.Wall().Add(time.Duration(c.offset.Load())) }

// set moves business time.
func (c *clock) set(offset time.Duration) { c.offset.Store(int64(offset)) }

// after ends a wait of wall time.
func after(d time.Duration) <-chan time.Time { return time.After(d) }
