package publish

import (
	"sync"

	"nameyard/zone"
)

// Version is what a name published at one moment. It does not change, and what is made of it is kept with it. It is safe for concurrent
// use.
type Version struct {
	zone.Publication
	once sync.Once
	made any
}

// Made gives what how makes of the version, which is made when it is first asked for. All callers must ask for the same.
func (v *Version) Made(how func(zone.Publication) any) any {
	v.once.Do(func() { v.made = how(v.Publication) })
	return v.made
}

// weight is how many rows the version holds; a name counts as some by itself.
func (v *Version) weight() int { return nameWeight + len(v.Records) + len(v.Forwards) }

const nameWeight = 5
