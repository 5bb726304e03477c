package operator

import (
	"context"
	"errors"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// ChangePassword sets another password of ours at a registry, and keeps it in the connector's password file, which every server reads at its
// next login. It is audited, without the password. ErrUnknown: either may be right, both are tried, and asking again ends the change.
func (u Registries) ChangePassword(ctx context.Context, connector, next string) error {
	c, err := u.find(ctx, connector)
	if err != nil {
		return err
	}
	changer, can := c.Connector.(registry.PasswordChanger)
	if !can {
		return refused("registry %s has no password that could be changed", connector)
	}
	if err := u.Store.RecordAudit(ctx, reseller.OperatorIn(ctx), 0, "registry.password", connector, "is to be changed"); err != nil {
		return err
	}
	err = changer.ChangePassword(ctx, next)
	if no, is := registry.AsRefusal(err); is {
		return refused("registry %s does not take it: %s; the password is as it was", connector, no.Words)
	}
	if errors.Is(err, registry.ErrUnreachable) {
		return fmt.Errorf("registry %s: %w; the password is as it was", connector, err)
	}
	return err
}
