package sandbox

import (
	"context"

	"nameyard/registry"
)

// Finding is the registry as an upstream that can be asked for a command by its client transaction id (registry.Finder).
type Finding struct{ *Registry }

// FindCommand looks for a command among what was carried out and what is still to come. Refusals are not kept: of those it knows nothing.
func (r Finding) FindCommand(ctx context.Context, sought registry.Sought) (registry.Found, error) {
	found, err := r.look(ctx, "info", sought.Name)
	if err != nil {
		return registry.Found{}, err
	}
	rec := found[0].rec
	for _, late := range rec.Late {
		if late.Request.ClTRID == sought.ClTRID {
			return registry.Found{State: registry.FoundPending}, nil
		}
	}
	if d := rec.Domain; d != nil && d.transferPending() && d.Transfer.ClTRID == sought.ClTRID {
		return registry.Found{State: registry.FoundPending}, nil
	}
	for after := int64(0); ; {
		effects, err := r.Effects(ctx, after, page)
		if err != nil || len(effects) == 0 {
			return registry.Found{State: registry.FoundNone}, err
		}
		for _, e := range effects {
			if after = e.Seq; e.ClTRID == sought.ClTRID {
				return registry.Found{State: registry.FoundDone}, nil
			}
		}
	}
}
