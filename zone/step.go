package zone

import (
	"slices"
	"strconv"

	"nameyard/reseller"
)

// Step is what a change makes of one record: it goes, it comes, or only its priority or TTL are others.
type Step struct {
	Was, Is *Record // nil = it was not there; it is there no more
}

// Record is the one that the step is about: as it will be, unless it goes.
func (s Step) Record() Record {
	if s.Is == nil {
		return *s.Was
	}
	return *s.Is
}

// OldPriority is the priority that the record had; "" if it has that still, or does not change.
func (s Step) OldPriority() string {
	if s.Was == nil || s.Is == nil || s.Was.Priority == nil || s.Is.Same(*s.Was) {
		return ""
	}
	return strconv.Itoa(*s.Was.Priority)
}

// OldTTL is the TTL that the record had, in seconds; "" if it has that still, or does not change.
func (s Step) OldTTL() string {
	if s.Was == nil || s.Is == nil || s.Was.EffectiveTTL() == s.Is.EffectiveTTL() {
		return ""
	}
	return strconv.Itoa(s.Was.EffectiveTTL())
}

// Steps tells what the import makes of each record that it touches: in the order of those that were there, then what is new.
func (i Import) Steps() []Step {
	var steps []Step
	added := slices.Clone(i.Added)
	for _, was := range i.Removed {
		step := Step{Was: &was}
		alike := func(r Record) bool {
			return r.Hostname == was.Hostname && r.Type == was.Type && r.Address == was.Address
		}
		if n := slices.IndexFunc(added, alike); n >= 0 {
			is := added[n]
			step.Is, added = &is, slices.Delete(added, n, n+1)
		}
		steps = append(steps, step)
	}
	for _, is := range added {
		steps = append(steps, Step{Is: &is})
	}
	return steps
}

// Compare tells what takes one set of records to another.
func Compare(was, is []Record) Import {
	i := Import{Seen: reseller.Tag(was), Records: is}
	i.Removed, i.Added = without(was, is), without(is, was)
	return i
}

// without are the records of a set that are not in another one, with their TTLs.
func without(set, other []Record) []Record {
	type timed struct {
		content
		ttl int
	}
	there := map[timed]bool{}
	for _, r := range other {
		there[timed{r.content(), r.EffectiveTTL()}] = true
	}
	var left []Record
	for _, r := range set {
		if !there[timed{r.content(), r.EffectiveTTL()}] {
			left = append(left, r)
		}
	}
	return left
}
