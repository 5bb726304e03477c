//go:build control_nolivekey

package store

// liveKeyOf is broken on purpose: unfinished orders have no key, so two of them may be about the same thing.
// Caught by: TestOneTermIsRenewedByOneOrderHoweverManyAsk
func liveKeyOf(string) *string { return nil }
