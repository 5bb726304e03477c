package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
)

// Earlier is a registration of ours that came at a past time.
type Earlier struct {
	At     time.Time
	Create registry.Create
}

// Populate carries registrations out as if each had come at its own time, and lives through what was due since then. All
// take effect, in one transaction, or none; it gives false if one of the names is in the registry. Scripted faults do not
// touch it, and nobody is told of it by message.
func (r *Registry) Populate(ctx context.Context, registrations []Earlier) (bool, error) {
	var writes []Write
	var effects [][]byte
	var names []*transaction
	for _, e := range registrations {
		t, err := r.earlier(e)
		if err != nil {
			return false, err
		}
		doc, err := t.document()
		if err != nil {
			return false, unreachable(err)
		}
		writes, names = append(writes, doc), append(names, t)
		for _, effect := range t.effects {
			body, err := json.Marshal(effect)
			if err != nil {
				return false, unreachable(err)
			}
			effects = append(effects, body)
		}
	}
	uses, err := r.uses(ctx, names)
	if err != nil {
		return false, err
	}
	err = r.put(ctx, append(writes, uses...), effects)
	if errors.Is(err, errOvertaken) {
		return false, nil
	}
	return err == nil, err
}

// earlier takes one name from its registration to now.
func (r *Registry) earlier(e Earlier) (*transaction, error) {
	c := e.Create
	if err := r.serves(c.Name); err != nil {
		return nil, err
	}
	t := &transaction{name: c.Name, rules: r.rules[c.Name.TLD()], now: e.At.UTC().Truncate(time.Microsecond)}
	if t.now.After(r.now()) {
		return nil, registry.Refuse(registry.CodeParameterRange, "%s cannot have been registered in the future", c.Name)
	}
	_, err := t.carry(request{
		Op: opCreate, ClTRID: c.ClTRID, Years: c.Years, Nameservers: c.Nameservers, Contacts: c.Contacts,
		Fields: c.Fields, Private: c.Privacy, Locked: c.Lock, FeeLimit: c.FeeLimit,
	})
	if err != nil {
		return nil, fmt.Errorf("register %s: %w", c.Name, err)
	}
	t.advance(r.now())
	t.changed = true
	return t, nil
}
