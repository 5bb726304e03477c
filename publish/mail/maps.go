package mail

import (
	"context"
	"strings"
)

// Maps are the maps that Postfix looks up.
type Maps struct {
	Router Router
	SRS    *SRS // nil = senders stay as they are
}

// The maps by their names in requests.
const (
	mapDomains = "domains" // virtual_alias_domains
	mapAliases = "aliases" // virtual_alias_maps
	mapSender  = "srsf"    // sender_canonical_maps
	mapReturn  = "srsr"    // recipient_canonical_maps, relay_recipient_maps
)

// notFound is the answer for a key that a map does not have (socketmap_table(5)).
const notFound = "NOTFOUND "

// answer looks a request up, "map key", and gives the reply of socketmap_table(5).
func (m Maps) answer(ctx context.Context, request string) string {
	name, key, ok := strings.Cut(request, " ")
	if !ok {
		return "PERM a request is the name of a map, a space and a key"
	}
	switch name {
	case mapDomains:
		_, why, err := m.Router.Domain(ctx, strings.ToLower(key))
		if err == nil && why != "" {
			return notFound
		}
		return reply(key, err)
	case mapAliases:
		route, err := m.Router.Route(ctx, key)
		switch {
		case err == nil && route.Waits:
			return "TEMP " + waitsFor
		case err == nil && len(route.Targets) == 0:
			return notFound
		}
		return reply(strings.Join(route.Targets, ","), err)
	case mapSender:
		if m.SRS != nil {
			if rewritten, ok := m.SRS.Forward(key); ok {
				return reply(rewritten, nil)
			}
		}
		return notFound
	case mapReturn:
		if m.SRS != nil {
			if sender, err := m.SRS.Reverse(key); err == nil {
				return reply(sender, nil)
			}
		}
		return notFound
	}
	return "PERM there is no map " + name + " here, only domains, aliases, srsf and srsr"
}

// reply is the answer with a value. An error keeps the mail waiting; its words stay in our log.
func reply(value string, err error) string {
	if err != nil {
		return "TEMP the database is away"
	}
	return "OK " + value
}
