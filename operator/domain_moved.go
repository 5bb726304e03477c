package operator

import (
	"slices"

	"nameyard/reseller"
)

// The outcomes of a name that is to be moved.
const (
	MoveDone        = "moved"
	MoveThere       = "already there"
	MoveBadName     = "bad name"
	MoveNoAccount   = "in no account"
	MoveNotSold     = "not sold there"
	MoveOrders      = "unfinished orders"
	MoveDeletion    = "being deleted"
	MoveHeld        = "held for a dispute"
	MoveNotOurs     = "not ours there"
	MoveUnreachable = "no answer"
	MoveChanged     = "changed meanwhile"
)

// MoveOutcomes are all of them, in the order of a summary.
var MoveOutcomes = []string{
	MoveDone, MoveThere, MoveBadName, MoveNoAccount, MoveNotSold, MoveOrders, MoveDeletion, MoveHeld, MoveNotOurs, MoveUnreachable, MoveChanged,
}

// MovedName is what became of a name.
type MovedName struct {
	Domain      string   `json:"domain"`
	Outcome     string   `json:"outcome"`
	From        string   `json:"from,omitempty"`         // the connector at which it was
	Expires     string   `json:"expires,omitempty"`      // where it is now
	PaidThrough string   `json:"paid_through,omitempty"` // as the books have it, which nothing here changes
	Note        string   `json:"note,omitempty"`         // Trouble, as a face spells it
	Differences []string `json:"differences,omitempty"`  // between what its account has set and what is there now
	// Trouble is why it was not moved, and what to do.
	Trouble *reseller.Error `json:"-"`
}

// Words are what is said of a name beside its outcome.
func (m MovedName) Words() string { return joined(append(slices.Clone(m.Differences), m.Note)) }

func (m MovedName) not(outcome string, why *reseller.Error) (MovedName, error) {
	m.Outcome, m.Trouble = outcome, why
	return m, nil
}

// Moved reports whether a name is where it was to be.
func (m MovedName) Moved() bool { return m.Outcome == MoveDone || m.Outcome == MoveThere }
