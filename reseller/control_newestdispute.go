//go:build control_newestdispute

package reseller

// countedDisputes is broken on purpose: of several disputes of a payment only the newest is looked at, as in earlier releases.
// Caught by: TestLedgerFollowsTheProvider
func countedDisputes(all []Dispute) []Dispute { return all[max(len(all)-1, 0):] }
