package main

import (
	"strings"
	"testing"

	"nameyard/operator"
	"nameyard/reseller"
)

// A zone that no name server can publish is told with what keeps its name out of the DNS, whether a name server was asked or not.
func TestTheStatusOfAZoneSaysWhyItIsNotPublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status operator.ZoneStatus
		asked  bool
		says   string
	}{
		{operator.ZoneStatus{Phase: reseller.PhaseActive, Delegated: true, Published: true}, true, "a.com is published, serial 4.\n"},
		{operator.ZoneStatus{Phase: reseller.PhaseGrace, Delegated: true}, true, "a.com is not published, serial 4.\n"},
		{operator.ZoneStatus{Phase: reseller.PhaseActive, Delegated: true}, false, "a.com is perhaps published, no name server was asked, serial 4.\n"},
		{
			operator.ZoneStatus{Phase: reseller.PhaseActive, OnHold: []string{"registry", "operator"}}, true,
			"a.com is not published, serial 4: it is on hold by the registry and the operator, so its registry does not delegate it.\n",
		},
		{
			operator.ZoneStatus{Phase: reseller.PhaseRedemption}, false,
			"a.com is not published, serial 4: it is in phase redemption, in which its registry does not delegate it.\n",
		},
	} {
		c.status.Name, c.status.Serial = "a.com", 4
		var said strings.Builder
		printZoneStatus(&said, c.status, c.asked)
		if said.String() != c.says {
			t.Errorf("%+v is told as %q", c.status, said.String())
		}
	}
}
