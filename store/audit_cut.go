package store

import (
	"slices"
	"strings"

	"nameyard/reseller"
)

// maxFact is how long a value is in a record, in characters; of settings only the text of a template, many keys and many hosts are longer.
const maxFact = 1200

// sharedShown is how much of what both sides of a change begin with stays before their first difference where they are cut, in characters.
const sharedShown = 40

// listsBy are what stands between the parts of values that are lists.
var listsBy = map[string]string{"records": "\n", "dnssec": "; ", "hosts": "; ", "nameservers": " ", "scopes": " ", "addresses": " ", "events": " ", "dispute": "; "}

// cut makes a change fit into a record, so that the difference can be seen: lists that are too long tell which parts came and went, and other texts begin
// shortly before they differ.
func cut(c reseller.AuditChange) reseller.AuditChange {
	if short(c) {
		return c
	}
	before, after := c.Before, c.After
	if by := listsBy[c.Field]; by != "" && before != "" && after != "" {
		if went, came := beside(before, after, by), beside(after, before, by); went != "" || came != "" { // else only their order is another one
			before, after = went, came
		}
	}
	if c := (reseller.AuditChange{Field: c.Field, Before: before, After: after}); short(c) {
		return c
	}
	before, after = fromDifference([]rune(before), []rune(after))
	return reseller.AuditChange{Field: c.Field, Before: clip(before, maxFact), After: clip(after, maxFact)}
}

func short(c reseller.AuditChange) bool {
	return clip(c.Before, maxFact) == c.Before && clip(c.After, maxFact) == c.After
}

// fromDifference are two texts from shortly before the place on where they differ.
func fromDifference(before, after []rune) (b, a string) {
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	if skip := same - sharedShown; skip > 0 {
		return "…" + string(before[skip:]), "…" + string(after[skip:])
	}
	return string(before), string(after)
}

// beside are the parts of a list that another one has not.
func beside(list, other, by string) string {
	known := strings.Split(strings.TrimSpace(other), by)
	return strings.Join(slices.DeleteFunc(strings.Split(strings.TrimSpace(list), by), func(part string) bool {
		return part == "" || slices.Contains(known, part)
	}), by)
}
