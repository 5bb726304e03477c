//go:build control_unchained

package reseller

// chainedTo is broken on purpose: hashes say nothing of the link before, so that records may be taken out and changed one by one.
// Caught by: TestHashOfARecordIsTheOneOfItsTime
func chainedTo(string) string { return "" }
