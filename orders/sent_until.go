//go:build !control_backuptime

package orders

import "time"

// mayBeSentUntil is until when the command of an order of a backup may have been sent: that it went out after the backup is not in the books.
func mayBeSentUntil(o order, restored time.Time) time.Time {
	if restored.After(o.SentAt) {
		return restored
	}
	return o.SentAt
}
