//go:build !control_rulesroute

package registry

import "nameyard/reseller"

// whereItIs is the connector of a name that is at one, "" = its rules' one.
func whereItIs(connector string, rules reseller.TLD) string {
	if connector == "" {
		return rules.Connector
	}
	return connector
}
