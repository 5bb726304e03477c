package publish

import (
	"time"

	"nameyard/reseller"
	"nameyard/zone"
)

// Version is what a name published at one moment. It does not change.
type Version struct {
	zone.Stamp
	Packed []byte // its zone, as Config.Pack makes it

	publication *zone.Publication // nil where the zone is enough
	// What it takes to say whether the registry serves the name.
	state       reseller.DomainState
	paidThrough time.Time
	aheadUntil  time.Time
}

// version makes what is kept of a publication: all of it, or only what name servers need.
func (z *Zones) version(p zone.Publication, whole bool) *Version {
	p = z.Platform.Parked(p, z.Clock.Now())
	v := &Version{Stamp: p.Stamp, state: p.Domain.State, paidThrough: p.Domain.PaidThrough, aheadUntil: p.Domain.AheadUntil}
	if z.Pack != nil {
		v.Packed = z.Pack(p)
	}
	if whole || z.Pack == nil || forwards(p) {
		v.publication = &p
	}
	return v
}

// forwards reports whether a name forwards anything: mail and web must have it when the books are away.
func forwards(p zone.Publication) bool {
	return len(p.Forwards) > 0 || zone.HasWebForward(p.Records)
}

// enough reports whether the version, which may be nil, has what is asked for.
func (v *Version) enough(whole bool) bool { return v == nil || !whole || v.publication != nil }

// domain has what says in which phase the name is.
func (v *Version) domain() reseller.Domain {
	return reseller.Domain{State: v.state, PaidThrough: v.paidThrough, AheadUntil: v.aheadUntil}
}

// Sizes of what is kept, in bytes, about.
const (
	nameSize = 300 // of a name by itself: its entry in the table, its stamp and dates
	rowSize  = 150 // of a row, without its texts
	rowsSize = 900 // of a publication by itself
)

// size is how many bytes the version takes, about.
func (v *Version) size() int {
	n := len(v.Packed)
	if v.publication == nil {
		return n
	}
	n += rowsSize
	for _, r := range v.publication.Records {
		n += rowSize + len(r.Hostname) + len(r.Address)
	}
	for _, f := range v.publication.Forwards {
		n += rowSize + len(f.Prefix) + len(f.ForwardTo)
	}
	return n
}
