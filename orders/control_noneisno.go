//go:build control_noneisno

package orders

import "nameyard/registry"

// refuses is broken on purpose: a command that the registry knows nothing of is taken for refused, though it may be under way.
// Caught by: TestWordOfTheRegistryDecidesWhereTheNameDoesNotTell
func refuses(state registry.FoundState) bool {
	return state == registry.FoundRefused || state == registry.FoundNone
}
