package verify

import (
	"context"

	"nameyard/registry"
)

// RunInPages is Run with another size of pages.
func RunInPages(ctx context.Context, s Snapshot, connectors []registry.NamedConnector, page int) (Report, error) {
	return newVerification(s, connectors, page).run(ctx)
}

// Rules are the invariants as they are before anything was checked.
func Rules() (all []Invariant) {
	for _, r := range rules {
		all = append(all, *r.newInvariant(true))
	}
	return all
}
