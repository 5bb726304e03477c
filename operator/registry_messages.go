package operator

import (
	"context"
	"errors"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// MessageChoice chooses messages of registries. What is not set chooses those that nobody has seen to.
type MessageChoice struct {
	Connector string
	Name      string // a name, or a pattern with *
	Kind      string // as in registry.MessageKind
	All       bool   // also those that somebody has seen to
	Taken     reseller.Between
	reseller.Page
}

// Messages lists the messages of registries that only a person can act on, newest first.
func (u Registries) Messages(ctx context.Context, c MessageChoice) ([]reseller.RegistryMessage, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	if kind := registry.MessageKind(c.Kind); kind != "" && !slices.Contains(registry.MessageKinds, kind) {
		return nil, invalid(PathKind, "%s is %q, it must be one of %v", PathKind, c.Kind, registry.MessageKinds)
	}
	q := reseller.RegistryMessageSearch{Connector: c.Connector, Kind: c.Kind, All: c.All, Taken: c.Taken, Page: c.Page}
	var err error
	if q.Name, err = reseller.ParseNamePattern(c.Name); err != nil {
		return nil, err
	}
	return u.Store.RegistryMessages(ctx, q)
}

// MessageDone notes that somebody has seen to a message. It is audited.
func (u Registries) MessageDone(ctx context.Context, id int64) error {
	err := u.Store.RegistryMessageDone(ctx, id, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrNotFound) {
		return notFound("there is no message %d that waits for you; %s shows those that do", id, HintListMessages)
	}
	return err
}
