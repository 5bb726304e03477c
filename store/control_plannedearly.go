//go:build control_plannedearly

package store

import "time"

// plannedUntil is broken on purpose: prices apply as soon as their day is near.
// Caught by: TestPlannedPricesApplyAtTheirTimeAndInOrder
func plannedUntil(now time.Time) time.Time { return now.Add(24 * time.Hour) }
