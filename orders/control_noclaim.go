//go:build control_noclaim

package orders

import "nameyard/registry"

// arrival is broken on purpose: a name that is with us is whoever's asks first.
// Caught by: TestNameThatCameUnclaimedNeedsTheOperatorsWord
func arrival(*registry.Registration, order) finding { return finding{verdict: took} }
