package reseller

// Need is what an order wants of the operator.
type Need string

// The needs; "" is none.
const (
	NeedsDecision Need = "decision" // what became of it, which the registry does not tell
	NeedsPayment  Need = "payment"  // our account at the registry is empty: the order goes on by itself once it is not
	NeedsResume   Need = "resume"   // of its registry, which is paused
)

// Needs are all of them.
var Needs = []Need{NeedsDecision, NeedsPayment, NeedsResume}
