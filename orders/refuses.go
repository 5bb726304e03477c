//go:build !control_noneisno

package orders

import "nameyard/registry"

// refuses reports whether a registry says that a command had no effect and will have none. That it knows of none says neither.
func refuses(state registry.FoundState) bool { return state == registry.FoundRefused }
