//go:build control_staleservers

package store

// serversChanged is broken on purpose: a name is searched for by the name servers that it had at first.
// Caught by: TestFiltersChooseDomains
func serversChanged(_, _ domainRow) bool { return false }
