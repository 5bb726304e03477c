//go:build control_innernetwork

package dns

import "net/netip"

// reachable is broken on purpose: an ALIAS shows the addresses of hosts that only this server's network knows.
// Caught by: TestHostsAreResolvedAsTheyAreAnswered
func reachable(netip.Addr) bool { return true }
