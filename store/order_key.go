//go:build !control_nolivekey

package store

// liveKeyOf is the column that is unique among unfinished orders.
func liveKeyOf(key string) *string { return nullText(key) }
