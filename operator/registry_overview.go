package operator

import (
	"context"

	"nameyard/reseller"
)

// RegistryState is a connector as it works now.
type RegistryState struct {
	Connector
	Pause   *reseller.RegistryPause  // nil = it is not paused
	Figures reseller.RegistryFigures // of all servers together; zero where none has told within ten minutes
	Queue   reseller.RegistryQueue   // what waits for it
	Names   int64                    // that are at it
	Covered bool                     // our account there does for what waits, as far as is known
}

// Overview lists the connectors with what the servers have seen of them lately, what waits for them, and whether our money there does.
func (u Registries) Overview(ctx context.Context) ([]RegistryState, error) {
	rows, err := u.Store.RegistryFigures(ctx)
	if err != nil {
		return nil, err
	}
	pauses, err := u.Store.RegistryPauses(ctx)
	if err != nil {
		return nil, err
	}
	connectors, err := u.connectors(ctx)
	if err != nil {
		return nil, err
	}
	at, err := u.Store.NamesAt(ctx)
	if err != nil {
		return nil, err
	}
	figures := reseller.MergeRegistryFigures(rows)
	var all []RegistryState
	for _, c := range connectors {
		state := RegistryState{Connector: c, Figures: figures[c.Name]}
		for _, p := range pauses {
			if p.Connector == c.Name {
				state.Pause = &p
			}
		}
		for _, names := range at {
			if names.Connector == c.Name {
				state.Names += names.Names
			}
		}
		var currency string
		if b := state.Figures.Balance; b != nil {
			currency = b.Currency
		}
		if state.Queue, err = u.Store.RegistryQueue(ctx, c.Name, c.TLDs, currency); err != nil {
			return nil, err
		}
		state.Covered = state.Figures.Balance.Covers(state.Queue)
		all = append(all, state)
	}
	return all, nil
}
