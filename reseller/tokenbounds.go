//go:build !control_widetoken

package reseller

import (
	"net/netip"
	"slices"
)

// Beyond is the part in which a token gives what another does not: its scopes, the addresses it may be used from, its end, or what it may
// spend; "" if it gives nothing more. Two tokens may spend more than one: a token with a spend cap is no match for another that may spend. What a token makes or changes must not be beyond itself.
func (t Token) Beyond(limit Token) Path {
	allowed := func(s Scope) bool { return slices.Contains(limit.Scopes, s) }
	within := func(p netip.Prefix) bool {
		return slices.ContainsFunc(limit.CIDRs, func(l netip.Prefix) bool { return l.Bits() <= p.Bits() && l.Contains(p.Addr()) })
	}
	switch {
	case len(limit.Scopes) > 0 && !every(t.Scopes, allowed):
		return PathScopes
	case len(limit.CIDRs) > 0 && !every(t.CIDRs, within):
		return PathCIDRs
	case !limit.ExpiresAt.IsZero() && (t.ExpiresAt.IsZero() || t.ExpiresAt.After(limit.ExpiresAt)):
		return PathExpires
	case limit.SpendCap != nil && t.Allows(ScopeSpend) && (t.Budget != limit.Budget || RaisesCap(limit.SpendCap, t.SpendCap)):
		return PathSpendCap
	}
	return ""
}

// every reports whether a list has something in it, and all of it is good: an empty list is no limit at all.
func every[T any](list []T, good func(T) bool) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(one T) bool { return !good(one) })
}
