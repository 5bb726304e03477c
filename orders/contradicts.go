//go:build !control_nocontradiction

package orders

import (
	"time"

	"nameyard/reseller"
)

// contradicts gives what the registry says against an operator's decision about an order; nil if it says nothing against it.
func contradicts(o order, saysDone bool, seen view, now time.Time) error {
	switch {
	case seen.err != nil:
		return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the registry cannot be asked about %s now, and order %d stays as it is", o.Name, o.ID).Because(seen.err)
	case kinds[o.Kind].find == nil:
		return nil // it leaves no trace that could be compared
	}
	f := seen.proves(o, now)
	words := map[bool]map[verdict]string{
		true:  {absent: "no effect of it is to be seen", waiting: "it has not decided: " + f.reason, failed: f.reason},
		false: {took: "it has taken effect", waiting: "it has not decided: " + f.reason},
	}[saysDone][f.verdict]
	if words == "" {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
		"the registry says otherwise of order %d (%s of %s): %s; the order stays as it is", o.ID, o.Kind, o.Name, words)
}
