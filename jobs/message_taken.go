//go:build !control_ackfirst

package jobs

import (
	"context"

	"nameyard/registry"
)

// take acts on a message and then takes it off the queue: a server that dies in between leaves it there, and acting on it twice is the
// same as once.
func take(ctx context.Context, d Deps, c registry.NamedConnector, queue registry.Poller, m registry.Message) error {
	if err := act(ctx, d, c, m); err != nil {
		return err
	}
	return ack(ctx, queue, m.ID)
}
