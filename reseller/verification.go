package reseller

import (
	"fmt"
	"time"
)

// Verification is how far the check of a holder's data by a name's registry is. The zero value is none.
type Verification struct {
	State VerificationState `json:"state"`
	Due   time.Time         `json:"due,omitzero"` // until when the data are to be verified; zero = the registry does not say
	Since time.Time         `json:"since"`        // when the registry said so
}

// VerificationState is where a verification stands.
type VerificationState string

// The states. A name that never had one has VerificationNone.
const (
	VerificationNone   VerificationState = "none"
	VerificationNeeded VerificationState = "needed"
	VerificationDone   VerificationState = "done"
)

// Standing is the state, "none" for the zero value.
func (v Verification) Standing() VerificationState {
	if v.State == "" {
		return VerificationNone
	}
	return v.State
}

// Needed reports whether the holder's data are to be verified.
func (v Verification) Needed() bool { return v.State == VerificationNeeded }

// String says it for people: "needed until 2027-03-10".
func (v Verification) String() string {
	if v.Needed() && !v.Due.IsZero() {
		return fmt.Sprintf("%s until %s", v.State, v.Due.UTC().Format(time.DateOnly))
	}
	return string(v.Standing())
}

// Newer reports whether a registry's word on a verification is later than the one that is known.
func (v Verification) Newer(known Verification) bool {
	return v.Since.After(known.Since) || v.Since.Equal(known.Since) && v.State != known.State && v.State == VerificationDone
}
