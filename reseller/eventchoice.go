package reseller

import "strings"

// EventGroup is what stands before the dot of kinds of events, with the whole kinds that begin so, in alphabetical order.
type EventGroup struct {
	Name  string // "renew"
	Kinds []string
}

// EventSection is groups of events among which one looks for a kind.
type EventSection struct {
	Name   string // "names", "money", "changes", "leaving", "rest"
	Groups []EventGroup
}

// eventSections say where a group of events is looked for; what is not named is in the rest.
var eventSections = []struct {
	name   string
	groups []string
}{
	{"names", []string{"register", "renew", "renewal", "restore", "transfer", "domain"}},
	{"money", []string{"invoice", "account", "prices"}},
	{"leaving", []string{"delete", "release", "auth_code", "transfer_approve", "transfer_reject", "transfer_cancel"}},
	{"changes", []string{"nameservers", "contacts", "lock", "privacy", "dnssec", "hold", "dispute_lock", "host_create", "host_modify", "host_delete"}},
	{"rest", nil},
}

// EventSections lists every kind of event that can happen, each once, as one chooses among them.
func EventSections() []EventSection {
	kinds := map[string][]string{}
	for _, kind := range EventKinds() {
		group, _, _ := strings.Cut(kind, ".")
		kinds[group] = append(kinds[group], kind)
	}
	var list []EventSection
	for _, s := range eventSections {
		section := EventSection{Name: s.name}
		names := s.groups
		if names == nil {
			names = EventGroups() // those that are left
		}
		for _, name := range names {
			if len(kinds[name]) > 0 {
				section.Groups = append(section.Groups, EventGroup{name, kinds[name]})
				delete(kinds, name)
			}
		}
		list = append(list, section)
	}
	return list
}
