package operator

import (
	"cmp"
	"context"
	"slices"

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

// MayCost is the most that what waits there may cost us there; its currency is empty where the registry tells no balance, or nothing says what it may cost.
func (s RegistryState) MayCost() (most reseller.Money) {
	if s.Queue.CostLimit == 0 {
		return most
	}
	return reseller.Money{Minor: s.Queue.CostLimit, Currency: s.Queue.Currency}
}

// Has is what our account there has left; its currency is empty where the registry does not tell.
func (s RegistryState) Has() reseller.Money {
	if b := s.Figures.Balance; b != nil {
		return reseller.Money{Minor: b.Amount, Currency: b.Currency}
	}
	return reseller.Money{}
}

// At finds the connector at which the name of an order is; one without a name where none is known.
func (u Registries) At(ctx context.Context, o reseller.Order) (RegistryState, error) {
	d, err := u.Store.DomainByID(ctx, o.DomainID)
	if err != nil {
		return RegistryState{}, err
	}
	states, err := u.Overview(ctx)
	for _, s := range states {
		if s.Name == d.Connector || d.Connector == "" && slices.Contains(s.TLDs, d.Name.TLD()) {
			return s, err
		}
	}
	return RegistryState{}, err
}

// Of tells at which connectors the names of some orders are, by the numbers of these. One without is missing.
func (u Registries) Of(ctx context.Context, orders ...reseller.Order) (map[int64]string, error) {
	rows := make([]int64, len(orders))
	for i, o := range orders {
		rows[i] = o.DomainID
	}
	known, err := u.Store.Connectors(ctx, rows...)
	if err != nil {
		return nil, err
	}
	at := map[int64]string{}
	for _, o := range orders {
		if connector := cmp.Or(known[o.DomainID], u.Routes.Rules()[o.Name.TLD()].Connector); connector != "" {
			at[o.ID] = connector
		}
	}
	return at, nil
}

// Overview lists the connectors with what the servers have seen of them lately, what waits for them, and whether our money there does.
func (u Registries) Overview(ctx context.Context) ([]RegistryState, error) {
	states, _, err := u.OverviewAndNames(ctx)
	return states, err
}

// OverviewAndNames is Overview, and how many names accounts have or are getting, wherever these are: to count them once takes the time.
func (u Registries) OverviewAndNames(ctx context.Context) (states []RegistryState, names int64, err error) {
	at, err := u.Store.NamesAt(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, n := range at {
		names += n.Names
	}
	states, err = u.overview(ctx, at)
	return states, names, err
}

func (u Registries) overview(ctx context.Context, at []reseller.NamesAt) ([]RegistryState, error) {
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
