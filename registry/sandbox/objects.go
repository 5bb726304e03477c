package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Objects that stand for themselves at registries of the EPP kind: contacts (RFC 5733), and hosts that lie outside the registry (RFC
// 5732). Hosts inside it are part of their name.
const (
	contactPrefix = "contact:" // + id
	hostPrefix    = "host:"    // + name
	contactUse    = "contact/" // + id, in the documents that say who uses what
)

// ContactObject is a contact with an id of its own.
type ContactObject struct {
	ID      string            `json:"id"`
	Sponsor string            `json:"sponsor"`
	Contact reseller.Contact  `json:"contact"`
	Private bool              `json:"private,omitempty"` // kept from the public
	Fields  map[string]string `json:"fields,omitempty"`
	Created time.Time         `json:"created"`
	Updated time.Time         `json:"updated,omitzero"`
}

// HostObject is a host outside the registry.
type HostObject struct {
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
}

// CreateContact keeps a contact object. Code 2302 if there is one with its id.
func (r *Registry) CreateContact(ctx context.Context, o ContactObject) (ContactObject, error) {
	o.Created = r.now()
	return o, r.createObject(ctx, contactPrefix+o.ID, o)
}

// Contact gives a contact object; code 2303 if there is none.
func (r *Registry) Contact(ctx context.Context, id string) (o ContactObject, err error) {
	return o, r.readObject(ctx, contactPrefix+id, &o)
}

// DeleteContact removes a contact object that no name uses.
func (r *Registry) DeleteContact(ctx context.Context, id string) error {
	if err := r.unusedContact(ctx, id); err != nil {
		return err
	}
	return r.deleteObject(ctx, contactPrefix+id)
}

func (r *Registry) unusedContact(ctx context.Context, id string) error {
	keys, err := r.docs.List(ctx, usesOf(contactUse+id), "", 1)
	if err != nil {
		return unreachable(err)
	}
	if len(keys) > 0 {
		return registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: contact %s is in use; attach another one to its names first", id)
	}
	return nil
}

// UpdateContact changes a contact object that no name uses yet. For one in use this registry wants a new contact attached instead.
func (r *Registry) UpdateContact(ctx context.Context, o ContactObject) error {
	if err := r.unusedContact(ctx, o.ID); err != nil {
		return err
	}
	return again(ctx, func() error {
		docs, err := r.docs.Get(ctx, contactPrefix+o.ID)
		if err != nil {
			return unreachable(err)
		}
		o.Updated = r.now()
		body, err := json.Marshal(o)
		if err != nil {
			return unreachable(err)
		}
		return r.put(ctx, []Write{{Key: contactPrefix + o.ID, Body: body, Version: docs[contactPrefix+o.ID].Version}}, nil)
	})
}

// CreateHostObject keeps a host outside the registry. Code 2302 if it is there.
func (r *Registry) CreateHostObject(ctx context.Context, name string) (HostObject, error) {
	o := HostObject{name, r.now()}
	return o, r.createObject(ctx, hostPrefix+name, o)
}

// HostObject gives a host outside the registry; code 2303 if there is none.
func (r *Registry) HostObject(ctx context.Context, name string) (o HostObject, err error) {
	return o, r.readObject(ctx, hostPrefix+name, &o)
}

// DeleteHostObject removes a host outside the registry.
func (r *Registry) DeleteHostObject(ctx context.Context, name string) error {
	return r.deleteObject(ctx, hostPrefix+name)
}

// Parent is the name that a host lies in, if this registry serves its TLD.
func (r *Registry) Parent(host string) (reseller.Name, bool) {
	for rest := host; ; {
		label, tld, dotted := strings.Cut(rest, ".")
		if !dotted {
			return reseller.Name{}, false
		}
		if _, served := r.rules[tld]; served {
			return reseller.NameOf(label+"."+tld, tld), true
		}
		rest = tld
	}
}

func (r *Registry) createObject(ctx context.Context, key string, o any) error {
	body, err := json.Marshal(o)
	if err != nil {
		return unreachable(err)
	}
	err = r.put(ctx, []Write{{Key: key, Body: body}}, nil)
	if errors.Is(err, errOvertaken) {
		return registry.Refuse(registry.CodeExists, "Object exists: %s", afterColon(key))
	}
	return err
}

func (r *Registry) readObject(ctx context.Context, key string, into any) error {
	docs, err := r.docs.Get(ctx, key)
	if err != nil {
		return unreachable(err)
	}
	doc, ok := docs[key]
	if !ok {
		return registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", afterColon(key))
	}
	if err := decode(key, doc.Body, into); err != nil {
		return unreachable(err)
	}
	return nil
}

func (r *Registry) deleteObject(ctx context.Context, key string) error {
	return again(ctx, func() error {
		docs, err := r.docs.Get(ctx, key)
		if err != nil {
			return unreachable(err)
		}
		doc, ok := docs[key]
		if !ok {
			return registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", afterColon(key))
		}
		return r.put(ctx, []Write{{Key: key, Version: doc.Version}}, nil)
	})
}

func afterColon(key string) string {
	_, name, _ := strings.Cut(key, ":")
	return name
}
