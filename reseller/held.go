package reseller

// HeldDomain is a name that its registry has taken out of the zone (serverHold), as far as it has said so.
type HeldDomain struct {
	Domain Domain
	Event  Event // that told of it: when, and in which words of the registry
}
