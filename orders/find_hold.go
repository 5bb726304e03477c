//go:build !control_holdrefused

package orders

import (
	"time"

	"nameyard/registry"
)

// findHold: the name is on hold of ours, or is not, as it was ordered. Until then it may still come.
func findHold(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(shown.Has(registry.StatusClientHold) == on(o.Desired.Hold))
}
