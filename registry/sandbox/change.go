package sandbox

import (
	"context"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

// Change is several changes of a name in one command, as <domain:update> makes them (RFC 5731 §3.2.5): all take effect or none. What is
// nil stays.
type Change struct {
	ClTRID      string
	Name        reseller.Name
	Nameservers *[]string
	Hosts       *[]reseller.Host // the name servers of the name's own, with addresses, where they are attributes and no objects
	Contacts    reseller.Contacts
	Handles     map[reseller.Role]string // ids of the contact objects that Contacts were read from
	Fields      map[string]string
	Private     *bool
	Locked      *bool
	Held        *bool
	Undeletable *bool // clientDeleteProhibited
	AuthCode    *string
	SecDNS      *reseller.SecDNS
}

// Change carries a change out.
func (r *Registry) Change(ctx context.Context, c Change) (registry.Receipt, error) {
	q := request{Op: opChange, ClTRID: c.ClTRID, Hosts: c.Hosts, Contacts: c.Contacts, Handles: c.Handles, Fields: c.Fields}
	part := func(given bool, op operation) {
		if given {
			q.Parts = append(q.Parts, op)
		}
	}
	part(c.Nameservers != nil || c.Contacts != nil || c.Fields != nil, opUpdate)
	part(c.Private != nil, opPrivacy)
	part(c.Locked != nil, opLock)
	part(c.Held != nil, opHold)
	part(c.Undeletable != nil, opKeep)
	part(c.AuthCode != nil, opSetCode)
	part(c.SecDNS != nil, opSecDNS)
	if c.Nameservers != nil {
		q.Nameservers = append([]string{}, *c.Nameservers...)
	}
	if c.AuthCode != nil {
		q.CodeHash = hashCode(c.Name, *c.AuthCode)
	}
	q.Private, q.Locked, q.Held, q.Kept, q.SecDNS = isTrue(c.Private), isTrue(c.Locked), isTrue(c.Held), isTrue(c.Undeletable), c.SecDNS
	if len(q.Parts) == 1 {
		q.Op, q.Parts = q.Parts[0], nil
	}
	return r.change(ctx, c.Name, q)
}

func isTrue(b *bool) bool { return b != nil && *b }

// commands are the fault filters that a request belongs to.
func (q request) commands() []string {
	all := slices.Clone(operations[q.Op].commands)
	for _, part := range q.Parts {
		all = append(all, operations[part].commands...)
	}
	return all
}

// changeParts carries the parts out one after the other; if one is refused, those before it are taken back.
func (t *transaction) changeParts(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	was, effects := *d, len(t.effects)
	for _, part := range q.Parts {
		if err := t.changePart(part, q); err != nil {
			*d, t.effects = was, t.effects[:effects]
			return registry.Receipt{}, err
		}
	}
	return registry.Receipt{}, nil
}

func (t *transaction) changePart(part operation, q request) (err error) {
	switch part {
	case opUpdate:
		_, err = t.update(q)
	case opPrivacy:
		_, err = t.shield(q)
	case opLock:
		_, err = t.lock(q)
	case opHold:
		_, err = t.hold(q)
	case opKeep:
		_, err = t.keep(q)
	case opSetCode:
		_, err = t.setAuthCode(q)
	case opSecDNS:
		_, err = t.sign(q)
	}
	return err
}

// SetHold sets or lifts clientHold: the name is in the zone no more.
func (r *Registry) SetHold(ctx context.Context, clTRID string, name reseller.Name, hold bool) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opHold, ClTRID: clTRID, Held: hold})
}

func (t *transaction) hold(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	d.Held = q.Held
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "hold", Note: onOff(q.Held)})
	return registry.Receipt{}, nil
}

// SetKept sets or lifts clientTransferProhibited and clientDeleteProhibited.
func (r *Registry) SetKept(ctx context.Context, clTRID string, name reseller.Name, want reseller.DisputeStatuses) (registry.Receipt, error) {
	c := Change{ClTRID: clTRID, Name: name}
	if want.Transfer {
		c.Locked = &want.On
	}
	if want.Delete {
		c.Undeletable = &want.On
	}
	return r.Change(ctx, c)
}

func (t *transaction) keep(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	d.Undeletable = q.Kept
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "keep", Note: onOff(q.Kept)})
	return registry.Receipt{}, nil
}

// setAuthCode sets the code that the registrar chose.
func (t *transaction) setAuthCode(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if !t.rules.AuthCode {
		return registry.Receipt{}, t.notOffered("auth codes")
	}
	t.setCode(d, q.CodeHash)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "authcode"})
	return registry.Receipt{}, nil
}
