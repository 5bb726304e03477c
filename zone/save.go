package zone

import (
	"time"

	"nameyard/reseller"
)

// Kind is which part of a zone is saved.
type Kind string

// The kinds.
const (
	DNS  Kind = "dns"  // []Record
	Mail Kind = "mail" // []Forward
)

// Save is one save of one kind of a zone: the whole set or nothing.
type Save struct {
	Kind     Kind
	Records  []Record                              // of kind DNS, unless there is a Patch
	Patch    func(have []Record) ([]Record, error) // of kind DNS: makes the set from what it is at that moment; may run more than once
	Forwards []Forward                             // of kind Mail, unless there is a PatchForwards
	// PatchForwards is Patch for the kind Mail.
	PatchForwards func(have []Forward) ([]Forward, error)
	SwitchOn      bool   // switch DNS management on, of kind Mail e-mail forwarding
	Action        string // what it is for the audit log where it switches something on
	// TargetsOf is the account whose answers of targets go along with forwards that move; 0 = new targets are asked.
	TargetsOf int64
	By        reseller.Actor
}

// Revision is one saved version of one kind of a zone. All kinds of a zone share one sequence of numbers.
type Revision struct {
	Version   int64     `json:"version"`
	SavedAt   time.Time `json:"saved_at"`
	SavedBy   string    `json:"saved_by"`
	RequestID string    `json:"request_id,omitempty"`
}

// Saved is a saved version of the records of a zone.
type Saved struct {
	Revision
	Records []Record
}
