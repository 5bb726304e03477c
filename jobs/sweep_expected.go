//go:build !control_nosurprise

package jobs

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// expected reports whether a difference is only the registry's life cycle that the row has not followed yet: the year that it adds by
// itself at the expiry instant, or the state behind it. A later expiry that nobody ordered is none: a renewal that was carried out twice,
// or a registry that renews though its rules say otherwise.
func expected(d Deps, was, next reseller.Domain, part registry.Parts) bool {
	rules := d.Routes.Rules()[was.Name.TLD()]
	past := !d.Clock.Now().Before(was.RegistryExpiry)
	switch part {
	case registry.PartExpiry:
		return past && rules.RegistryAutorenews && reseller.SameExpiry(next.RegistryExpiry, reseller.AddYears(was.RegistryExpiry, 1))
	case registry.PartState:
		return past
	}
	return false
}
