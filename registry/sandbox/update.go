package sandbox

import (
	"context"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// Update changes name servers, contacts and fields, as far as they are given.
func (r *Registry) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	q := request{Op: opUpdate, ClTRID: u.ClTRID, Contacts: u.Contacts, Fields: u.Fields}
	if u.Nameservers != nil {
		q.Nameservers = append([]string{}, *u.Nameservers...)
	}
	return r.change(ctx, u.Name, q)
}

func (t *transaction) update(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if err := t.contactable(q.Contacts); err != nil {
		return registry.Receipt{}, err
	}
	if err := t.attributable(q.Hosts); err != nil {
		return registry.Receipt{}, err
	}
	if err := t.delegable(q.Nameservers, q.hosts(d.Hosts)); err != nil {
		return registry.Receipt{}, err
	}
	var what []string
	note := func(given bool, part string) {
		if given {
			what = append(what, part)
		}
	}
	note(q.Nameservers != nil, "nameservers")
	note(q.Contacts != nil, "contacts")
	note(q.Fields != nil, "fields")
	d.takeAttributes(q.Hosts)
	t.settleWishes(d, &q)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "update", Note: strings.Join(what, ", ")})
	return registry.Receipt{}, nil
}

// SetLock sets or lifts clientTransferProhibited.
func (r *Registry) SetLock(ctx context.Context, clTRID string, name reseller.Name, locked bool) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opLock, ClTRID: clTRID, Locked: locked})
}

func (t *transaction) lock(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if !t.rules.Lock {
		return registry.Receipt{}, t.notOffered("transfer lock")
	}
	d.Locked = q.Locked
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "lock", Note: onOff(q.Locked)})
	return registry.Receipt{}, nil
}

// SetPrivacy hides the contacts from everyone but us, or shows them.
func (r *Registry) SetPrivacy(ctx context.Context, clTRID string, name reseller.Name, private bool) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opPrivacy, ClTRID: clTRID, Private: private})
}

func (t *transaction) shield(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if !t.rules.Privacy {
		return registry.Receipt{}, t.notOffered("privacy")
	}
	d.Private = q.Private
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "privacy", Note: onOff(q.Private)})
	return registry.Receipt{}, nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// Release gives a name to another registrar by its tag, at once. The lock does not stand in the way: it is there against
// others who ask for the name (RFC 5731 §2.3, clientTransferProhibited), and here its own registrar gives it.
func (r *Registry) Release(ctx context.Context, clTRID string, name reseller.Name, tag string) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opRelease, ClTRID: clTRID, Tag: strings.ToUpper(strings.TrimSpace(tag))})
}

func (t *transaction) release(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	switch {
	case err != nil:
		return registry.Receipt{}, err
	case !t.rules.TagRelease:
		return registry.Receipt{}, t.notOffered("release by tag")
	case !validTag(q.Tag) || q.Tag == t.by:
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %q is not the tag of another registrar", q.Tag)
	}
	d.moveTo(q.Tag, t.now)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "release", Note: "to " + q.Tag})
	return registry.Receipt{}, nil
}

// validTag takes tags: 2 to 16 letters, digits and hyphens, as Nominet gives them.
func validTag(tag string) bool {
	return len(tag) >= 2 && len(tag) <= 16 &&
		strings.Trim(tag, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}
