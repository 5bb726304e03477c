package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// page is how many names or log entries are read at once.
const page = 200

// Tick makes everything happen that is due by the clock, for names that nobody touches. Names under TLDs whose rules
// were taken away stay as they are.
func (r *Registry) Tick(ctx context.Context) error {
	stuck := map[string]bool{}
	for {
		keys, err := r.docs.Due(ctx, r.now().UnixMicro(), page+len(stuck))
		if err != nil {
			return unreachable(err)
		}
		keys = slices.DeleteFunc(keys, func(key string) bool { return stuck[key] })
		if len(keys) == 0 {
			return nil
		}
		for _, key := range keys {
			if err := r.settle(ctx, key, stuck); err != nil {
				return fmt.Errorf("life cycle of %s: %w", strings.TrimPrefix(key, namePrefix), err)
			}
		}
	}
}

// settle lives through what is due for one name and notes names that cannot move on.
func (r *Registry) settle(ctx context.Context, key string, stuck map[string]bool) error {
	name := nameOf(key)
	if r.serves(name) != nil {
		stuck[key] = true
		return nil
	}
	found, err := r.look(ctx, "", name)
	if err == nil && !found[0].changed {
		stuck[key] = true // another process did it, or the clock was set back
	}
	return err
}

// NextDue is when the registry next does something by itself, zero = never. The sandbox clock steps there.
func (r *Registry) NextDue(ctx context.Context) (time.Time, error) {
	due, err := r.docs.NextDue(ctx)
	if err != nil {
		return time.Time{}, unreachable(err)
	}
	if due == 0 {
		return time.Time{}, nil
	}
	return time.UnixMicro(due).UTC(), nil
}

// Effects lists what the registry carried out, oldest first (registry.EffectLog).
func (r *Registry) Effects(ctx context.Context, after int64, limit int) ([]registry.Effect, error) {
	entries, err := r.docs.Effects(ctx, after, limit)
	if err != nil {
		return nil, unreachable(err)
	}
	effects := make([]registry.Effect, len(entries))
	for i, entry := range entries {
		if err := decode(fmt.Sprintf("effect %d", entry.Seq), entry.Body, &effects[i]); err != nil {
			return nil, unreachable(err)
		}
		effects[i].Seq = entry.Seq
	}
	return effects, nil
}

// Show tells all that the registry knows of a name, whoever sponsors it and whatever faults there are.
// ErrNoSuchName if it is not registered.
func (r *Registry) Show(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	return r.registration(ctx, "", name, func(*domain) bool { return true })
}

// Public tells what everybody sees of a name, as RDAP would: under privacy no contacts. ErrNoSuchName if it is not
// registered.
func (r *Registry) Public(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	return r.registration(ctx, "", name, func(*domain) bool { return false })
}

// Names lists names in the registry that come after one ("" = from the first), in bytewise order of the whole name,
// those of other registrars included, and now and then one that is only about to be registered.
func (r *Registry) Names(ctx context.Context, after string, limit int) ([]reseller.Name, error) {
	if after != "" {
		after = namePrefix + after
	}
	keys, err := r.docs.List(ctx, namePrefix, after, limit)
	if err != nil {
		return nil, unreachable(err)
	}
	names := make([]reseller.Name, len(keys))
	for i, key := range keys {
		names[i] = nameOf(key)
	}
	return names, nil
}
