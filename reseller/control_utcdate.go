//go:build control_utcdate

package reseller

import "time"

// SameExpiry is broken on purpose: a registry's summer time makes another term of one, and a year is bought twice.
// Caught by: TestATermIsOneInEveryZone
func SameExpiry(a, b time.Time) bool { return SameDay(a, b) }
