//go:build !control_unchained

package reseller

// chainedTo is what a record's hash says of the link before it.
func chainedTo(before string) string { return before }
