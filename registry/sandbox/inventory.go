package sandbox

import (
	"context"

	"nameyard/registry"
)

// Serves reports whether a TLD has rules here (registry.Inventory).
func (r *Registry) Serves(tld string) bool {
	_, ok := r.rules[tld]
	return ok
}

// Registrations lists names as their documents stand, in bytewise order, after one, at most limit (registry.Inventory). It
// changes nothing and no fault touches it.
func (r *Registry) Registrations(ctx context.Context, after string, limit int) ([]registry.Registration, error) {
	for key := after; ; {
		names, err := r.Names(ctx, key, limit)
		if err != nil || len(names) == 0 {
			return nil, err
		}
		keys := make([]string, len(names))
		for i, n := range names {
			keys[i] = keyOf(n)
		}
		docs, err := r.docs.Get(ctx, keys...)
		if err != nil {
			return nil, unreachable(err)
		}
		var list []registry.Registration
		for i, n := range names {
			var rec record
			doc, there := docs[keys[i]]
			if !there {
				continue
			}
			if err := decode(keys[i], doc.Body, &rec); err != nil {
				return nil, unreachable(err)
			}
			if rec.Domain != nil {
				list = append(list, rec.Domain.view(n, r.rules[n.TLD()], r.now(), Sponsor, true))
			}
		}
		if len(list) > 0 {
			return list, nil
		}
		key = names[len(names)-1].String() // none of them is registered: they only wait for commands that a fault delays
	}
}
