//go:build !control_firstno

package epp

import "nameyard/registry"

// doubted reports whether an answer to a change is held against another look: a no is, as what is wanted may be there by now.
func doubted(err error) bool {
	_, refused := registry.AsRefusal(err)
	return refused
}
