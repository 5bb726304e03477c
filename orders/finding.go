package orders

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// verdict is what a look at the registry tells about a command whose outcome was open.
type verdict int

const (
	absent  verdict = iota // no effect to be seen; it may still come until the settle time is over
	took                   // it took effect
	waiting                // the registry has accepted it and has not decided
	failed                 // it will never take effect
	unclear                // what the registry shows proves neither; the operator must decide
)

// finding is a verdict with the registry's reason.
type finding struct {
	verdict verdict
	code    string
	reason  string
	refund  bool // the registry took its price back with it
}

// clockSkew is how much earlier than our intent a registry's creation date may be.
const clockSkew = 10 * time.Minute

// gone is the finding for a name that the registry does not have, or that another registrar has.
func gone(shown *registry.Registration) (finding, bool) {
	switch {
	case shown == nil:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is not registered"}, true
	case !shown.Ours:
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is with another registrar"}, true
	}
	return finding{}, false
}

func tookIf(ok bool) finding {
	if ok {
		return finding{verdict: took}
	}
	return finding{verdict: absent}
}
