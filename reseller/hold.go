package reseller

import "time"

// Hold is that a name is out of the zone of its TLD: who took it out, when and why. The zero value is none.
type Hold struct {
	By     string    `json:"by,omitempty"`     // for people: the registry's connector, or who of the operator's; may be unknown
	Reason string    `json:"reason,omitempty"` // in the words of whoever set it
	Since  time.Time `json:"since,omitzero"`
	Lifted time.Time `json:"lifted,omitzero"` // zero = it stands
}

// Stands reports whether the name is out of the zone by it.
func (h Hold) Stands() bool { return !h.Since.IsZero() && h.Lifted.IsZero() }

// Lift is the hold as ended at a time.
func (h Hold) Lift(at time.Time) Hold {
	h.Lifted = at
	return h
}

// said is when it was last spoken of.
func (h Hold) said() time.Time {
	if !h.Lifted.IsZero() {
		return h.Lifted
	}
	return h.Since
}

// Newer reports whether a word on a hold is later than the one that is known.
func (h Hold) Newer(known Hold) bool {
	return h.said().After(known.said()) || h.said().Equal(known.said()) && known.Stands() && !h.Stands()
}

// Holds are the holds of a name: either of them takes it out of the zone.
type Holds struct {
	Registry Hold `json:"registry,omitzero"` // serverHold, as far as the registry has said so
	Operator Hold `json:"operator,omitzero"` // clientHold, which the operator sets and lifts
}

// Since is when the newest hold that stands was set; zero if none stands.
func (h Holds) Since() time.Time {
	var since time.Time
	for _, one := range h.Standing() {
		if one.Since.After(since) {
			since = one.Since
		}
	}
	return since
}

// StandingHold is a hold that stands, with who can lift it: "registry" or "operator".
type StandingHold struct {
	Side string
	Hold
}

// Standing lists the holds that stand.
func (h Holds) Standing() []StandingHold {
	var all []StandingHold
	for _, one := range []StandingHold{{"registry", h.Registry}, {"operator", h.Operator}} {
		if one.Stands() {
			all = append(all, one)
		}
	}
	return all
}

// Stand reports whether the name is out of the zone.
func (h Holds) Stand() bool { return !h.Since().IsZero() }
