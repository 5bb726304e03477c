//go:build control_rulesroute

package registry

import "nameyard/reseller"

// whereItIs is broken on purpose: a name that an account has goes where the rules send new ones.
// Caught by: TestNamesStayWhereTheyAreWhenTheRulesChange
func whereItIs(_ string, rules reseller.TLD) string { return rules.Connector }
