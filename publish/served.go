//go:build !control_unserved

package publish

import "nameyard/reseller"

// served reports whether what a name has is published in a phase: a name that has been deleted, or that nobody has paid for, forwards
// nobody's mail and visitors.
func served(p reseller.Phase) bool { return p.Served() }
