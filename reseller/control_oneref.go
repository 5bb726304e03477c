//go:build control_oneref

package reseller

// stepRef is broken on purpose: a step of a kind has the same reference each time, as in earlier releases.
// Caught by: TestLedgerFollowsTheProvider
func stepRef(_ []string, first string) string { return first }
