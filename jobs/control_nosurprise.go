//go:build control_nosurprise

package jobs

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// expected is broken on purpose: whatever the registry shows is taken as its due course.
// Caught by: TestSweepFindsWhatTheRegistryDidByItself
func expected(Deps, reseller.Domain, reseller.Domain, registry.Parts) bool { return true }
