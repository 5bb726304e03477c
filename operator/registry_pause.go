package operator

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Pause lets nothing be changed through a connector, on every server and from the next command on: orders wait with words, and sales are
// answered as pending. It is audited.
func (u Registries) Pause(ctx context.Context, connector, reason string) error {
	if err := checkReason(reason); err != nil {
		return err
	}
	if _, err := u.find(ctx, connector); err != nil {
		return err
	}
	err := u.Store.PauseRegistry(ctx, reseller.RegistryPause{Connector: connector, Reason: reason}, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrDuplicate) {
		return refused("registry %s is paused already", connector)
	}
	return err
}

// Resume ends a pause; the orders that waited are due at once, and it tells how many these are. It is audited. A connector that the
// settings have no more can be resumed, too.
func (u Registries) Resume(ctx context.Context, connector string) (int64, error) {
	c, err := u.find(ctx, connector)
	if err != nil {
		c.Name = connector
	}
	waiting, err := u.Store.ResumeRegistry(ctx, c.Name, c.TLDs, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrNotFound) {
		return 0, refused("registry %s is not paused", connector)
	}
	return waiting, err
}
