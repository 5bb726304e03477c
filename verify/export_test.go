package verify

import (
	"context"

	"nameyard/registry"
)

// RunInPages is Run with another size of pages.
func RunInPages(ctx context.Context, s Snapshot, connectors []registry.NamedConnector, page int) (Report, error) {
	return newVerification(s, connectors, page).run(ctx)
}
