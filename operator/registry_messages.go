package operator

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Messages lists the messages of registries that only a person can act on, newest first, at most limit: of one connector or of all (""), also
// those that somebody has seen to if all is set.
func (u Registries) Messages(ctx context.Context, connector string, all bool, limit int) ([]reseller.RegistryMessage, error) {
	if limit < 1 {
		return nil, invalid(PathLimit, "%s is %d, it must be 1 or more", PathLimit, limit)
	}
	return u.Store.RegistryMessages(ctx, connector, all, limit)
}

// MessageDone notes that somebody has seen to a message. It is audited.
func (u Registries) MessageDone(ctx context.Context, id int64) error {
	err := u.Store.RegistryMessageDone(ctx, id, reseller.Operator)
	if errors.Is(err, reseller.ErrNotFound) {
		return notFound("there is no message %d that waits for you; %s shows those that do", id, HintListMessages)
	}
	return err
}
