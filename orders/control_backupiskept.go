//go:build control_backupiskept

package orders

// neverSentSince is broken on purpose: what had not been sent when the backup was made is taken for never sent, and what was bought with it
// since is nobody's.
// Caught by: TestOrderThatWasSentAfterTheBackupIsDoneAndPaidFor
func neverSentSince(o order) bool { return o.NeverSent() }
