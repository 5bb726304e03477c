//go:build control_ackfirst

package jobs

import (
	"context"

	"nameyard/registry"
)

// take is broken on purpose: a message is taken off the queue before anything is done about it.
// Caught by: TestMessagesAreActedOnOnceWhereverTheServerDies
func take(ctx context.Context, d Deps, c registry.NamedConnector, queue registry.Poller, m registry.Message) error {
	if err := ack(ctx, queue, m.ID); err != nil {
		return err
	}
	return act(ctx, d, c, m)
}
