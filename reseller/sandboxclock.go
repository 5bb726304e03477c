package reseller

import "time"

// SandboxClock is how far business time is ahead of the wall clock, and how far it was asked to be.
type SandboxClock struct {
	Version int64
	Offset  time.Duration
	Target  time.Duration
}
