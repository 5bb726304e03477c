package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// The uses of a host are kept beside the names that use it, one document for each pair: registering the millionth name on a
// popular name server rewrites no list of the others. Whether a host is in use is one look at the first key.
const usePrefix = "use:" // + the host + ":" + a hash of the name that uses it

func usesOf(host string) string { return usePrefix + host + ":" }

func useKey(host string, name reseller.Name) string {
	sum := sha256.Sum256([]byte(name.String()))
	return usesOf(host) + hex.EncodeToString(sum[:16])
}

// readUses finds out which hosts of a name other names use.
func (r *Registry) readUses(ctx context.Context, t *transaction) error {
	if t.rec.Domain == nil {
		return nil
	}
	for _, h := range t.rec.Domain.Hosts {
		keys, err := r.docs.List(ctx, usesOf(h.Name), "", 1)
		if err != nil {
			return unreachable(err)
		}
		if len(keys) > 0 {
			t.usedByOthers = append(t.usedByOthers, h.Name)
		}
	}
	return nil
}

// used refuses what would take a host away from the names that use it (RFC 5732 §3.2.2, RFC 5731 §3.2.2).
func (t *transaction) used(host string) error {
	switch {
	case slices.Contains(t.rec.Domain.Nameservers, host):
		return registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: %s is a name server of %s", host, t.name)
	case slices.Contains(t.usedByOthers, host):
		return registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: %s is a name server of other names", host)
	}
	return nil
}

// uses gives the documents to be written because names use other hosts than they did when they were read.
func (r *Registry) uses(ctx context.Context, names []*transaction) ([]Write, error) {
	wanted, bodies := map[string]bool{}, map[string][]byte{}
	for _, t := range names {
		now := t.uses()
		if !t.changed || slices.Equal(t.before, now) {
			continue
		}
		body, err := json.Marshal(t.name.String())
		if err != nil {
			return nil, unreachable(err)
		}
		for _, host := range slices.Concat(t.before, now) {
			if key := useKey(host, t.name); strings.HasPrefix(host, contactUse) || r.keeps(host) && !t.name.Subordinate(host) {
				wanted[key], bodies[key] = slices.Contains(now, host), body
			}
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	keys := make([]string, 0, len(wanted))
	for key := range wanted {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	docs, err := r.docs.Get(ctx, keys...)
	if err != nil {
		return nil, unreachable(err)
	}
	var writes []Write
	for _, key := range keys {
		switch doc, there := docs[key]; {
		case wanted[key] && !there:
			writes = append(writes, Write{Key: key, Body: bodies[key]})
		case !wanted[key] && there:
			writes = append(writes, Write{Key: key, Version: doc.Version})
		}
	}
	return writes, nil
}

// uses are what the name uses at this moment of the transaction: its name servers, and the contact objects behind its contacts.
func (t *transaction) uses() []string {
	if t.rec.Domain == nil {
		return nil
	}
	all := slices.Clone(t.rec.Domain.Nameservers)
	for _, role := range reseller.Roles {
		if id := t.rec.Domain.Handles[role]; id != "" {
			all = append(all, contactUse+id)
		}
	}
	return all
}

// keeps reports whether hosts of that name belong to names of this registry.
func (r *Registry) keeps(host string) bool {
	for rest := host; ; {
		_, tld, dotted := strings.Cut(rest, ".")
		if !dotted {
			return false
		}
		if _, served := r.rules[tld]; served {
			return true
		}
		rest = tld
	}
}
