package orders

import (
	"time"

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
}

// agrees reports whether a look says nothing against the registry's yes: it shows the effect, or cannot tell.
func (f finding) agrees() bool {
	return f.verdict == took || f.verdict == unclear && f.code != reseller.CodeNeedsOperator
}

// clockSkew is how much earlier than our intent a registry's creation date may be.
const clockSkew = 10 * time.Minute

// withAnotherRegistrar is the finding for a name that another registrar has.
var withAnotherRegistrar = finding{verdict: failed, code: reseller.CodeBadState, reason: "the name is with another registrar"}

// notShown is the finding for a name that its registry does not show to us: another registrar may have it, or a right may be missing there.
var notShown = finding{verdict: unclear, code: reseller.CodeNeedsOperator, reason: "the registry does not show the name to us (2201), so it cannot be seen what became of it"}

func tookIf(ok bool) finding {
	if ok {
		return finding{verdict: took}
	}
	return finding{verdict: absent}
}
