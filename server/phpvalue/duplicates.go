package phpvalue

import (
	"cmp"
	"slices"
)

// fewEntries is up to how many entries comparing all pairs is cheaper than
// sorting.
const fewEntries = 8

// lastWins settles duplicate keys as PHP does: the last value, in the place of
// the first. It works in place and adds to spent the key comparisons it made.
// It sorts instead of filling a map, because a map of as many keys costs more
// memory than the entries themselves.
func lastWins(entries []Entry, spent *int) []Entry {
	if len(entries) <= fewEntries && !hasDuplicate(entries, spent) {
		return entries
	}
	order := make([]int32, len(entries))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		*spent++
		return cmp.Or(cmp.Compare(entries[a].Key, entries[b].Key), cmp.Compare(a, b))
	})
	var dropped []bool
	for i := 0; i < len(order); {
		first, last := order[i], i
		for last+1 < len(order) && entries[order[last+1]].Key == entries[first].Key {
			last++
			if dropped == nil {
				dropped = make([]bool, len(entries))
			}
			dropped[order[last]] = true
		}
		entries[first].Value = entries[order[last]].Value
		i = last + 1
	}
	if dropped == nil {
		return entries
	}
	kept := entries[:0]
	for i, e := range entries {
		if !dropped[i] {
			kept = append(kept, e)
		}
	}
	clear(entries[len(kept):])
	return kept
}

func hasDuplicate(entries []Entry, spent *int) bool {
	for i := range entries {
		for j := range i {
			*spent++
			if entries[i].Key == entries[j].Key {
				return true
			}
		}
	}
	return false
}
