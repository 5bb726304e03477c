package zone

import (
	"slices"
	"strings"

	"nameyard/reseller"
)

// tree finds the records of a zone by their hostnames, which are relative to the domain.
type tree struct {
	name     reseller.Name
	at       map[string][]placedRecord
	children map[string]bool // hostnames of child name servers with addresses
	servers  map[string]bool // hostnames that delegations of the zone name
	nodes    map[string]bool // all hostnames, and what lies between them and the domain

	leadsOut map[string]bool   // hostnames of aliases, and places of visits, that are known to lead to no circle
	ends     map[string]string // hostnames of aliases with the host that they lead to in the end
}

func newTree(name reseller.Name, records []placedRecord) tree {
	t := tree{
		name: name, at: map[string][]placedRecord{}, children: map[string]bool{}, servers: map[string]bool{},
		nodes: map[string]bool{}, leadsOut: map[string]bool{}, ends: map[string]string{},
	}
	for _, r := range records {
		t.at[r.Host()] = append(t.at[r.Host()], r)
		if host, inside := t.inside(r.Address); inside && r.Type == TypeNS {
			t.servers[host] = true
		}
		for node := r.Host(); !t.nodes[node]; node = parent(node) {
			t.nodes[node] = true
		}
	}
	return t
}

// parent gives the hostname one label up. The domain itself is its own.
func parent(hostname string) string {
	if _, up, ok := strings.Cut(hostname, "."); ok {
		return up
	}
	return "@"
}

// below reports whether a hostname is another one or lies below it.
func below(hostname, top string) bool {
	return top == "@" || hostname == top || strings.HasSuffix(hostname, "."+top)
}

// inside gives the hostname of a full name in the domain.
func (t tree) inside(host string) (hostname string, ok bool) {
	if host == t.name.String() {
		return "@", true
	}
	return strings.CutSuffix(host, "."+t.name.String())
}

// full gives the full name of a hostname, for people.
func (t tree) full(hostname string) string {
	return hostOf(hostname, t.name)
}

// find gives the first record at exactly a hostname that is of one of the types.
func (t tree) find(hostname string, types ...string) (placedRecord, bool) {
	return first(t.at[hostname], types...)
}

// first gives the first record of one of the types.
func first(list []placedRecord, types ...string) (placedRecord, bool) {
	if i := slices.IndexFunc(list, func(r placedRecord) bool { return slices.Contains(types, r.Type) }); i >= 0 {
		return list[i], true
	}
	return placedRecord{}, false
}

// cut gives the delegation that a hostname lies at or below, the highest if there are several.
func (t tree) cut(hostname string) (ns placedRecord, ok bool) {
	for ; hostname != "@"; hostname = parent(hostname) {
		if r, found := t.find(hostname, TypeNS); found {
			ns, ok = r, true
		}
	}
	return ns, ok
}

// source gives the hostname whose records answer for a hostname: itself, or a wildcard (RFC 4592 §3.3.1).
func (t tree) source(hostname string) string {
	if t.nodes[hostname] {
		return hostname
	}
	for !t.nodes[hostname] && hostname != "@" {
		hostname = parent(hostname)
	}
	if hostname == "@" {
		return "*"
	}
	return "*." + hostname
}

// answer gives the record of one of the types with which the zone answers for a full name.
func (t tree) answer(host string, types ...string) (placedRecord, bool) {
	return first(t.answers(host), types...)
}

// answers gives all records with which the zone answers for a full name.
func (t tree) answers(host string) []placedRecord {
	hostname, ok := t.inside(host)
	if !ok {
		return nil
	}
	if _, delegated := t.cut(hostname); delegated {
		return nil
	}
	return t.at[t.source(hostname)]
}
