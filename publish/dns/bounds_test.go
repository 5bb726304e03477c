package dns

import (
	"net/netip"
	"testing"
)

// Nobody keeps a secondary, or who asks on this machine, from an answer over TCP by taking all the room there is.
func TestConnectionsOfSecondariesDoNotCount(t *testing.T) {
	t.Parallel()
	bounds := tcpBounds(peers{known: map[netip.Addr]bool{netip.MustParseAddr("203.0.113.5"): true}}.near)
	for from, exempt := range map[string]bool{"203.0.113.5": true, "127.0.0.1": true, "::1": true, "203.0.113.6": false} {
		if bounds.Exempt(netip.MustParseAddr(from)) != exempt {
			t.Errorf("%s is exempt: %t", from, !exempt)
		}
	}
	if bounds.All == 0 || bounds.Each == 0 || bounds.Each >= bounds.All {
		t.Errorf("the bounds are %d and %d of one network", bounds.All, bounds.Each)
	}
}
